"""Bodies of absences."""

from datetime import date
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from app.core.identifiers import Identifier
from app.core.keyed import ResourceView
from app.core.partial import Patch
from app.core.periods import refuse_backwards
from app.core.schema import Schema
from app.core.text import Day, DayOrInstant
from app.http.lists import ListQuery
from app.http.sorting import SortNames


class AbsenceWrite(Schema):
    """Both days count. Without `from` the absence begins today, without `until` it has no end yet."""

    valid_from: Annotated[Day | None, Field(alias="from")] = None
    valid_until: Annotated[Day | None, Field(alias="until")] = None

    @field_validator("valid_until")
    @classmethod
    def _period(cls, until: date | None, info: ValidationInfo) -> date | None:
        refuse_backwards(info.data.get("valid_from"), until, ("from", "until"))
        return until


class AbsencePatch(Patch, of=AbsenceWrite):
    """What is absent stays; null clears."""


class AbsenceView(ResourceView):
    """An absence."""

    person_id: Identifier
    valid_from: Annotated[date, Field(alias="from")]
    valid_until: Annotated[date | None, Field(alias="until")]


class AbsenceList(ListQuery):
    sort: Annotated[tuple[str, ...], SortNames("from")] = ("-from",)
    at: DayOrInstant | None = None
    """Only those that cover the day."""
