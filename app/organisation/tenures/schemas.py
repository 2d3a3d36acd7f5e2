"""Bodies of tenures."""

from datetime import date
from typing import Annotated

from pydantic import ValidationInfo, field_validator

from app.core.identifiers import Identifier
from app.core.keyed import ResourceView
from app.core.partial import Patch
from app.core.periods import refuse_backwards
from app.core.schema import Schema
from app.core.text import Day, DayOrInstant
from app.http.lists import ListQuery
from app.http.sorting import SortNames
from app.vocabulary import TenureRole


class TenureWrite(Schema):
    """Both days count. Without `validFrom` the tenure begins today."""

    person_id: Identifier
    role: TenureRole = TenureRole.HOLDER
    valid_from: Day | None = None
    valid_until: Day | None = None

    @field_validator("valid_until")
    @classmethod
    def _period(cls, until: date | None, info: ValidationInfo) -> date | None:
        refuse_backwards(info.data.get("valid_from"), until)
        return until


class TenurePatch(Patch, of=TenureWrite):
    """What is absent stays; null clears."""


class TenureView(ResourceView):
    """A tenure."""

    position_id: Identifier
    person_id: Identifier
    role: TenureRole
    valid_from: date
    valid_until: date | None


class TenureList(ListQuery):
    sort: Annotated[tuple[str, ...], SortNames("validFrom", "role")] = ("validFrom",)
    role: tuple[TenureRole, ...] = ()
    at: DayOrInstant | None = None
    """Only those that cover the day."""
