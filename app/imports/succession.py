"""One follows another in an office: the new one begins today, those before end the day before. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.core.periods import day_before
from app.models import Responsibility, Tenure

Office = Responsibility | Tenure


@dataclass(slots=True)
class Succession:
    """What must happen to the rows of one office, which are named by their ids.

    `ending` end on the day before, `corrected` began today and are said to be someone else's, `vanishing` began
    today and are not needed; `beginning` is the new row's columns, None where a corrected row does.
    """

    table: type[Responsibility] | type[Tenure]
    subject: str
    wanted: str
    last_day: date
    ending: list[str] = field(default_factory=list)
    corrected: str | None = None
    vanishing: list[str] = field(default_factory=list)
    beginning: dict[str, Any] | None = None
    made: Office | None = None
    """The new row, where it is ready to be added."""

    @property
    def touched(self) -> list[str]:
        """Those that change or go."""
        corrected = [] if self.corrected is None else [self.corrected]
        return [*self.ending, *corrected, *self.vanishing]


def succession(
    office: Mapping[str, str],
    subject: str,
    wanted: str,
    existing: Sequence[Office],
    today: date,
) -> Succession | None:
    """What it takes for `wanted` to be in office from today; None where that is so already.

    `office`: the columns that its rows share; `subject`: the column that says who; `existing`: the rows of the
    office that end today or later. Someone who is set for a later day still takes over on that day.
    """
    current = [row for row in existing if row.valid_from <= today]
    if any(getattr(row, subject) == wanted for row in current):
        return None
    table = Responsibility if subject == "position_id" else Tenure
    change = Succession(table, subject, wanted, day_before(today))
    for row in current:
        if row.valid_from < today:
            change.ending.append(row.id)
        elif change.corrected is None:
            change.corrected = row.id
        else:
            change.vanishing.append(row.id)
    if change.corrected is None:
        later = min((row.valid_from for row in existing if row.valid_from > today), default=None)
        change.beginning = {
            **office,
            subject: wanted,
            "valid_from": today,
            "valid_until": later and day_before(later),
        }
    return change
