"""Reading findings."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlmodel import col, select

from app.core.canonical import dump, instant
from app.core.errors import NotFound
from app.findings.schemas import FindingFilter
from app.http.filters import any_of
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.models import Card, Finding
from app.register.cards import finding_body
from app.register.reader import Reader

ORDER = Order(
    {
        "severityRank": SortKey(col(Finding.severity_rank), int),
        "openedAt": SortKey(col(Finding.opened_at), datetime),
        "rule": SortKey(col(Finding.rule)),
        "systemName": SortKey(col(Card.name_sort)),
    },
    "-severityRank",
    SortKey(col(Finding.id)),
)


def finding(reader: Reader, finding_id: str) -> bytes:
    row = reader.session.execute(with_system().where(col(Finding.id) == finding_id)).first()
    if row is None:
        raise NotFound(f"There is no finding {finding_id}.")
    return finding_json(row)


def findings(reader: Reader, query: FindingFilter) -> tuple[Page, Sequence[bytes]]:
    page = read_page(reader.session, with_system().where(*conditions(reader, query)), ORDER, query)
    return page, [finding_json(row) for row in page.rows]


def conditions(reader: Reader, query: FindingFilter) -> list[ColumnElement[bool]]:
    units: Sequence[str] = query.unit_id
    if query.include_subunits:
        units = sorted({unit for top in query.unit_id for unit in reader.organisation.subtree(top)})
    return [
        *_state(query.state),
        *any_of(Finding.rule, query.rule),
        *any_of(Finding.severity, query.severity),
        *([] if query.min_severity is None else [col(Finding.severity_rank) >= query.min_severity.rank]),
        *any_of(Finding.system_id, query.system_id),
        *any_of(Card.unit_id, units),
        *any_of(Card.owner_position_id, query.owner_position_id),
        *any_of(Card.criticality, query.criticality),
    ]


def _state(state: str) -> list[ColumnElement[bool]]:
    match state:
        case "open":
            return [col(Finding.closed_at).is_(None), col(Finding.waived).is_(False)]
        case "waived":
            return [col(Finding.closed_at).is_(None), col(Finding.waived).is_(True)]
        case "closed":
            return [col(Finding.closed_at).is_not(None)]
        case _:
            return []


def with_system() -> Select[Any]:
    """Findings with what their items say of the system; filters and order are the caller's."""
    columns: tuple[Any, ...] = (Finding, Card.name, Card.unit_id, Card.owner_position_id)
    statement: Select[Any] = select(*columns)
    return statement.join(Card, col(Card.system_id) == col(Finding.system_id))


def finding_json(row: Any) -> bytes:  # noqa: ANN401 - a row of the statement above, or one with its columns
    """The item of the list."""
    found = row.Finding
    return dump(
        {
            **finding_body(found),
            "systemId": found.system_id,
            "systemName": row.name,
            "unitId": row.unit_id,
            "ownerPositionId": row.owner_position_id,
            "closedAt": instant(found.closed_at) if found.closed_at else None,
        }
    )
