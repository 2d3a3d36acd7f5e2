"""Which days a file speaks of, as its name and its sheets say."""

from datetime import date

from app.core.clock import Clock
from app.http.lists import ListQuery
from app.responsibility.stretches.schemas import StretchFilter
from app.tabular.workbook import sheet_title

#: The first and the last day; None where a period has no such end.
DaysShown = tuple[date | None, date | None]


def days_shown(query: ListQuery, clock: Clock) -> DaysShown:
    """The days that a file speaks of."""
    if isinstance(query, StretchFilter):
        return (query.first, query.last) if query.has_period else (query.days(clock).first,) * 2
    when = getattr(query, "known_at", None)
    day = clock.today() if when is None else clock.day_of(when)
    return day, day


def file_title(title: str, days: DaysShown) -> str:
    """`systemer-pr-2026-03-02`, `ansvar-2025-01-01--2025-12-31`."""
    first, last = days
    return f"{title}-pr-{first}" if first == last else f"{title}-{first or ''}--{last or ''}"


def sheet_name(title: str, days: DaysShown) -> str:
    """`Systemer pr. 2026-03-02`."""
    first, last = days
    said = f"pr. {first}" if first == last else f"{first or ''}–{last or ''}"
    return sheet_title(f"{title.capitalize()} {said}")
