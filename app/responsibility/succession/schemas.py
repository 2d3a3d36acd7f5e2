"""Bodies of departures and transfers."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from app.core.identifiers import Identifier
from app.core.languages import Text
from app.core.objections import refusal
from app.core.schema import Schema
from app.core.text import Day
from app.vocabulary import Basis, Duty, TenureRole


class Means(StrEnum):
    HANDOVER = "handover"
    """Offered: the heir has to accept."""
    MOVE = "move"
    """Decided: the heir has it from the first day after."""


class Outcome(StrEnum):
    HANDOVER = "handover"
    MOVE = "move"
    NONE = "none"
    """Nothing to do: the heir has it already, or there is no heir."""


class HeirKind(StrEnum):
    SUCCESSOR = "successor"
    """Someone is set to hold the position already."""
    DEPUTY = "deputy"
    """The deputy becomes the holder of the position."""
    SUPERIOR = "superior"
    """The duties go to the nearest position above that someone holds."""
    CHOSEN = "chosen"


class Heir(Schema):
    """For a position that falls vacant: a person who takes the position, or a position that takes the duties."""

    position_id: Identifier
    to_position_id: Identifier | None = None
    person_id: Identifier | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.to_position_id is None) == (self.person_id is None):
            raise refusal(
                "one-heir",
                Text(
                    "Give either toPositionId or personId.", da="Udfyld enten toPositionId eller personId, ikke begge."
                ),
            )
        return self


class DepartureWrite(Schema):
    """`on`: the last day of work, today when left out. Without `heirs`, the proposed ones."""

    on: Day | None = None
    means: Means = Means.HANDOVER
    heirs: Annotated[list[Heir], Field(max_length=100)] = []


class TransferWrite(Schema):
    """`from`: the receiver's first day, today when left out. Without `duties`, all of them, ownership too."""

    to_position_id: Identifier
    starts_on: Annotated[Day | None, Field(alias="from")] = None
    means: Means = Means.MOVE
    duties: Annotated[list[Duty], Field(max_length=5)] = []


class HeirView(Schema):
    """Either a person who takes the position, or a position that takes the duties."""

    kind: HeirKind
    position_id: Identifier | None
    title: str | None
    person_id: Identifier | None
    person_name: str | None


class VacatedPosition(Schema):
    """A position that the person leaves. `heir` is null where the person deputised, and where nobody can be found."""

    position_id: Identifier
    title: str
    unit_name: str
    role: TenureRole
    heir: HeirView | None


class PassedDuty(Schema):
    """What becomes of one duty. `handoverId`: the offer that was made, or that stood already."""

    responsibility_id: Identifier
    system_id: Identifier
    system_name: str
    duty: Duty
    basis: Basis
    from_position_id: Identifier
    to_position_id: Identifier | None
    to_title: str | None
    means: Outcome
    handover_id: Identifier | None


class DepartureView(Schema):
    """Everything that falls vacant, and who takes it over; of a dry run, what would happen."""

    person_id: Identifier
    person_name: str
    on: date
    dry_run: bool
    vacated: list[VacatedPosition]
    duties: list[PassedDuty]


class TransferView(Schema):
    """What became of each duty; of a dry run, what would."""

    from_position_id: Identifier
    to_position_id: Identifier
    starts_on: Annotated[date, Field(alias="from")]
    dry_run: bool
    duties: list[PassedDuty]
