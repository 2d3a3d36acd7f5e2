"""Routes of disputes."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.core.identifiers import Identifier
from app.http.access import needs
from app.http.lists import Listing
from app.http.reading import Read
from app.http.writing import Write
from app.responsibility.disputes import queries, service
from app.responsibility.disputes.schemas import DisputeList, DisputeView, DisputeWrite, Resolution
from app.vocabulary import Permission

router = APIRouter()
_ANSWER = [needs(Permission.ANSWER)]


@router.post("/systems/{id}/disputes", response_model=DisputeView, status_code=201, dependencies=_ANSWER)
async def open_dispute(write: Write, id: Identifier, body: DisputeWrite) -> Response:
    """Say that a duty is another's. Past the deadline, the nearest position above both answers for it."""
    return await write.create(
        lambda session: service.open_a_dispute(session, write.organisation(session), write.identity, id, body),
        queries.dispute,
        "/v1/disputes",
    )


@router.get("/disputes", response_model=Listing[DisputeView])
async def list_disputes(read: Read, query: Annotated[DisputeList, Query()]) -> Response:
    """Duties that somebody says are another's."""
    return await read.page(query, DisputeView, lambda reader: queries.disputes(reader, query))


@router.get("/disputes/{id}", response_model=DisputeView)
async def get_dispute(read: Read, id: Identifier) -> Response:
    """One dispute."""
    return await read.one(lambda reader: queries.dispute(reader, id))


@router.post("/disputes/{id}/resolve", response_model=DisputeView, dependencies=_ANSWER)
async def resolve_dispute(write: Write, id: Identifier, body: Resolution) -> Response:
    """Decide who has the duty, and say why: an order from above both, else an offer that has to be accepted."""
    return await write.act(
        lambda session: service.resolve_dispute(session, write.organisation(session), write.identity, id, body),
        lambda reader, _: queries.dispute(reader, id),
    )
