"""What an attestation was given for, and whether that still stands. Pure.

Three things break the seal: another owner or holder, another criticality, and sums of the operation that differ by more
than a tolerance, in this fiscal year or the next, as far as they were known. A year that nothing was known of then
breaks nothing.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from app.rules.facts import AttestationFacts, BudgetLineFacts, SystemFacts, YearSums
from app.rules.funding import allocated, estimated
from app.vocabulary import Purpose

_PERCENT = 100
Sums = dict[str, dict[str, int | None]]
"""Fiscal year → `estimatedDkk` and `allocatedDkk`, as an attestation keeps them."""


def sums_of(lines: Iterable[BudgetLineFacts]) -> Sums:
    """The operation's sums of every year that anything is known of."""
    years: dict[int, list[BudgetLineFacts]] = {}
    for line in lines:
        if line.kind.purpose is Purpose.OPERATION:
            years.setdefault(line.fiscal_year, []).append(line)
    return {
        str(year): {"estimatedDkk": estimated(found).known, "allocatedDkk": allocated(found).known}
        for year, found in sorted(years.items())
    }


def read_sums(kept: Mapping[str, Mapping[str, Any]]) -> tuple[tuple[int, YearSums], ...]:
    """The sums that an attestation keeps, by year."""
    return tuple((int(year), YearSums(sums["estimatedDkk"], sums["allocatedDkk"])) for year, sums in kept.items())


def same_owner(system: SystemFacts, attested: AttestationFacts) -> bool:
    """Whether the position still owns the system, and the same person still holds it."""
    owner = system.owner
    if owner is None or owner.position_id != attested.owner_position_id:
        return False
    return (owner.holder.person_id if owner.holder else None) == attested.owner_person_id


def is_sealed(system: SystemFacts, attested: AttestationFacts, tolerance_percent: int) -> bool:
    """Whether the attestation still says what it said. `tolerance_percent`: how much a sum may differ."""
    return (
        same_owner(system, attested)
        and attested.criticality is system.criticality
        and all(
            _still(system, year, sums, tolerance_percent)
            for year, sums in attested.sums
            if year in {system.today.year, system.today.year + 1}
        )
    )


def _still(system: SystemFacts, year: int, then: YearSums, tolerance_percent: int) -> bool:
    lines = system.lines_of(year, Purpose.OPERATION)
    return not any(
        known is not None and _differs(known, present, tolerance_percent)
        for known, present in (
            (then.estimated_dkk, estimated(lines).known),
            (then.allocated_dkk, allocated(lines).known),
        )
    )


def _differs(then: int, now: int | None, tolerance_percent: int) -> bool:
    """In whole numbers only; what is no longer known differs."""
    return now is None or abs(now - then) * _PERCENT > then * tolerance_percent
