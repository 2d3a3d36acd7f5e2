"""Figures as clients get them."""

from datetime import date

from pydantic import Field

from app.core.identifiers import Identifier
from app.core.schema import Schema
from app.core.text import Day, QueryFlag
from app.vocabulary import Criticality, Term, UnitKind


class Scope(Schema):
    unit_id: tuple[Identifier, ...] = ()
    """The systems of these units only."""
    include_subunits: QueryFlag = True


class SystemCounts(Schema):
    """All systems, planned and retired ones too."""

    total: int
    by_lifecycle: dict[str, int]
    by_criticality: dict[str, int]


class RuleCounts(Schema):
    """The verdicts of one rule over all systems: what was not checked is counted too."""

    rule: str
    flagged: int
    unknown: int
    ok: int
    not_applicable: int


class FindingCounts(Schema):
    """`bySeverity` counts the open ones; waived ones are counted apart."""

    open: int
    waived: int
    by_severity: dict[str, int]
    by_rule: list[RuleCounts]


class OwnershipCounts(Schema):
    """The systems in use, each once, by the worst that holds."""

    ok: int
    too_low: int
    vacant: int
    missing: int
    unknown: int


class PurposeCounts(Schema):
    """The systems in use by the state of one purpose, this fiscal year. The sums leave unknown amounts out."""

    funded: int
    underfunded: int
    unfunded: int
    unknown: int
    estimated_dkk: int
    allocated_dkk: int


class FundingCounts(PurposeCounts):
    """The operation's: operation, licences and hours; the other purposes beside it."""

    development: PurposeCounts
    decommission: PurposeCounts


class SystemShortfall(Schema):
    """What one of them lacks."""

    system_id: Identifier
    missing_dkk: int


class Shortfall(Schema):
    """What the operation of the systems that are underfunded or unfunded lacks this fiscal year; never of unknown sums.

    `largest`: the ten that lack most, most first.
    """

    missing_dkk: int
    largest: list[SystemShortfall]


class Summary(Schema):
    """The figures of the whole register, or of the units asked for."""

    systems: SystemCounts
    findings: FindingCounts
    ownership: OwnershipCounts
    funding: FundingCounts
    shortfall: Shortfall
    as_of: date
    """The day that the rules were run for."""
    revision: int


class HeatmapCell(Schema):
    """Systems in use. `managementLevel` is the owner's, null without one; `flagged` have an open finding."""

    management_level: int | None
    criticality: Criticality
    systems: int
    flagged: int


class Heatmap(Schema):
    """Systems in use by management level and criticality."""

    cells: list[HeatmapCell]


class UnitRow(Schema):
    """One unit with everything below it; `unitId` null: systems without a unit."""

    unit_id: Identifier | None
    name: str
    kind: UnitKind | None
    parent_id: Identifier | None
    systems: int
    in_use: int
    flagged: int
    findings: int
    by_severity: dict[str, int]
    ownership: OwnershipCounts
    funding: FundingCounts


class Interval(Term):
    """How far apart the points of a series are."""

    DAY = "day", "dag"
    WEEK = "week", "uge"
    MONTH = "month", "måned"


class SeriesKey(Term):
    """What findings are told apart by."""

    RULE = "rule", "regel"
    SEVERITY = "severity", "alvor"
    UNIT = "unit", "enhed"


class SeriesQuery(Scope):
    """From the first day to the last, both included; without them the year up to today."""

    unit_id: tuple[Identifier, ...] = ()
    """The systems that these units ran on each day."""
    include_subunits: QueryFlag = True
    """And those that the units below them ran, by the tree of units as it is today."""
    first: Day | None = Field(default=None, alias="from")
    last: Day | None = Field(default=None, alias="to")
    """The last day, and not later than today."""
    interval: Interval = Interval.WEEK
    """How far apart the points are. Weeks end on Sundays."""
    by: SeriesKey = SeriesKey.SEVERITY
    """What the findings are told apart by."""


class SeriesPoint(Schema):
    """How many findings of a kind were open at the end of the day, and what came and went since the point before.

    As the register knew it at the end of that day, whatever has changed since: it is what `/findings?knownAt=` gives
    for the day. `key`: the rule, the severity that the finding had then, or the unit that ran the system then (null:
    none). Findings that were waived then are left out. One that grows worse, is waived, or whose system changes its
    unit, leaves one kind for another without being opened or closed. One that comes back is opened anew.
    """

    on: date
    """The last day of the interval."""
    key: str | None
    """The rule, the severity or the id of the unit; null: no unit."""
    open: int
    """How many were open at the end of the day."""
    opened: int
    """How many of those that are of this kind at the end of the day were opened in the interval."""
    closed: int
    """How many of those that were of this kind when they were closed, in the interval."""


class FindingsSeries(Schema):
    """A point for every kind on every day of the series, by day, then by kind."""

    interval: Interval
    """How far apart the points are."""
    by: SeriesKey
    """What the findings are told apart by."""
    items: list[SeriesPoint]
