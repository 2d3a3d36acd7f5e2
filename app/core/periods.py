"""Periods of days. The last day is part of the period; None means no end."""

from datetime import date

from pydantic_core import PydanticCustomError

from app.core.errors import InvalidInput


def refuse_backwards(valid_from: date | None, valid_until: date | None) -> None:
    """Raises for a period that ends before it begins; for use in a model's validator."""
    if valid_from is not None and valid_until is not None and valid_until < valid_from:
        raise PydanticCustomError("backwards-period", "validUntil is before validFrom.")


def first_day(valid_from: date | None, valid_until: date | None, today: date) -> date:
    """The day that a period begins, today where none is given; raises InvalidInput where it would end before that."""
    begins = valid_from or today
    if valid_until is not None and valid_until < begins:
        detail = f"validUntil is before {begins}, when the period would begin: give validFrom."
        raise InvalidInput.at("/validUntil", "backwards-period", detail)
    return begins
