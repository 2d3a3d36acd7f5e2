"""Findings and rules as clients get them."""

from datetime import datetime
from typing import Annotated, Literal

from app.core.identifiers import Identifier
from app.core.schema import Schema
from app.core.text import DayOrInstant, QueryFlag
from app.http.lists import ListQuery
from app.http.sorting import SortNames
from app.rules.policy import RuleId
from app.systems.card import CardFinding
from app.vocabulary import Criticality, Severity


class FindingView(CardFinding):
    """A finding as on the card, with the system that it is about."""

    system_id: Identifier
    system_name: str
    unit_id: Identifier | None
    owner_position_id: Identifier | None
    closed_at: datetime | None


class FindingFilter(ListQuery):
    sort: Annotated[tuple[str, ...], SortNames("severityRank", "openedAt", "closedAt", "rule", "systemName")] = (
        "-severityRank",
    )
    known_at: DayOrInstant | None = None
    """What the register said at the instant, or at the end of the day."""
    state: Literal["open", "closed", "waived", "all"] = "open"
    """Open ones are neither closed nor waived."""
    rule: tuple[RuleId, ...] = ()
    severity: tuple[Severity, ...] = ()
    min_severity: Severity | None = None
    system_id: tuple[Identifier, ...] = ()
    unit_id: tuple[Identifier, ...] = ()
    include_subunits: QueryFlag = False
    owner_position_id: tuple[Identifier, ...] = ()
    criticality: tuple[Criticality, ...] = ()


class RuleView(Schema):
    """`parameters` are the keys of the policy that the rule reads."""

    id: RuleId
    title: str
    why: str
    fix: str
    severity: Severity
    parameters: list[str]
