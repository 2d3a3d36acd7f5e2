"""Bodies of contracts."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from app.core.identifiers import Identifier
from app.core.keyed import KeyedBody, ResourceView
from app.core.partial import Patch
from app.core.text import Day, Line, Whole, distinct
from app.http.lists import ListQuery


class ContractWrite(KeyedBody):
    name: Line
    supplier: Line | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    """The last day; null for a contract without an end."""
    notice_months: Annotated[Whole, Field(ge=0, le=120)] | None = None
    reference: Line | None = None
    """Case or file number."""
    system_ids: Annotated[list[Identifier], Field(max_length=1000), AfterValidator(distinct)] = []

    @model_validator(mode="after")
    def _period(self) -> Self:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise PydanticCustomError("backwards-period", "endsOn is before startsOn.")
        return self


class ContractPatch(Patch, of=ContractWrite):
    """What is absent stays; null clears."""


class ContractView(ContractWrite, ResourceView):
    """A contract."""


class ContractList(ListQuery):
    q: Line | None = None
    """A part of the name."""
    supplier: list[Line] = []
    system_id: list[Identifier] = []
    ends_before: Day | None = None
    source: list[Line] = []
    external_id: list[Line] = []
