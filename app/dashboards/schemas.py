"""Figures as clients get them."""

from datetime import date

from app.core.identifiers import Identifier
from app.core.schema import Schema
from app.core.text import QueryFlag
from app.vocabulary import Criticality, UnitKind


class Scope(Schema):
    unit_id: list[Identifier] = []
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


class Summary(Schema):
    """The figures of the whole register, or of the units asked for."""

    systems: SystemCounts
    findings: FindingCounts
    ownership: OwnershipCounts
    funding: FundingCounts
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
