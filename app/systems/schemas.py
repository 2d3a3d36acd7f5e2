"""Bodies of systems, as clients send them."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from app.core.identifiers import Identifier
from app.core.keyed import KeyedBody
from app.core.partial import Patch
from app.core.schema import Schema
from app.core.text import Day, Kle, Line, Prose, Url, distinct, refuse_unstorable
from app.vocabulary import Acquisition, Audience, Criticality, Lifecycle, PersonalData

_ALONE = {PersonalData.NONE, PersonalData.UNKNOWN}


def _personal_data(categories: list[PersonalData]) -> list[PersonalData]:
    """Each category once, in the vocabulary's order; nothing said means unknown."""
    kept = [category for category in PersonalData if category in categories]
    if len(kept) > 1 and _ALONE & set(kept):
        raise PydanticCustomError("contradiction", "none and unknown stand alone, without other categories.")
    return kept or [PersonalData.UNKNOWN]


class SystemBody(KeyedBody):
    """All that can be said of a system. The description may be empty here, since spreadsheets often lack it."""

    name: Line
    alternative_names: Annotated[list[Line], Field(max_length=20), AfterValidator(distinct)] = []
    description: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=4000), AfterValidator(refuse_unstorable)
    ]
    criticality: Criticality = Criticality.UNKNOWN
    criticality_reason: Prose | None = None
    lifecycle: Lifecycle = Lifecycle.IN_OPERATION
    taken_into_use_on: Day | None = None
    phased_out_on: Day | None = None
    personal_data: Annotated[list[PersonalData], Field(max_length=6), AfterValidator(_personal_data)] = [
        PersonalData.UNKNOWN
    ]
    acquisition: Acquisition = Acquisition.UNKNOWN
    audience: Audience = Audience.UNKNOWN
    kle: Annotated[list[Kle], Field(max_length=50), AfterValidator(distinct)] = []
    unit_id: Identifier | None = None
    """The main user."""
    using_unit_ids: Annotated[list[Identifier], Field(max_length=200), AfterValidator(distinct)] = []
    supplier: Line | None = None
    operation_supplier: Line | None = None
    version: Line | None = None
    successor_id: Identifier | None = None
    documentation_url: Url | None = None
    emergency_plan_url: Url | None = None
    notes: Prose | None = None
    confirmed_on: Day | None = None
    """When someone last confirmed the record; every change of it confirms it."""

    @model_validator(mode="after")
    def _period(self) -> Self:
        if self.taken_into_use_on and self.phased_out_on and self.phased_out_on < self.taken_into_use_on:
            raise PydanticCustomError("backwards-period", "phasedOutOn is before takenIntoUseOn.")
        return self


class SystemWrite(SystemBody):
    """A system, as it is registered."""

    description: Prose


class SystemPatch(Patch, of=SystemWrite):
    """What is absent stays; null clears."""


class Retirement(Schema):
    """The day on which the system was, or will be, closed; today when left out."""

    on: Day | None = None
