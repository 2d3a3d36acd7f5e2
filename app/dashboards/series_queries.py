"""Counting findings as they stood on many days at once, in the tables of versions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import CTE, BigInteger, ColumnElement, Select, and_, case, exists, func, literal_column, or_, select
from sqlmodel import Session

from app.dashboards.schemas import SeriesKey
from app.models import CardVersion, FindingVersion

_FINDING: Any = FindingVersion.__table__  # type: ignore[attr-defined]
_CARD: Any = CardVersion.__table__  # type: ignore[attr-defined]
_EARLIER_FINDING, _EARLIER_CARD = _FINDING.alias(), _CARD.alias()


class Group(NamedTuple):
    """So many findings that were of a kind from one bound (`since`) to before another (`until`).

    All four are places of the first bounds that do not come before: `opened` and `closed` of when they were.
    """

    kind: str | None
    since: int
    until: int
    opened: int
    closed: int
    number: int


def grouped(
    session: Session, by: SeriesKey, unit_ids: Sequence[str] | None, bounds: Sequence[datetime]
) -> Sequence[Group]:
    """What stood at any bound but the first, and was not waived then: open, or closed after the first bound.

    `unit_ids`: of the systems that these units ran then; None: of every system. A place may be the number of bounds:
    it comes after the last one. The database groups, since it takes longer to read the instants than to count them.
    """
    kind = {SeriesKey.RULE: _FINDING.c.rule, SeriesKey.SEVERITY: _FINDING.c.severity, SeriesKey.UNIT: None}[by]
    if by is not SeriesKey.UNIT and unit_ids is None:
        counted = _findings([kind], bounds)
        return [Group(*row) for row in session.execute(select(counted))]
    of_system = _findings([_FINDING.c.system_id] if kind is None else [_FINDING.c.system_id, kind], bounds)
    found, run = of_system.c, _runs(unit_ids, bounds).c
    since = case((found.since > run.since, found.since), else_=run.since)
    until = case((found.until < run.until, found.until), else_=run.until)
    each = (
        select(
            (run.unit_id if kind is None else found[kind.name]).label("kind"),
            since.label("since"),
            until.label("until"),
            found.opened,
            found.closed,
            found.number,
        )
        .where(run.system_id == found.system_id, since < until)
        .subquery()
    )
    *kinds, number = each.c
    return [Group(*row) for row in session.execute(select(*kinds, func.sum(number).cast(BigInteger)).group_by(*kinds))]


def _findings(kinds: Sequence[Any], bounds: Sequence[datetime]) -> CTE:
    """How many were alike: of the same kinds, and with the same places."""
    found = _FINDING.c
    # One that was moved in is older than what this register knows of it: before, it was as it came.
    is_first = ~exists().where(_EARLIER_FINDING.c.id == found.id, _EARLIER_FINDING.c.revision < found.revision)
    opened = _place(found.opened_at, bounds)
    since = case((and_(found.opened_at < found.known_from, is_first), opened), else_=_place(found.known_from, bounds))
    rows = select(
        *kinds,
        since.label("since"),
        _place_or_end(found.known_until, bounds).label("until"),
        opened.label("opened"),
        _place_or_end(found.closed_at, bounds).label("closed"),
    ).where(
        found.waived.is_(False),
        found.opened_at <= bounds[-1],
        or_(found.closed_at.is_(None), found.closed_at > bounds[0]),
        or_(found.known_until.is_(None), found.known_until > bounds[1]),
    )
    placed = _once(rows, "placed").c
    stood = select(*placed, func.count().label("number")).where(placed.since < placed.until)
    return _once(stood.group_by(*placed), "found")


def _runs(unit_ids: Sequence[str] | None, bounds: Sequence[datetime]) -> CTE:
    """Which unit ran a system from one bound to before another; from the first on, as far as it was known first."""
    card = _CARD.c
    is_later = exists().where(_EARLIER_CARD.c.system_id == card.system_id, _EARLIER_CARD.c.revision < card.revision)
    rows = select(
        card.system_id,
        card.unit_id,
        case((is_later, _place(card.known_from, bounds)), else_=_number(0)).label("since"),
        _place_or_end(card.known_until, bounds).label("until"),
    ).where(or_(card.known_until.is_(None), card.known_until > bounds[1]))
    if unit_ids is not None:
        rows = rows.where(card.unit_id.in_(unit_ids))
    return _once(rows, "run")


def _once(rows: Select[Any], name: str) -> CTE:
    """Worked out once: a database that folds it into what is asked of it works it out again for each mention there."""
    return rows.cte(name).prefix_with("MATERIALIZED")


def _place_or_end(instant: Any, bounds: Sequence[datetime]) -> ColumnElement[int]:  # noqa: ANN401 - a column
    """Of an instant that may not have come yet."""
    return case((instant.is_(None), _number(len(bounds))), else_=_place(instant, bounds))


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
