"""Routes of handovers."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Body, Query
from sqlmodel import Session
from starlette.responses import Response

from app.core.identifiers import Identifier
from app.http.access import needs
from app.http.lists import Listing
from app.http.reading import Read
from app.http.writing import Write
from app.register.organisation import Organisation
from app.responsibility.handovers import queries, service
from app.responsibility.handovers.schemas import Decision, HandoverList, HandoverView, HandoverWrite
from app.security.identity import Identity
from app.vocabulary import Permission

router = APIRouter()
_ANSWER = [needs(Permission.ANSWER)]
Answered = Annotated[Decision | None, Body()]


@router.post("/systems/{id}/handovers", response_model=HandoverView, status_code=201, dependencies=_ANSWER)
async def offer_handover(write: Write, id: Identifier, body: HandoverWrite) -> Response:
    """Offer a duty to another position. The holder stays accountable until the offer is accepted."""
    return await write.create(
        lambda session: service.offer_handover(session, write.organisation(session), write.identity, id, body),
        queries.handover,
        "/v1/handovers",
    )


@router.get("/handovers", response_model=Listing[HandoverView])
async def list_handovers(read: Read, query: Annotated[HandoverList, Query()]) -> Response:
    """Duties that were offered to another position, and what became of the offers."""
    return await read.page(query, HandoverView, lambda reader: queries.handovers(reader, query))


@router.get("/handovers/{id}", response_model=HandoverView)
async def get_handover(read: Read, id: Identifier) -> Response:
    """One handover."""
    return await read.one(lambda reader: queries.handover(reader, id))


@router.post("/handovers/{id}/accept", response_model=HandoverView, dependencies=_ANSWER)
async def accept_handover(write: Write, id: Identifier, body: Answered = None) -> Response:
    """The receiver takes over: the old holder's responsibility ends, and the new one's begins."""
    return await _answer(write, id, body, service.accept_handover)


@router.post("/handovers/{id}/decline", response_model=HandoverView, dependencies=_ANSWER)
async def decline_handover(write: Write, id: Identifier, body: Answered = None) -> Response:
    """The receiver says no; it is counted on the system's card."""
    return await _answer(write, id, body, service.decline_handover)


@router.post("/handovers/{id}/withdraw", response_model=HandoverView, dependencies=_ANSWER)
async def withdraw_handover(write: Write, id: Identifier, body: Answered = None) -> Response:
    """The holder takes the offer back."""
    return await _answer(write, id, body, service.withdraw_handover)


async def _answer(
    write: Write,
    id: str,
    body: Decision | None,
    action: Callable[[Session, Organisation, Identity, str, str | None], None],
) -> Response:
    return await write.act(
        lambda session: action(session, write.organisation(session), write.identity, id, body.note if body else None),
        lambda reader, _: queries.handover(reader, id),
    )
