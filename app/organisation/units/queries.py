"""Reading units."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session, col, select

from app.http.filters import any_of, contains, equals
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.http.representation import encode
from app.models import Unit
from app.organisation.units.schemas import UnitList, UnitView
from app.register.rows import find
from app.security.reader import Reader
from app.security.sightings import ReadKind

ORDER = Order(UnitList, {"name": SortKey(col(Unit.name_sort)), "kind": SortKey(col(Unit.kind))}, SortKey(col(Unit.id)))


def unit(reader: Reader, unit_id: str) -> UnitView:
    return view(reader, find(reader.session, Unit, unit_id))


def units(reader: Reader, query: UnitList) -> tuple[Page, Sequence[bytes]]:
    page = read_page(reader.session, select_units(query), ORDER, query)
    return page, [encode(view(reader, row[0])) for row in page.rows]


def select_units(query: UnitList) -> Select[Any]:
    """Those that match, without pages."""
    return select(Unit).where(
        *contains(Unit.name_search, query.q),
        *any_of(Unit.kind, query.kind),
        *any_of(Unit.parent_id, query.parent_id),
        *any_of(Unit.source, query.source),
        *any_of(Unit.external_id, query.external_id),
    )


def view(reader: Reader, row: Unit) -> UnitView:
    """The number on call where the caller may see it."""
    shown = UnitView.model_validate(row.model_dump())
    if not reader.sight.contacts_of_unit(row.id):
        return shown.model_copy(update={"on_call_phone": None})
    if row.on_call_phone:
        reader.sightings.add(ReadKind.CONTACTS, (Unit.resource, row.id))
    return shown


def any_unit(session: Session, source: str | None = None) -> bool:
    """Whether there is a unit at all, or one from the source."""
    return session.exec(select(Unit.id).where(*equals(Unit.source, source)).limit(1)).first() is not None
