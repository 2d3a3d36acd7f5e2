"""Reading contracts."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func
from sqlalchemy.orm import selectinload
from sqlmodel import col, select

from app.contracts.schemas import ContractList, ContractView
from app.http.filters import any_of, contains
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.http.representation import encode
from app.models import Contract, contract_system
from app.register.rows import find
from app.security.reader import Reader
from app.security.sightings import ReadKind
from app.vocabulary import Permission

ORDER = Order(
    ContractList,
    {
        "name": SortKey(col(Contract.name_sort)),
        # A contract without an end comes last.
        "endsOn": SortKey(func.coalesce(col(Contract.ends_on), date.max), date),
    },
    SortKey(col(Contract.id)),
)


def contract(reader: Reader, contract_id: str) -> ContractView:
    return views(reader, [find(reader.session, Contract, contract_id)])[0]


def contracts(reader: Reader, query: ContractList) -> tuple[Page, Sequence[bytes]]:
    page = read_page(reader.session, select_contracts(query), ORDER, query)
    return page, [encode(view) for view in views(reader, [row[0] for row in page.rows])]


def select_contracts(query: ContractList) -> Select[Any]:
    """Those that match, without pages."""
    of_systems = select(contract_system.c.contract_id).where(contract_system.c.system_id.in_(query.system_id))
    return (
        select(Contract)
        # A relationship is typed as its value.
        .options(selectinload(Contract.systems))  # type: ignore[arg-type]
        .where(
            *contains(Contract.name_search, query.q),
            *any_of(Contract.kind, query.kind),
            *any_of(Contract.supplier, query.supplier),
            *([col(Contract.id).in_(of_systems)] if query.system_id else []),
            *([] if query.ends_before is None else [col(Contract.ends_on) < query.ends_before]),
            *any_of(Contract.source, query.source),
            *any_of(Contract.external_id, query.external_id),
        )
    )


def views(reader: Reader, rows: Sequence[Contract]) -> list[ContractView]:
    """With the hotline where the caller sees it in the chain of a system that the contract covers."""
    everywhere = reader.sight.part(Permission.SEE_CHAIN_CONTACTS).everything
    named = set() if everywhere else {system.id for row in rows for system in row.systems}
    covered = reader.covered(Permission.SEE_CHAIN_CONTACTS, named)
    shown = {row.id for row in rows if everywhere or any(system.id in covered for system in row.systems)}
    hotlines = [(Contract.resource, row.id) for row in rows if row.hotline and row.id in shown]
    if hotlines:
        reader.sightings.add(ReadKind.CONTACTS, *hotlines)
    return [_view(row, hotline=row.id in shown) for row in rows]


def _view(row: Contract, *, hotline: bool) -> ContractView:
    said = {**row.model_dump(), "system_ids": sorted(system.id for system in row.systems)}
    return ContractView.model_validate(said if hotline else {**said, "hotline": None})
