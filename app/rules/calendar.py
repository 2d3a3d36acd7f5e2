"""Arithmetic with days and calendar months that stays within the dates that exist."""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

_MONTHS_PER_YEAR = 12


def add_days(day: date, days: int) -> date:
    """The date so many days (zero or more) later; the last date that exists where it would lie beyond."""
    return day + timedelta(days=min(days, (date.max - day).days))


def add_months(day: date, months: int) -> date:
    """The same day so many calendar months later, or earlier; 31 January and a month is 28 (or 29) February."""
    years, month = divmod(day.month - 1 + months, _MONTHS_PER_YEAR)
    year = day.year + years
    if year > MAXYEAR:
        return date.max
    if year < MINYEAR:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
