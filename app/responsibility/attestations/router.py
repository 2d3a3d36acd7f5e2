"""Routes of attestations, requests and campaigns."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.core.identifiers import Identifier
from app.http.access import needs
from app.http.lists import Listing
from app.http.reading import Read
from app.http.writing import Write
from app.responsibility.attestations import queries, service
from app.responsibility.attestations.schemas import (
    AttestationList,
    AttestationView,
    AttestationWrite,
    CampaignList,
    CampaignView,
    CampaignWrite,
    RequestList,
    RequestView,
)
from app.vocabulary import Permission

router = APIRouter()


@router.post(
    "/systems/{id}/attestations",
    response_model=AttestationView,
    status_code=201,
    dependencies=[needs(Permission.ANSWER)],
)
async def attest_ownership(write: Write, id: Identifier, body: AttestationWrite) -> Response:
    """The owner says whether the ownership is right, and whether there is insight, time and money for it."""
    return await write.create(
        lambda session: service.attest(session, write.organisation(session), write.identity, id, body),
        queries.attestation,
        "/v1/attestations",
    )


@router.get("/systems/{id}/attestations", response_model=Listing[AttestationView])
async def list_attestations(read: Read, id: Identifier, query: Annotated[AttestationList, Query()]) -> Response:
    """What owners have said of their ownership of the system, the newest first."""
    return await read.page(query, AttestationView, lambda reader: queries.attestations(reader, id, query))


@router.get("/attestations/{id}", response_model=AttestationView)
async def get_attestation(read: Read, id: Identifier) -> Response:
    """One attestation."""
    return await read.one(lambda reader: queries.attestation(reader, id))


@router.get("/attestation-requests", response_model=Listing[RequestView])
async def list_attestation_requests(read: Read, query: Annotated[RequestList, Query()]) -> Response:
    """Who has been asked about what, and has answered or not."""
    return await read.page(query, RequestView, lambda reader: queries.requests(reader, query))


@router.get("/attestation-requests/{id}", response_model=RequestView)
async def get_attestation_request(read: Read, id: Identifier) -> Response:
    """One question to a position."""
    return await read.one(lambda reader: queries.request(reader, id))


@router.post(
    "/attestation-campaigns",
    response_model=CampaignView,
    status_code=201,
    dependencies=[needs(Permission.WRITE_POLICY)],
)
async def start_attestation_campaign(write: Write, body: CampaignWrite) -> Response:
    """Ask every owner, of a unit's subtree or of one criticality, by a day."""
    return await write.create(
        lambda session: service.start_campaign(session, write.organisation(session), body),
        queries.campaign,
        "/v1/attestation-campaigns",
    )


@router.get("/attestation-campaigns", response_model=Listing[CampaignView])
async def list_attestation_campaigns(read: Read, query: Annotated[CampaignList, Query()]) -> Response:
    """The campaigns, with how far each has come."""
    return await read.page(query, CampaignView, lambda reader: queries.campaigns(reader, query))


@router.get("/attestation-campaigns/{id}", response_model=CampaignView)
async def get_attestation_campaign(read: Read, id: Identifier) -> Response:
    """How far it has come: asked, answered, open, overdue, by unit."""
    return await read.one(lambda reader: queries.campaign(reader, id))
