"""Counting findings by when they were opened and closed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, and_, case, func, literal_column, or_, select
from sqlmodel import Session, col

from app.dashboards.schemas import SeriesKey
from app.models import Finding, System


class Group(NamedTuple):
    """So many findings of a kind. `opened`, `closed`: the places of the first bounds that do not come before."""

    kind: str | None
    opened: int
    closed: int
    number: int


def grouped(
    session: Session, by: SeriesKey, unit_ids: Sequence[str] | None, bounds: Sequence[datetime]
) -> Sequence[Group]:
    """All that are not waived, open at the first bound or opened between it and the last.

    `unit_ids`: of the systems that these units run today; None: of every system. `closed` is the number of bounds for
    what was open at the last one. The database groups, since it takes longer to read the instants than to count them.
    """
    kind: Any = {SeriesKey.RULE: Finding.rule, SeriesKey.SEVERITY: Finding.severity, SeriesKey.UNIT: System.unit_id}[by]
    opened_at, closed_at = col(Finding.opened_at), col(Finding.closed_at)
    is_open = closed_at.is_(None)
    closed = case((is_open, _number(len(bounds))), else_=_place(closed_at, bounds))
    each = select(kind.label("kind"), _place(opened_at, bounds).label("opened"), closed.label("closed")).where(
        and_(col(Finding.waived).is_(False), opened_at <= bounds[-1], or_(is_open, closed_at > bounds[0]))
    )
    if by is SeriesKey.UNIT or unit_ids is not None:
        each = each.join_from(Finding, System, col(System.id) == col(Finding.system_id))
    if unit_ids is not None:
        each = each.where(col(System.unit_id).in_(unit_ids))
    # Grouped from outside: a database may take an expression with parameters for another when it is written twice.
    found = each.subquery()
    rows = session.execute(select(*found.c, func.count()).group_by(*found.c))
    return [Group(*row) for row in rows]


def _place(instant: Any, bounds: Sequence[datetime], low: int = 0) -> ColumnElement[int]:  # noqa: ANN401 - a column
    """Looks for the place as in a phone book: nine comparisons for 400 bounds."""
    if not bounds:
        return _number(low)
    middle = len(bounds) // 2
    before, after = bounds[:middle], bounds[middle + 1 :]
    there = (instant <= bounds[middle], _place(instant, before, low))
    return case(there, else_=_place(instant, after, low + middle + 1))


def _number(number: int) -> ColumnElement[int]:
    return cast("ColumnElement[int]", literal_column(str(number)))
