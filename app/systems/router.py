"""Routes of systems."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from app.core.identifiers import Identifier
from app.http.access import Caller, needs
from app.http.lists import Listing
from app.http.paths import KeySegment
from app.http.reading import At, KnownAt, Read
from app.http.writing import IfNoneMatch, Write
from app.systems import history_queries, queries, service
from app.systems.card import SystemCard, SystemName
from app.systems.facets import SystemCardList
from app.systems.history import HistoryItem, HistoryQuery
from app.systems.listing import DAY_IS_ELSEWHERE, SystemListQuery
from app.systems.mandate import Mandate
from app.systems.schemas import Retirement, SystemPatch, SystemWrite
from app.systems.verdicts import VerdictList
from app.vocabulary import Permission

router = APIRouter(prefix="/systems", tags=["systems"])
_READ = [needs(Permission.READ)]
_WRITE = [needs(Permission.WRITE_SYSTEMS)]


@router.get(
    "",
    response_model=SystemCardList,
    openapi_extra=DAY_IS_ELSEWHERE,
    dependencies=[needs(Permission.FIND_SYSTEMS)],
)
async def list_systems(read: Read, caller: Caller, query: Annotated[SystemListQuery, Query()]) -> Response:
    """The cards of the systems, filtered, searched and sorted. The role `onCall` gets ids and names, by `q` alone."""
    if not caller.may(Permission.READ):
        return await read.page(query, SystemName, lambda reader: queries.names(reader, query))
    return await read.page(query, SystemCard, lambda reader: queries.cards(reader, query), at_hand=True)


@router.post("", response_model=SystemCard, status_code=201, dependencies=_WRITE)
async def create_system(write: Write, body: SystemWrite) -> Response:
    """Register a system. It is evaluated by every rule before the answer."""
    return await write.create(
        lambda session: service.create_system(session, body, write.today), queries.card, "/v1/systems"
    )


@router.get("/{id}", response_model=SystemCard, dependencies=_READ)
async def get_system(read: Read, id: Identifier, at: At = None, known_at: KnownAt = None) -> Response:
    """The card; with `at`, owner, duties and holders of that day; with `knownAt`, what the register said then."""
    return await read.one(lambda reader: queries.card_at(reader, id, at, known_at), at_hand=True)


@router.get("/by-key/{source}/{externalId}", response_model=SystemCard, dependencies=_READ)
async def get_system_by_key(
    read: Read,
    source: KeySegment,
    external_id: Annotated[KeySegment, Path(alias="externalId")],
    at: At = None,
    known_at: KnownAt = None,
) -> Response:
    """The same of the system with your own key."""
    return await read.one(lambda reader: queries.card_by_key(reader, source, external_id, at, known_at), at_hand=True)


@router.get("/{id}/history", response_model=Listing[HistoryItem], dependencies=[needs(Permission.SEE_HISTORY)])
async def list_history(read: Read, id: Identifier, query: Annotated[HistoryQuery, Query()]) -> Response:
    """Every version of the card: who changed it, when, why, and what differs."""
    return await read.page(query, HistoryItem, lambda reader: history_queries.history(reader, id, query), large=True)


@router.patch("/{id}", response_model=SystemCard, dependencies=_WRITE)
async def change_system(write: Write, id: Identifier, body: SystemPatch) -> Response:
    """Change what is recorded of a system, its lifecycle too; impossible steps are refused."""
    return await write.change(
        lambda session: service.change_system(session, id, body, write.today), lambda reader: queries.card(reader, id)
    )


@router.delete("/{id}", status_code=204, response_class=Response, dependencies=_WRITE)
async def delete_system(write: Write, id: Identifier) -> Response:
    """Delete a system that was never in use; retire one that was."""
    return await write.remove(
        lambda session: service.delete_system(session, id), lambda reader: queries.card(reader, id)
    )


@router.put(
    "/by-key/{source}/{externalId}",
    response_model=SystemCard,
    responses={201: {"model": SystemCard, "description": "Made"}},
    dependencies=_WRITE,
)
async def upsert_system(
    write: Write,
    source: KeySegment,
    external_id: Annotated[KeySegment, Path(alias="externalId")],
    body: SystemPatch,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Make or change the system with your own key. What the body leaves out stays as it is; If-Match is optional."""
    return await write.upsert(
        lambda session: service.upsert_system(session, source, external_id, body, write.today),
        queries.card,
        "/v1/systems",
        existing=lambda reader: queries.card(reader, queries.id_by_key(reader.now, source, external_id)),
        if_none_match=if_none_match,
    )


@router.post("/{id}/retire", response_model=SystemCard, dependencies=_WRITE)
async def retire_system(write: Write, id: Identifier, body: Retirement) -> Response:
    """Close the system on a day; a day to come makes it phasing out until then."""
    return await write.act(
        lambda session: service.retire_system(session, id, body.on, write.today),
        lambda reader, _: queries.card(reader, id),
    )


@router.get("/{id}/verdicts", response_model=VerdictList, dependencies=_READ)
async def list_verdicts(read: Read, id: Identifier) -> Response:
    """Every rule's verdict, the ok ones too."""
    return await read.one(lambda reader: queries.verdicts(reader, id))


@router.get("/{id}/mandate", response_model=Mandate, dependencies=_READ)
async def get_mandate(read: Read, id: Identifier) -> Response:
    """Whether the owner's level and spending limit are enough for the system, and whose would be."""
    return await read.one(lambda reader: queries.mandate(reader, id))
