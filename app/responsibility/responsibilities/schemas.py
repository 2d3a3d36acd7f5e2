"""Bodies of responsibilities."""

from datetime import date
from typing import Annotated

from pydantic import ValidationInfo, field_validator

from app.core.columns import Header
from app.core.identifiers import Identifier
from app.core.keyed import ResourceView
from app.core.partial import Patch
from app.core.periods import refuse_backwards
from app.core.schema import Schema
from app.core.text import Day, DayOrInstant
from app.http.lists import ListQuery
from app.http.sorting import SortNames
from app.vocabulary import Basis, Duty


class ResponsibilityWrite(Schema):
    """Both days count. Without `validFrom` the responsibility begins today."""

    duty: Annotated[Duty, Header("Ansvar")]
    position_id: Annotated[Identifier, Header("Stilling", name="position")]
    basis: Annotated[Basis, Header("Grundlag")] = Basis.FORMAL
    valid_from: Annotated[Day | None, Header("Fra")] = None
    valid_until: Annotated[Day | None, Header("Til")] = None

    @field_validator("valid_until")
    @classmethod
    def _period(cls, until: date | None, info: ValidationInfo) -> date | None:
        refuse_backwards(info.data.get("valid_from"), until)
        return until


class ResponsibilityPatch(Patch, of=ResponsibilityWrite):
    """What is absent stays; null clears."""


class ResponsibilityView(ResourceView):
    """A responsibility."""

    system_id: Identifier
    duty: Duty
    basis: Basis
    position_id: Identifier
    valid_from: date
    valid_until: date | None


class ResponsibilityList(ListQuery):
    sort: Annotated[tuple[str, ...], SortNames("validFrom", "duty")] = ("validFrom",)
    duty: tuple[Duty, ...] = ()
    basis: tuple[Basis, ...] = ()
    position_id: tuple[Identifier, ...] = ()
    at: DayOrInstant | None = None
    """Only those in force on the day."""


class HeldView(ResponsibilityView):
    """A responsibility as its holder sees it."""

    system_name: str


class HeldList(ListQuery):
    sort: Annotated[tuple[str, ...], SortNames("systemName", "duty", "validFrom")] = ("systemName", "duty")
    duty: tuple[Duty, ...] = ()
    basis: tuple[Basis, ...] = ()
    at: DayOrInstant | None = None
    """Those in force on the day; today when left out."""
