"""Reading findings: those that stand, or as the register knew them at an earlier instant."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal
from sqlmodel import select

from app.core.canonical import dump, instant
from app.core.errors import NotFound
from app.core.languages import Text
from app.findings.schemas import FindingFilter
from app.http.filters import any_of
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_known_page
from app.models import Card, Finding
from app.register.cards import finding_body
from app.register.known import Known
from app.security.reader import Reader
from app.systems.answering_queries import owner_position
from app.systems.filter_queries import units

#: In the order by closing, findings that stand come after all that are closed.
_NOT_YET = datetime(9999, 1, 1, tzinfo=UTC)


def finding(reader: Reader, finding_id: str) -> bytes:
    found = reader.now.table(Finding).c
    row = reader.session.execute(_with_system(reader.now).where(found.id == finding_id)).first()
    if row is None:
        raise NotFound(Text(f"There is no finding {finding_id}.", da=f"Intet fund har id'et {finding_id}."))
    return finding_json(row)


def findings(reader: Reader, query: FindingFilter) -> tuple[Page, Sequence[bytes]]:
    known = reader.known(query.known_at)
    page = read_known_page(known, select_findings(known, query), order(known), query)
    return page, [finding_json(row) for row in page.rows]


def select_findings(known: Known, query: FindingFilter) -> Select[Any]:
    """The findings that match, with what their items say of the system."""
    found, card = known.table(Finding).c, known.table(Card).c
    return _with_system(known).where(
        *_state(found, query.state),
        *any_of(found.rule, query.rule),
        *any_of(found.severity, query.severity),
        *([] if query.min_severity is None else [found.severity_rank >= query.min_severity.rank]),
        *any_of(found.system_id, query.system_id),
        *any_of(card.unit_id, units(known, query.unit_id, subunits=query.include_subunits)),
        *any_of(_owner(known), query.owner_position_id),
        *any_of(card.criticality, query.criticality),
    )


def order(known: Known) -> Order:
    """What the list can be sorted by."""
    found = known.table(Finding).c
    return Order(
        FindingFilter,
        {
            "severityRank": SortKey(found.severity_rank, int),
            "openedAt": SortKey(found.opened_at, datetime),
            "closedAt": SortKey(func.coalesce(found.closed_at, literal(_NOT_YET, found.closed_at.type)), datetime),
            "rule": SortKey(found.rule),
            "systemName": SortKey(known.table(Card).c.name_sort),
        },
        SortKey(found.id),
    )


def _state(found: Any, state: str) -> list[ColumnElement[bool]]:  # noqa: ANN401 - the columns of findings
    match state:
        case "open":
            return [found.closed_at.is_(None), found.waived.is_(False)]
        case "waived":
            return [found.closed_at.is_(None), found.waived.is_(True)]
        case "closed":
            return [found.closed_at.is_not(None)]
        case _:
            return []


def _with_system(known: Known) -> Select[Any]:
    findings, cards = known.table(Finding), known.table(Card)
    columns: tuple[Any, ...] = (*findings.c, cards.c.name, cards.c.unit_id, _owner(known).label("owner_position_id"))
    statement: Select[Any] = select(*columns)
    return statement.select_from(findings.join(cards, cards.c.system_id == findings.c.system_id))


def _owner(known: Known) -> Any:  # noqa: ANN401 - a column
    card = known.table(Card).c
    return card.owner_position_id if known.follows_the_day else owner_position(known, card.system_id)


def finding_json(row: Any) -> bytes:  # noqa: ANN401 - a row of the statement above
    """The item of the list."""
    return dump(
        {
            **finding_body(row),
            "systemId": row.system_id,
            "systemName": row.name,
            "unitId": row.unit_id,
            "ownerPositionId": row.owner_position_id,
            "closedAt": instant(row.closed_at) if row.closed_at else None,
        }
    )
