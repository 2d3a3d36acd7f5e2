"""Bodies of attestations, of requests for them, and of campaigns."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from app.core.identifiers import Identifier
from app.core.keyed import ResourceView
from app.core.schema import Schema
from app.core.text import Day, Flag, Prose
from app.http.lists import ListQuery
from app.http.sorting import SortNames
from app.vocabulary import Answer, Criticality


class RequestState(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    ANSWERED = "answered"


class AttestationWrite(Schema):
    """`positionId`: who answers, where it is not the owner but a position above that has been asked."""

    confirms_ownership: Flag
    insight: Answer
    time: Answer
    money: Answer
    note: Prose | None = None
    position_id: Identifier | None = None


class AttestationView(ResourceView):
    """An attestation. `valid`: the newest of the system, and it still says what it said.

    Another owner or holder, another criticality, or sums of the operation that differ by more than the policy's
    tolerance, in this fiscal year or the next, make it invalid.

    `answeredBy`: who wrote it down, which may be somebody else on behalf of the position; null in old ones.
    `askedPositionId`: the position above that the question moved to, because of a no.
    """

    system_id: Identifier
    position_id: Identifier
    person_id: Identifier | None
    confirms_ownership: bool
    insight: Answer
    time: Answer
    money: Answer
    note: str | None
    attested_on: date
    answered_by: str | None
    """Who wrote the answer down."""
    valid: bool
    asked_position_id: Identifier | None


class AttestationList(ListQuery):
    sort: Annotated[tuple[str, ...], SortNames("attestedOn")] = ("-attestedOn",)


class RequestView(ResourceView):
    """A question to a position. `campaignId`: who asked; `causeId`: the attestation below whose no moved it here."""

    system_id: Identifier
    system_name: str
    position_id: Identifier
    position_title: str
    campaign_id: Identifier | None
    cause_id: Identifier | None
    due: date
    state: RequestState
    answer_id: Identifier | None


class RequestList(ListQuery):
    sort: Annotated[tuple[str, ...], SortNames("due", "systemName")] = ("due", "systemName")
    state: tuple[RequestState, ...] = ()
    system_id: tuple[Identifier, ...] = ()
    position_id: tuple[Identifier, ...] = ()
    person_id: tuple[Identifier, ...] = ()
    """Asked of the positions that the people hold today."""
    campaign_id: tuple[Identifier, ...] = ()


class CampaignWrite(Schema):
    """Without `unitId`, every unit; without `criticality`, every system in use."""

    unit_id: Identifier | None = None
    criticality: Criticality | None = None
    due: Day


class CampaignProgress(Schema):
    """`open` counts the overdue ones as well."""

    asked: int
    answered: int
    open: Annotated[int, Field(ge=0)]
    overdue: int


class UnitProgress(CampaignProgress):
    """Of the systems of one unit; null is the systems without one."""

    unit_id: Identifier | None
    unit_name: str | None


class CampaignView(CampaignProgress, ResourceView):
    """A campaign. `ownerless`: systems that nobody could be asked about."""

    unit_id: Identifier | None
    criticality: Criticality | None
    due: date
    ownerless: int
    by_unit: list[UnitProgress]


class CampaignList(ListQuery):
    sort: Annotated[tuple[str, ...], SortNames("due")] = ("-due",)
