"""Routes of the chain."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from app.core.identifiers import Identifier
from app.http.lists import Listing
from app.http.paths import KeySegment
from app.http.reading import Read
from app.responsibility.escalation import list_queries, queries
from app.responsibility.escalation.schemas import Escalation, EscalationListQuery, EscalationQuery
from app.security.reader import Reader
from app.systems.queries import id_by_key

router = APIRouter()


@router.get("/systems/{id}/escalation", response_model=Escalation)
async def get_escalation(read: Read, id: Identifier, query: Annotated[EscalationQuery, Query()]) -> Response:
    """Who acts on the system, who is next, and why, up to the top; and who else can be called."""
    return await read.one(lambda reader: queries.escalation(reader, id, query))


@router.get("/escalations", response_model=Listing[Escalation])
async def list_escalations(read: Read, query: Annotated[EscalationListQuery, Query()]) -> Response:
    """Who acts on each of the systems in use: a booklet for whoever is on call."""
    # Worked out for the moment in which they are asked for, as one chain is.
    return await read.page(query, Escalation, lambda reader: list_queries.escalations(reader, query), large=True)


@router.get("/systems/by-key/{source}/{externalId}/escalation", response_model=Escalation)
async def get_escalation_by_key(
    read: Read,
    source: KeySegment,
    external_id: Annotated[KeySegment, Path(alias="externalId")],
    query: Annotated[EscalationQuery, Query()],
) -> Response:
    """The same for the system with your own key."""

    def view(reader: Reader) -> bytes:
        system_id = id_by_key(reader.known(query.known_at), source, external_id)
        return queries.escalation(reader, system_id, query)

    return await read.one(view)
