"""Reading positions."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select
from sqlmodel import col, select

from app.http.filters import any_of, contains
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.http.representation import encode
from app.models import Position
from app.organisation.positions.schemas import Incumbent, PositionList, PositionView, Superior
from app.register.organisation import Organisation
from app.register.rows import find
from app.rules.facts import HolderFacts
from app.security.reader import Reader

ORDER = Order(
    PositionList,
    {
        "title": SortKey(col(Position.title_sort)),
        "managementLevel": SortKey(col(Position.management_level), int),
    },
    SortKey(col(Position.id)),
)


def position(reader: Reader, position_id: str) -> PositionView:
    return view(find(reader.session, Position, position_id), reader.organisation)


def positions(reader: Reader, query: PositionList) -> tuple[Page, Sequence[bytes]]:
    page = read_page(reader.session, select_positions(query), ORDER, query)
    return page, [encode(view(row[0], reader.organisation)) for row in page.rows]


def select_positions(query: PositionList) -> Select[Any]:
    """Those that match, without pages."""
    return select(Position).where(
        *contains(Position.title_search, query.q),
        *any_of(Position.unit_id, query.unit_id),
        *any_of(Position.management_level, query.management_level),
        *any_of(Position.source, query.source),
        *any_of(Position.external_id, query.external_id),
    )


def view(row: Position, organisation: Organisation) -> PositionView:
    incumbency = organisation.incumbency(row.id)
    above = organisation.reports_to(row.id)
    return PositionView.model_validate(
        {
            **row.model_dump(),
            "holder": _incumbent(incumbency.holder),
            "deputy": _incumbent(incumbency.deputy),
            "reports_to": above and _superior(organisation, above),
        }
    )


def _incumbent(facts: HolderFacts | None) -> Incumbent | None:
    if facts is None:
        return None
    return Incumbent(person_id=facts.person_id, name=facts.name, since=facts.since, until=facts.leaves_on)


def _superior(organisation: Organisation, position_id: str) -> Superior:
    ref = organisation.ref(position_id)
    return Superior(position_id=ref.id, title=ref.title, management_level=ref.management_level)
