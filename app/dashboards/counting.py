"""Counting in the columns of cards: tables with a row for each place, all places alike or one for each unit. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from app.core.lazy import lazy
from app.dashboards.schemas import (
    FindingCounts,
    FundingCounts,
    HeatmapCell,
    OwnershipCounts,
    PurposeCounts,
    RuleCounts,
    Shortfall,
    SystemCounts,
    SystemShortfall,
)
from app.register.cards import VERDICT_OF_LETTER
from app.register.columns.coded import Coded, Mask
from app.register.columns.snapshot import SEVERITIES, CardSnapshot
from app.rules.engine import catalogue
from app.vocabulary import Criticality, FundingState, Lifecycle, OwnershipState, Severity, VerdictKind

Counts = npt.NDArray[np.int64]
_LARGEST = 10
_STATES = (
    ("funding_state", "estimated_dkk", "allocated_dkk"),
    ("development_state", "development_estimated_dkk", "development_allocated_dkk"),
    ("decommission_state", "decommission_estimated_dkk", "decommission_allocated_dkk"),
)
#: Whatever is looked at here, but for whose it is.
COUNTED = (
    *("lifecycle", "criticality", "in_use", "ownership_state", "verdicts", SEVERITIES, "finding_count", "waived_count"),
    *(name for names in _STATES for name in names),
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
    counted = _Slots(mask, places, number)
    used, flagged = (_Slots(mask & of, places, number) for of in (_in_use(snapshot), _flagged(snapshot)))
    severities, waived = _severities(snapshot, counted)
    return Tally(
        lifecycles=counted.by(snapshot.column("lifecycle"), list(Lifecycle.labels())),
        criticalities=counted.by(snapshot.column("criticality"), list(Criticality.labels())),
        used=np.stack([of.each() for of in (used, flagged)], axis=1),
        severities=severities,
        waived=waived,
        ownership=used.by(snapshot.column("ownership_state"), list(OwnershipState.labels())),
        states=[used.by(snapshot.column(state), list(FundingState.labels())) for state, *_ in _STATES],
        sums=[used.sums([snapshot.numbers(amount) for amount in amounts]) for _, *amounts in _STATES],
    )


class _Slots:
    """The slots that something is counted over, and the row of each, of `number` rows. One alone is counted faster."""

    def __init__(self, mask: Mask, places: Counts, number: int) -> None:
        self.mask, self.number = mask, number
        self._places = places

    @lazy
    def slots(self) -> Counts:
        return np.flatnonzero(self.mask)

    @lazy
    def rows(self) -> Counts:
        return self._places[self.slots]

    def each(self) -> Counts:
        """How many there are, row by row."""
        if self.number == 1:
            return np.array([np.count_nonzero(self.mask)])
        return np.bincount(self.rows, minlength=self.number)

    def by_value(self, column: Coded) -> Counts:
        """How often each value stands, by its number, in a table with a row for each place."""
        if self.number == 1:
            return column.counts(self.mask)[np.newaxis]
        width = len(column.values)
        cells = self.rows * width + column.codes[self.slots]
        return np.bincount(cells, minlength=self.number * width).reshape(self.number, width)

    def by(self, column: Coded, labels: Sequence[Any]) -> Counts:
        """The same of each label. A value that was once, and is none of them, is left out."""
        counts = self.by_value(column)
        found = np.zeros((self.number, len(labels)), np.int64)
        for index, label in enumerate(labels):
            number = column.values.number(label)
            if number is not None and number < counts.shape[1]:
                found[:, index] = counts[:, number]
        return found

    def sums(self, amounts: Sequence[Counts]) -> Counts:
        """The same of amounts, in a column each."""
        found = np.zeros((self.number, len(amounts)), np.int64)
        for index, amount in enumerate(amounts):
            if self.number == 1:
                found[0, index] = amount[self.slots].sum()
            else:
                np.add.at(found[:, index], self.rows, amount[self.slots])
        return found


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


def shortfall(snapshot: CardSnapshot, mask: Mask) -> Shortfall:
    """Of the systems of the mask that are in use."""
    short = snapshot.column("funding_state").equal_to([FundingState.UNDERFUNDED.value, FundingState.UNFUNDED.value])
    slots = np.flatnonzero(mask & _in_use(snapshot) & short)
    estimated, allocated = (snapshot.numbers(name)[slots] for name in ("estimated_dkk", "allocated_dkk"))
    # Nothing where there is no money for what nobody knows the cost of.
    gaps = np.maximum(estimated - allocated, 0)
    least = np.partition(gaps, -_LARGEST)[-_LARGEST] if len(gaps) > _LARGEST else 0
    named = np.flatnonzero(gaps >= max(least, 1))
    largest = sorted((-int(gaps[each]), snapshot.ids[slots[each]]) for each in named.tolist())
    return Shortfall(
        missing_dkk=int(gaps.sum()),
        largest=[SystemShortfall(system_id=system_id, missing_dkk=-gap) for gap, system_id in largest[:_LARGEST]],
    )


def count_verdicts(snapshot: CardSnapshot, mask: Mask) -> list[RuleCounts]:
    """Of every rule, over the systems of the mask."""
    counts: dict[VerdictKind, list[int]] = {}
    rules = list(catalogue())
    different = snapshot.column("verdicts").counted(mask)
    letters = np.frombuffer("".join(different).encode("ascii"), "S1").reshape(-1, len(rules))
    numbers = np.array(list(different.values()), np.int64)
    for letter, kind in VERDICT_OF_LETTER.items():
        counts[kind] = (numbers @ (letters == letter.encode("ascii"))).tolist()
    kinds = (VerdictKind.FLAGGED, VerdictKind.UNKNOWN, VerdictKind.OK, VerdictKind.NOT_APPLICABLE)
    return [
        RuleCounts(rule=rule, flagged=flagged, unknown=unknown, ok=ok, not_applicable=not_applicable)
        for rule, flagged, unknown, ok, not_applicable in zip(rules, *(counts[kind] for kind in kinds), strict=True)
    ]


def heatmap_cells(snapshot: CardSnapshot, mask: Mask) -> list[HeatmapCell]:
    """Of the systems in use; by level, those without an owner last, then by criticality."""
    used, level = mask & _in_use(snapshot), snapshot.column("owner_level")
    levels, criticalities = sorted(level.counted(used), key=_none_last), list(Criticality)
    row_of = {each: row for row, each in enumerate(levels)}
    rows = level.mapped(lambda each: row_of.get(each, -1))
    systems, with_findings = (
        _Slots(of, rows, len(levels)).by(snapshot.column("criticality"), criticalities)
        for of in (used, used & _flagged(snapshot))
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


def _severities(snapshot: CardSnapshot, counted: _Slots) -> tuple[Counts, Counts]:
    column, labels = snapshot.column(SEVERITIES), list(Severity.labels())
    counts = counted.by_value(column)
    # What each value comes to: findings by severity, then those that are waived. A later snapshot may bring more.
    worth = np.zeros((counts.shape[1], len(labels) + 1), np.int64)
    for index, kinds in enumerate(column.values.listed[: len(worth)]):
        for severity, waived, findings in kinds:
            worth[index, len(labels) if waived else labels.index(severity)] += findings
    found = counts @ worth
    return found[:, :-1], found[:, -1:]


def _named(labels: Mapping[str, str], row: Counts) -> dict[str, int]:
    return dict(zip(labels, row.tolist(), strict=True))
