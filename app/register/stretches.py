"""Who held a position from day to day: the tenures of its holders, as stretches that leave no day out. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.periods import day_before

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TimeHeld:
    """A holder's tenure as it counts, both days included; `last` None: no end is set."""

    person_id: str
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """One person, or nobody (None), without a break; `last` None: no end is set."""

    person_id: str | None
    first: date
    last: date | None


def last_day(valid_until: date | None, leaves_on: date | None) -> date | None:
    """Someone whose last day of work is past holds nothing, whatever the tenure says."""
    return min((day for day in (valid_until, leaves_on) if day is not None), default=None)


def stretches(terms: Iterable[TimeHeld]) -> list[Stretch]:
    """From `date.min` on. Terms that adjoin, of the same person, are one stretch; a term that ends first is none.

    Terms never overlap: the database sees to that.
    """
    found: list[Stretch] = []
    free: date | None = date.min
    for term in sorted(terms, key=lambda term: term.first):
        if free is None or (term.last is not None and term.last < term.first):
            continue
        if term.first > free:
            found.append(Stretch(None, free, day_before(term.first)))
        before = found[-1] if found else None
        if before is not None and before.person_id == term.person_id:
            found[-1] = Stretch(term.person_id, before.first, term.last)
        else:
            found.append(Stretch(term.person_id, term.first, term.last))
        free = None if term.last is None or term.last == date.max else term.last + _DAY
    if free is not None:
        found.append(Stretch(None, free, None))
    return found
