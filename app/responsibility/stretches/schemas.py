"""The list of stretches: what it can be asked, and its items."""

from datetime import date
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from app.core.clock import Clock
from app.core.identifiers import Identifier
from app.core.languages import Text
from app.core.objections import refusal
from app.core.periods import Days, refuse_backwards
from app.core.schema import Schema
from app.core.text import Day, DayOrInstant
from app.http.lists import ListQuery
from app.http.sorting import SortNames
from app.systems.listing import DutyFilter, FactFilter, OwnerFilter, Recorded
from app.vocabulary import Basis, Criticality, Duty, PersonalData


class StretchFilter(ListQuery, Recorded, FactFilter, OwnerFilter, DutyFilter):
    """A repeated key means OR, different keys mean AND.

    `duty`, `basis`, `positionId` and `personId` test the stretch; `hasOwner` and the keys that begin with `owner`
    test whoever owned the system formally at that time; all others test the system, as it is recorded.
    """

    sort: Annotated[tuple[str, ...], SortNames("systemName", "duty", "validFrom", "positionTitle", "personName")] = (
        "systemName",
    )
    at: DayOrInstant | None = None
    """The stretches that hold on the day; today when left out, or the day of `knownAt`."""
    first: Day | None = Field(default=None, alias="from")
    """Instead of `at`: the stretches that have a day in common with the period. Left out: from the beginning."""
    last: Day | None = Field(default=None, alias="to")
    """The last day of the period. Left out: without an end."""
    basis: tuple[Basis, ...] = ()

    @property
    def has_period(self) -> bool:
        """Whether a period is asked for, and not a day."""
        return self.first is not None or self.last is not None

    def days(self, clock: Clock) -> Days:
        """The period, or the day; where neither is said, the day of what was known, or today."""
        if self.has_period:
            return Days(self.first or date.min, self.last)
        when = self.at or self.known_at
        day = clock.today() if when is None else clock.day_of(when)
        return Days(day, day)

    @field_validator("first", "last")
    @classmethod
    def _one_question(cls, day: date | None, info: ValidationInfo) -> date | None:
        if day is not None and info.data.get("at") is not None:
            raise refusal(
                "day-or-period",
                Text(
                    "Ask for a day with `at`, or for a period with `from` and `to`.",
                    da="Vælg enten en dag eller en periode, ikke begge dele.",
                ),
            )
        return day

    @field_validator("last")
    @classmethod
    def _forwards(cls, last: date | None, info: ValidationInfo) -> date | None:
        refuse_backwards(info.data.get("first"), last, ("`from`", "`to`"))
        return last


class StretchView(Schema):
    """One person, or nobody, held one responsibility, without a break.

    The person is the stretch's; titles, levels, names of units and facts of the system are as they are recorded.
    """

    id: str
    """The responsibility's id and the stretch's first day."""
    responsibility_id: Identifier
    system_id: Identifier
    system_name: str
    criticality: Criticality
    personal_data: list[PersonalData]
    duty: Duty
    basis: Basis
    position_id: Identifier
    position_title: str
    management_level: int
    unit_id: Identifier
    unit_name: str
    person_id: Identifier | None
    """Null: nobody held the position."""
    person_name: str | None
    valid_from: date
    """The stretch's own first day, not cut to what was asked."""
    valid_until: date | None
    responsibility_from: date
    """The first day of the responsibility, whoever held the position."""
    responsibility_until: date | None
