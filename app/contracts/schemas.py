"""Bodies of contracts."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from app.core.columns import Header
from app.core.identifiers import Identifier
from app.core.keyed import KeyedBody, ResourceView
from app.core.languages import Text
from app.core.objections import refusal
from app.core.partial import Patch
from app.core.text import Day, Flag, Line, Whole, distinct
from app.http.lists import ListQuery
from app.http.sorting import SortNames
from app.tabular import values
from app.vocabulary import ContractKind


class ContractWrite(KeyedBody):
    """A contract, as it is registered."""

    name: Annotated[Line, Header("Kontrakt")]
    kind: Annotated[ContractKind, Header("Art")] = ContractKind.UNKNOWN
    """What it covers. Contracts of the same kind follow each other."""
    supplier: Annotated[Line | None, Header("Leverandør")] = None
    starts_on: Annotated[Day | None, Header("Start")] = None
    ends_on: Annotated[Day | None, Header("Slut")] = None
    """The last day; null for a contract without an end."""
    notice_months: Annotated[Annotated[Whole, Field(ge=0, le=120)] | None, Header("Opsigelse", read=values.months)] = (
        None
    )
    discontinued: Annotated[Flag, Header("Opsagt")] = False
    """Whether it ends on purpose, so that nothing has to follow it."""
    reference: Line | None = None
    """Case or file number."""
    hotline: Annotated[Line | None, Header("Hotline")] = None
    """Where to call when something is wrong."""
    hotline_hours: Annotated[Line | None, Header("Hotlinetid")] = None
    """When somebody answers there, in words."""
    system_ids: Annotated[
        list[Identifier], Field(max_length=1000), AfterValidator(distinct), Header("Systemer", name="systems")
    ] = []

    @field_validator("ends_on")
    @classmethod
    def _period(cls, end: date | None, info: ValidationInfo) -> date | None:
        start = info.data.get("starts_on")
        if start and end and end < start:
            raise refusal(
                "backwards-period",
                Text("endsOn is before startsOn.", da="Kontrakten slutter, før den begynder. Ret en af de to dage."),
            )
        return end


class ContractPatch(Patch, of=ContractWrite):
    """What is absent stays; null clears."""


class ContractView(ContractWrite, ResourceView):
    """A contract. `hotline` is null for callers who may not see the contact details of its systems."""


class ContractList(ListQuery):
    sort: Annotated[tuple[str, ...], SortNames("name", "endsOn")] = ("name",)
    q: Line | None = None
    """A part of the name."""
    kind: tuple[ContractKind, ...] = ()
    supplier: tuple[Line, ...] = ()
    system_id: tuple[Identifier, ...] = ()
    ends_before: Day | None = None
    source: tuple[Line, ...] = ()
    external_id: tuple[Line, ...] = ()
