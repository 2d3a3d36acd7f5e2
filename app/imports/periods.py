"""Periods in which something is held by one at a time. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.imports.draft import Draft

END_OF_TIME = date.max


@dataclass(frozen=True, slots=True)
class HeldPeriod:
    """Who holds it, from the first day to the last. `draft`: the row of the file that says so, where one does."""

    position_id: str
    begins: date
    ends: date
    draft: Draft | None = None


def overlaps(periods: Iterable[HeldPeriod]) -> Iterator[tuple[HeldPeriod, HeldPeriod]]:
    """Pairs that share a day; each period occurs as the second of at most one pair."""
    last: HeldPeriod | None = None
    for period in sorted(periods, key=lambda period: period.begins):
        if last is not None and period.begins <= last.ends:
            yield last, period
        if last is None or period.ends > last.ends:
            last = period
