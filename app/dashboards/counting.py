"""Adding up groups of like systems. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.dashboards.schemas import (
    FindingCounts,
    FundingCounts,
    HeatmapCell,
    OwnershipCounts,
    PurposeCounts,
    RuleCounts,
    SystemCounts,
)
from app.register.cards import VERDICT_OF_LETTER
from app.rules.engine import catalogue
from app.vocabulary import Criticality, FundingState, Lifecycle, OwnershipState, Severity, VerdictKind


@dataclass(frozen=True, slots=True)
class Group:
    """So many systems that are alike; `verdicts` has a letter for each rule. Sums in whole DKK."""

    unit_id: str | None
    lifecycle: str
    in_use: bool
    criticality: str
    owner_level: int | None
    ownership_state: str
    funding_state: str
    development_state: str
    decommission_state: str
    verdicts: str
    flagged: bool
    systems: int
    estimated_dkk: int
    allocated_dkk: int
    development_estimated_dkk: int
    development_allocated_dkk: int
    decommission_estimated_dkk: int
    decommission_allocated_dkk: int


@dataclass(frozen=True, slots=True)
class SeverityGroup:
    """So many open findings."""

    unit_id: str | None
    severity: str
    waived: bool
    findings: int


def count_systems(groups: Iterable[Group]) -> SystemCounts:
    lifecycles: Counter[str] = Counter(dict.fromkeys(Lifecycle.labels(), 0))
    criticalities: Counter[str] = Counter(dict.fromkeys(Criticality.labels(), 0))
    for group in groups:
        lifecycles[group.lifecycle] += group.systems
        criticalities[group.criticality] += group.systems
    return SystemCounts(
        total=sum(lifecycles.values()), by_lifecycle=dict(lifecycles), by_criticality=dict(criticalities)
    )


def count_findings(groups: Sequence[Group], severities: Sequence[SeverityGroup]) -> FindingCounts:
    by_severity = count_severities(severities)
    return FindingCounts(
        open=sum(by_severity.values()),
        waived=sum(group.findings for group in severities if group.waived),
        by_severity=by_severity,
        by_rule=_count_verdicts(groups),
    )


def count_severities(severities: Iterable[SeverityGroup]) -> dict[str, int]:
    counted: Counter[str] = Counter(dict.fromkeys(Severity.labels(), 0))
    for group in severities:
        if not group.waived:
            counted[group.severity] += group.findings
    return dict(counted)


def _count_verdicts(groups: Sequence[Group]) -> list[RuleCounts]:
    by_letters: Counter[str] = Counter()
    for group in groups:
        by_letters[group.verdicts] += group.systems
    counted: dict[str, Counter[VerdictKind]] = {rule_id: Counter() for rule_id in catalogue()}
    for letters, systems in by_letters.items():
        for counter, letter in zip(counted.values(), letters, strict=True):
            counter[VERDICT_OF_LETTER[letter]] += systems
    return [
        RuleCounts(
            rule=rule_id,
            flagged=counter[VerdictKind.FLAGGED],
            unknown=counter[VerdictKind.UNKNOWN],
            ok=counter[VerdictKind.OK],
            not_applicable=counter[VerdictKind.NOT_APPLICABLE],
        )
        for rule_id, counter in counted.items()
    ]


def count_ownership(groups: Iterable[Group]) -> OwnershipCounts:
    counted: Counter[str] = Counter()
    for group in groups:
        if group.in_use:
            counted[group.ownership_state] += group.systems
    return OwnershipCounts.model_validate({state: counted[state] for state in OwnershipState.labels()})


def count_funding(groups: Sequence[Group]) -> FundingCounts:
    used = [group for group in groups if group.in_use]
    return FundingCounts(
        **_counts(used, "funding_state", ""),
        development=PurposeCounts(**_counts(used, "development_state", "development_")),
        decommission=PurposeCounts(**_counts(used, "decommission_state", "decommission_")),
    )


def _counts(groups: Iterable[Group], state: str, prefix: str) -> dict[str, int]:
    """Systems by the state of one purpose, and its sums; `prefix`: of the attributes that hold them."""
    counted: Counter[str] = Counter(dict.fromkeys(FundingState.labels(), 0))
    sums = {"estimated_dkk": 0, "allocated_dkk": 0}
    for group in groups:
        counted[getattr(group, state)] += group.systems
        for name in sums:
            sums[name] += getattr(group, prefix + name)
    return {**counted, **sums}


def heatmap_cells(groups: Iterable[Group]) -> list[HeatmapCell]:
    systems: Counter[tuple[int | None, str]] = Counter()
    flagged: Counter[tuple[int | None, str]] = Counter()
    for group in groups:
        if group.in_use:
            cell = (group.owner_level, group.criticality)
            systems[cell] += group.systems
            flagged[cell] += group.systems if group.flagged else 0
    order = list(Criticality.labels())
    ordered = sorted(systems, key=lambda cell: (cell[0] is None, cell[0] or 0, order.index(cell[1])))
    return [
        HeatmapCell(
            management_level=level,
            criticality=Criticality(criticality),
            systems=systems[level, criticality],
            flagged=flagged[level, criticality],
        )
        for level, criticality in ordered
    ]
