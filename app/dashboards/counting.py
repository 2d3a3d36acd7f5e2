"""Counting in the columns of cards: tables with a row for each place, all places alike or one for each unit. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

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
from app.register.columns.coded import Coded, Mask
from app.register.columns.snapshot import SEVERITIES, CardSnapshot
from app.rules.engine import catalogue
from app.vocabulary import Criticality, FundingState, Lifecycle, OwnershipState, Severity, VerdictKind

Counts = npt.NDArray[np.int64]
_STATES = (
    ("funding_state", "estimated_dkk", "allocated_dkk"),
    ("development_state", "development_estimated_dkk", "development_allocated_dkk"),
    ("decommission_state", "decommission_estimated_dkk", "decommission_allocated_dkk"),
)


@dataclass(slots=True)
class Tally:
    """What was counted. Each table has a row for each place, and a column for each term of a closed list.

    `used`: systems in use, and those of all that have an open finding that is not waived. `severities`: open findings
    that are not waived, by severity; `waived`: those that are. `states` and `sums`: for each purpose of money.
    """

    lifecycles: Counts
    criticalities: Counts
    used: Counts
    severities: Counts
    waived: Counts
    ownership: Counts
    states: list[Counts]
    sums: list[Counts]

    def roll_up(self, row: int, into: int) -> None:
        """Count one place as a part of another one as well."""
        for each in fields(self):
            tables = getattr(self, each.name)
            for table in tables if isinstance(tables, list) else [tables]:
                table[into] += table[row]


def tally(snapshot: CardSnapshot, mask: Mask, places: npt.NDArray[np.int64], number: int) -> Tally:
    """Count the systems of the mask. `places`: the row of each slot, of `number` rows."""
    used, flagged = mask & _in_use(snapshot), mask & _flagged(snapshot)

    def by(column: str, labels: Sequence[str], of: Mask) -> Counts:
        return _table(places[of], _positions(snapshot.column(column), labels)[of], number, len(labels))

    severities, waived = _severities(snapshot, mask, places, number)
    return Tally(
        lifecycles=by("lifecycle", list(Lifecycle.labels()), mask),
        criticalities=by("criticality", list(Criticality.labels()), mask),
        used=np.stack([np.bincount(places[of], minlength=number) for of in (used, flagged)], axis=1),
        severities=severities,
        waived=waived,
        ownership=by("ownership_state", list(OwnershipState.labels()), used),
        states=[by(state, list(FundingState.labels()), used) for state, *_ in _STATES],
        sums=[_sums(snapshot, amounts, used, places, number) for _, *amounts in _STATES],
    )


def count_systems(counted: Tally, row: int) -> SystemCounts:
    lifecycles = _named(Lifecycle.labels(), counted.lifecycles[row])
    return SystemCounts(
        total=sum(lifecycles.values()),
        by_lifecycle=lifecycles,
        by_criticality=_named(Criticality.labels(), counted.criticalities[row]),
    )


def count_severities(counted: Tally, row: int) -> dict[str, int]:
    return _named(Severity.labels(), counted.severities[row])


def count_findings(counted: Tally, row: int, by_rule: list[RuleCounts]) -> FindingCounts:
    by_severity = count_severities(counted, row)
    return FindingCounts(
        open=sum(by_severity.values()), waived=int(counted.waived[row, 0]), by_severity=by_severity, by_rule=by_rule
    )


def count_ownership(counted: Tally, row: int) -> OwnershipCounts:
    return OwnershipCounts.model_validate(_named(OwnershipState.labels(), counted.ownership[row]))


def count_funding(counted: Tally, row: int) -> FundingCounts:
    operation, development, decommission = (
        {
            **_named(FundingState.labels(), states[row]),
            "estimated_dkk": int(sums[row, 0]),
            "allocated_dkk": int(sums[row, 1]),
        }
        for states, sums in zip(counted.states, counted.sums, strict=True)
    )
    return FundingCounts(
        **operation, development=PurposeCounts(**development), decommission=PurposeCounts(**decommission)
    )


def count_verdicts(snapshot: CardSnapshot, mask: Mask) -> list[RuleCounts]:
    """Of every rule, over the systems of the mask."""
    counts: dict[VerdictKind, Counts] = {}
    rules = list(catalogue())
    different = snapshot.column("verdicts").counted(mask)
    letters = np.array([list(text) for text in different] or np.empty((0, len(rules))))
    numbers = np.array(list(different.values()), np.int64)
    for letter, kind in VERDICT_OF_LETTER.items():
        counts[kind] = (letters == letter).T @ numbers
    return [
        RuleCounts(
            rule=rule,
            flagged=counts[VerdictKind.FLAGGED][index],
            unknown=counts[VerdictKind.UNKNOWN][index],
            ok=counts[VerdictKind.OK][index],
            not_applicable=counts[VerdictKind.NOT_APPLICABLE][index],
        )
        for index, rule in enumerate(rules)
    ]


def heatmap_cells(snapshot: CardSnapshot, mask: Mask) -> list[HeatmapCell]:
    """Of the systems in use; by level, those without an owner last, then by criticality."""
    used = mask & _in_use(snapshot)
    levels, criticalities = sorted(snapshot.column("owner_level").counted(used), key=_none_last), list(Criticality)
    rows = _positions(snapshot.column("owner_level"), levels)
    columns = _positions(snapshot.column("criticality"), criticalities)
    systems, with_findings = (
        _table(rows[of], columns[of], len(levels), len(criticalities)) for of in (used, used & _flagged(snapshot))
    )
    return [
        HeatmapCell(
            management_level=levels[row],
            criticality=criticalities[column],
            systems=systems[row, column],
            flagged=with_findings[row, column],
        )
        for row, column in np.argwhere(systems).tolist()
    ]


def _none_last(level: int | None) -> tuple[bool, int]:
    return level is None, level or 0


def _in_use(snapshot: CardSnapshot) -> Mask:
    return snapshot.column("in_use").equal_to([True])


def _flagged(snapshot: CardSnapshot) -> Mask:
    """Those with an open finding that is not waived."""
    return snapshot.numbers("finding_count") > snapshot.numbers("waived_count")


def _table(rows: Counts, columns: Counts, number: int, width: int) -> Counts:
    return np.bincount(rows * width + columns, minlength=number * width).reshape(number, width)


def _positions(column: Coded, labels: Sequence[Any]) -> Counts:
    """The position of each slot's value among the labels; -1 for a value that is none of them."""
    position = {label: index for index, label in enumerate(labels)}
    return column.mapped(lambda value: position.get(value, -1))


def _severities(snapshot: CardSnapshot, mask: Mask, places: Counts, number: int) -> tuple[Counts, Counts]:
    column, labels = snapshot.column(SEVERITIES), list(Severity.labels())
    # What each different value of the column comes to: findings by severity, then those that are waived.
    # A copy of them, since a later snapshot may bring more meanwhile.
    different = column.values.listed[:]
    worth = np.zeros((max(len(different), 1), len(labels) + 1), np.int64)
    for index, kinds in enumerate(different):
        for severity, waived, findings in kinds:
            worth[index, len(labels) if waived else labels.index(severity)] += findings
    found = _table(places[mask], column.codes[mask].astype(np.int64), number, len(worth)) @ worth
    return found[:, :-1], found[:, -1:]


def _sums(snapshot: CardSnapshot, amounts: Sequence[str], of: Mask, places: Counts, number: int) -> Counts:
    found = np.zeros((number, len(amounts)), np.int64)
    for index, amount in enumerate(amounts):
        np.add.at(found[:, index], places[of], snapshot.numbers(amount)[of])
    return found


def _named(labels: dict[str, str], row: Counts) -> dict[str, int]:
    return dict(zip(labels, row.tolist(), strict=True))
