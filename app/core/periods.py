"""Periods of days. The last day is part of the period; None means no end."""

from datetime import date

from pydantic_core import PydanticCustomError

from app.core.errors import InvalidInput

#: The JSON keys of the two days.
Keys = tuple[str, str]
VALID: Keys = ("validFrom", "validUntil")


def covers(valid_from: date | None, valid_until: date | None, day: date) -> bool:
    """Whether the day is part of the period."""
    return (valid_from or date.min) <= day <= (valid_until or date.max)


def refuse_backwards(valid_from: date | None, valid_until: date | None, keys: Keys = VALID) -> None:
    """Raises for a period that ends before it begins; for use in a model's validator."""
    if valid_from is not None and valid_until is not None and valid_until < valid_from:
        first, last = keys
        raise PydanticCustomError("backwards-period", "{last} is before {first}.", {"first": first, "last": last})


def first_day(valid_from: date | None, valid_until: date | None, today: date, keys: Keys = VALID) -> date:
    """The day that a period begins, today where none is given; raises InvalidInput where it would end before that."""
    begins = valid_from or today
    if valid_until is not None and valid_until < begins:
        detail = f"{keys[1]} is before {begins}, when the period would begin: give {keys[0]}."
        raise InvalidInput.at(f"/{keys[1]}", "backwards-period", detail)
    return begins
