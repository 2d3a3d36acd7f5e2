"""Bodies of handovers."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.core.identifiers import Identifier
from app.core.keyed import ResourceView
from app.core.schema import Schema
from app.core.text import Day, Prose
from app.http.lists import ListQuery
from app.http.sorting import SortNames
from app.vocabulary import Duty, HandoverState


class HandoverWrite(Schema):
    """`from` is the new holder's first day, today when left out; never earlier than the acceptance.

    `fromPositionId` is needed where several positions hold the duty formally.
    """

    duty: Duty
    to_position_id: Identifier
    from_position_id: Identifier | None = None
    starts_on: Annotated[Day | None, Field(alias="from")] = None
    note: Prose | None = None


class Decision(Schema):
    """What accepts, declines or withdraws may say."""

    note: Prose | None = None


class Warned(Schema):
    """Something to think of before the offer is accepted; `detail` is a Danish sentence."""

    code: str
    detail: str


class HandoverView(ResourceView):
    """A handover. `fromPositionId` is null where nobody held the duty."""

    system_id: Identifier
    system_name: str
    duty: Duty
    from_position_id: Identifier | None
    to_position_id: Identifier
    to_title: str
    starts_on: Annotated[date, Field(alias="from")]
    note: str | None
    state: HandoverState
    expires_on: date
    """The last day on which it may be accepted."""
    decided_on: date | None
    decided_by: str | None
    decision_note: str | None
    warnings: list[Warned]
    """Empty once it is decided."""


class HandoverList(ListQuery):
    sort: Annotated[tuple[str, ...], SortNames("expiresOn", "from")] = ("-expiresOn",)
    state: tuple[HandoverState, ...] = ()
    system_id: tuple[Identifier, ...] = ()
    duty: tuple[Duty, ...] = ()
    from_position_id: tuple[Identifier, ...] = ()
    to_position_id: tuple[Identifier, ...] = ()
