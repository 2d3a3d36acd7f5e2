"""Spreadsheets of contracts."""

from app.contracts.schemas import ContractWrite
from app.imports import cells
from app.imports.choices import ImportKind
from app.imports.columns import Column
from app.imports.keyed import KeyedKind
from app.models import Contract, System


class Contracts(KeyedKind):
    """The cell of systems lists all of them: those that it leaves out are no longer the contract's."""

    name = ImportKind.CONTRACTS
    table = Contract
    schema = ContractWrite
    links = {"system_ids": ("systems", System)}
    columns = (
        Column("name", cells.text, required=True),
        Column("supplier", cells.text),
        Column("startsOn", cells.day),
        Column("endsOn", cells.day),
        Column("noticeMonths", cells.whole),
        Column("systems", cells.texts, to="system_ids", refers=System, many=True),
        Column("externalId", cells.text),
    )
