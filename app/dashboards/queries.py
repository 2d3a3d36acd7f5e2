"""What the figures are counted from: two scans, however many systems there are."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from app.dashboards.counting import Group, SeverityGroup
from app.http.filters import any_of
from app.models import Card, Finding
from app.security.reader import Reader

#: In the order of the groups' sums.
_AMOUNTS = (
    Card.estimated_dkk,
    Card.allocated_dkk,
    Card.development_estimated_dkk,
    Card.development_allocated_dkk,
    Card.decommission_estimated_dkk,
    Card.decommission_allocated_dkk,
)


def groups(reader: Reader, unit_ids: Sequence[str]) -> list[Group]:
    """Systems that are alike in everything that figures tell apart, with their number and sums."""
    columns: tuple[Any, ...] = (
        Card.unit_id,
        Card.lifecycle,
        Card.in_use,
        Card.criticality,
        Card.owner_level,
        Card.ownership_state,
        Card.funding_state,
        Card.development_state,
        Card.decommission_state,
        Card.verdicts,
        col(Card.finding_count) > Card.waived_count,
    )
    statement = (
        select(  # type: ignore[call-overload]
            *columns,
            func.count(),
            *(func.coalesce(func.sum(amount), 0) for amount in _AMOUNTS),
        )
        .where(*any_of(Card.unit_id, unit_ids))
        .group_by(*columns)
    )
    return [Group(*row) for row in reader.session.execute(statement)]


def severity_groups(reader: Reader, unit_ids: Sequence[str]) -> list[SeverityGroup]:
    """Open findings by unit, severity, and whether they are waived."""
    columns: tuple[Any, ...] = (Card.unit_id, Finding.severity, Finding.waived)
    statement = (
        select(*columns, func.count())  # type: ignore[call-overload]
        .join(Card, col(Card.system_id) == col(Finding.system_id))
        .where(col(Finding.closed_at).is_(None), *any_of(Card.unit_id, unit_ids))
        .group_by(*columns)
    )
    return [SeverityGroup(*row) for row in reader.session.execute(statement)]
