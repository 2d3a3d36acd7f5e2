"""Periods of days. The last day is part of the period; None means no end."""

from datetime import date

from pydantic_core import PydanticCustomError


def refuse_backwards(valid_from: date | None, valid_until: date | None) -> None:
    """Raises for a period that ends before it begins; for use in a model's validator."""
    if valid_from is not None and valid_until is not None and valid_until < valid_from:
        raise PydanticCustomError("backwards-period", "validUntil is before validFrom.")
