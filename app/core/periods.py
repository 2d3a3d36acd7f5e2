"""Periods of days, in Python and in SQL. The last day is part of the period; None means no end."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from app.core.errors import InvalidInput
from app.core.languages import Text, danish_date
from app.core.objections import refusal

#: The JSON keys of the two days.
Keys = tuple[str, str]
VALID: Keys = ("validFrom", "validUntil")


_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """The days that are asked about, both included; `last` None: without an end."""

    first: date
    last: date | None

    @property
    def is_day(self) -> bool:
        return self.first == self.last


def covers(valid_from: date, valid_until: date | None, day: date) -> bool:
    """Whether the day is part of the period."""
    return share_a_day(valid_from, valid_until, day, day)


def share_a_day(one_from: date, one_until: date | None, other_from: date, other_until: date | None) -> bool:
    """Whether two periods have a day in common."""
    return one_from <= (other_until or date.max) and other_from <= (one_until or date.max)


def day_before(day: date) -> date:
    """The last day of a period that another one follows on the day."""
    return day - _DAY


def in_force(row: Any, day: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a mapped class, or the columns of a selectable; a day, or a parameter
    """The same in SQL, of what has the columns `valid_from` and `valid_until`: the day is part of the period."""
    return and_(not_over(row, day), row.valid_from <= day)


def sharing_a_day(row: Any, first: Any, last: Any) -> ColumnElement[bool]:  # noqa: ANN401 - see above; days or columns
    """The period has a day in common with the one from `first` to `last`; None means no end."""
    conditions = [not_over(row, first)]
    if last is not None:
        begun = row.valid_from <= last
        conditions.append(or_(last.is_(None), begun) if isinstance(last, ColumnElement) else begun)
    return and_(*conditions)


def turning(row: Any, first: Any, last: Any) -> ColumnElement[bool]:  # noqa: ANN401 - see above; None means no end
    """The period covers the first or the last of the days, and not the other, or lies between them."""
    begun = row.valid_from > first
    over = row.valid_until >= first
    if last is not None:
        begun, over = and_(begun, row.valid_from <= last), and_(over, row.valid_until < last)
    return or_(begun, over)


def not_over(row: Any, day: Any) -> ColumnElement[bool]:  # noqa: ANN401 - see above
    """The period has not ended before the day."""
    return or_(row.valid_until.is_(None), row.valid_until >= day)


def refuse_backwards(valid_from: date | None, valid_until: date | None, keys: Keys = VALID) -> None:
    """Raises for a period that ends before it begins; for use in a model's validator."""
    if valid_from is not None and valid_until is not None and valid_until < valid_from:
        first, last = keys
        raise refusal(
            "backwards-period",
            Text(f"{last} is before {first}.", da="Perioden slutter, før den begynder. Ret en af de to dage."),
        )


def first_day(valid_from: date | None, valid_until: date | None, today: date, keys: Keys = VALID) -> date:
    """The day that a period begins, today where none is given; raises InvalidInput where it would end before that."""
    begins = valid_from or today
    if valid_until is not None and valid_until < begins:
        detail = Text(
            f"{keys[1]} is before {begins}, when the period would begin: give {keys[0]}.",
            da=f"Perioden ville begynde den {danish_date(begins)} og slutte før det. Skriv også, hvornår den begynder.",
        )
        raise InvalidInput.at(f"/{keys[1]}", "backwards-period", detail)
    return begins
