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
from app.vocabulary import Duty


class DisputeState(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    RESOLVED = "resolved"


class DisputeWrite(Schema):
    """`positionId`, whose duty it is today, is needed where several positions hold it formally."""

    duty: Duty
    names_position_id: Identifier
    reason: Prose
    position_id: Identifier | None = None


class Resolution(Schema):
    """`positionId`: who has the duty from today on; the holder keeps it when left out."""

    reason: Prose
    position_id: Identifier | None = None


class DisputeView(ResourceView):
    """A dispute. `interimPositionId`: who holds the duty, the deadline being past."""

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


class DisputeList(ListQuery):
    sort: Annotated[tuple[str, ...], SortNames("deadline")] = ("deadline",)
    state: list[DisputeState] = []
    system_id: list[Identifier] = []
    duty: list[Duty] = []
    position_id: list[Identifier] = []
    names_position_id: list[Identifier] = []
