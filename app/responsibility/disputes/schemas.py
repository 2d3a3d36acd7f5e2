"""Bodies of disputes."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from app.core.identifiers import Identifier
from app.core.keyed import ResourceView
from app.core.schema import Schema
from app.core.text import Prose
from app.http.lists import ListQuery
from app.http.sorting import SortNames
from app.vocabulary import Duty, Settlement


class DisputeState(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    DECIDED = "decided"
    RESOLVED = "resolved"


class DisputeWrite(Schema):
    """`positionId`, whose duty it is today, formally or in practice, is needed where several positions hold it."""

    duty: Duty
    names_position_id: Identifier
    reason: Prose
    position_id: Identifier | None = None


class Resolution(Schema):
    """`positionId`: who is to have the duty; the holder keeps it when left out.

    Whoever stands above both positions orders it, and the duty moves today. Of anyone else it is an offer, and the duty
    moves when it is accepted.
    """

    reason: Prose
    position_id: Identifier | None = None


class DisputeView(ResourceView):
    """A dispute. `interimPositionId`: who answers for the duty, the deadline being past.

    `resolution`, `resolvedBy` and `resolvedPositionId` say what was decided; `handoverId`: the offer that it made.
    """

    system_id: Identifier
    system_name: str
    duty: Duty
    position_id: Identifier
    names_position_id: Identifier
    reason: str
    state: DisputeState
    deadline: date
    interim_position_id: Identifier | None
    resolved_on: date | None
    resolved_by: str | None
    resolution: str | None
    resolved_position_id: Identifier | None
    resolved_as: Settlement | None
    handover_id: Identifier | None


class DisputeList(ListQuery):
    sort: Annotated[tuple[str, ...], SortNames("deadline")] = ("deadline",)
    state: tuple[DisputeState, ...] = ()
    system_id: tuple[Identifier, ...] = ()
    duty: tuple[Duty, ...] = ()
    position_id: tuple[Identifier, ...] = ()
    names_position_id: tuple[Identifier, ...] = ()
