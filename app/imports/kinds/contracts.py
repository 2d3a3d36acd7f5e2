"""Spreadsheets of contracts."""

from app.contracts.schemas import ContractWrite
from app.imports.choices import ImportKind
from app.imports.keyed import KeyedKind
from app.models import Contract, System
from app.tabular.columns import columns_of


class Contracts(KeyedKind):
    """The cell of systems lists all of them: those that it leaves out are no longer the contract's."""

    name = ImportKind.CONTRACTS
    table = Contract
    schema = ContractWrite
    links = {"system_ids": "systems"}
    columns = columns_of(ContractWrite)
    refers = {"systems": System}
