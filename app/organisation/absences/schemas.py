"""Bodies of absences."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from app.core.identifiers import Identifier
from app.core.keyed import ResourceView
from app.core.partial import Patch
from app.core.periods import refuse_backwards
from app.core.schema import Schema
from app.core.text import Day
from app.http.lists import ListQuery


class AbsenceWrite(Schema):
    """Both days count. Without `from` the absence begins today, without `until` it has no end yet."""

    valid_from: Annotated[Day | None, Field(alias="from")] = None
    valid_until: Annotated[Day | None, Field(alias="until")] = None

    @model_validator(mode="after")
    def _period(self) -> Self:
        refuse_backwards(self.valid_from, self.valid_until, ("from", "until"))
        return self


class AbsencePatch(Patch, of=AbsenceWrite):
    """What is absent stays; null clears."""


class AbsenceView(ResourceView):
    """An absence."""

    person_id: Identifier
    valid_from: Annotated[date, Field(alias="from")]
    valid_until: Annotated[date | None, Field(alias="until")]


class AbsenceList(ListQuery):
    at: Day | None = None
    """Only those that cover the day."""
