"""Routes of responsibilities."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.core.identifiers import Identifier
from app.http.access import needs
from app.http.lists import Listing
from app.http.reading import Read
from app.http.writing import Write
from app.responsibility.responsibilities import queries, service
from app.responsibility.responsibilities.schemas import (
    HeldList,
    HeldView,
    ResponsibilityList,
    ResponsibilityPatch,
    ResponsibilityView,
)
from app.vocabulary import Permission

router = APIRouter()
_WRITE = [needs(Permission.WRITE_SYSTEMS)]


@router.get("/systems/{id}/responsibilities", response_model=Listing[ResponsibilityView])
async def list_responsibilities(read: Read, id: Identifier, query: Annotated[ResponsibilityList, Query()]) -> Response:
    """Who has which responsibility for the system, and has had."""
    return await read.page(query, ResponsibilityView, lambda reader: queries.responsibilities(reader, id, query))


@router.get("/responsibilities/{id}", response_model=ResponsibilityView)
async def get_responsibility(read: Read, id: Identifier) -> Response:
    """One responsibility."""
    return await read.one(lambda reader: queries.responsibility(reader, id))


@router.patch("/responsibilities/{id}", response_model=ResponsibilityView, dependencies=_WRITE)
async def change_responsibility(write: Write, id: Identifier, body: ResponsibilityPatch) -> Response:
    """Change a responsibility; end it by setting `validUntil`."""
    return await write.change(
        lambda session: service.change_responsibility(session, id, body),
        lambda reader: queries.responsibility(reader, id),
    )


@router.delete("/responsibilities/{id}", status_code=204, response_class=Response, dependencies=_WRITE)
async def delete_responsibility(write: Write, id: Identifier) -> Response:
    """Delete a responsibility that was entered by mistake; end one that was real."""
    return await write.remove(
        lambda session: service.delete_responsibility(session, id), lambda reader: queries.responsibility(reader, id)
    )


@router.get("/positions/{id}/responsibilities", response_model=Listing[HeldView])
async def list_responsibilities_of_position(
    read: Read, id: Identifier, query: Annotated[HeldList, Query()]
) -> Response:
    """What the position is responsible for."""
    return await read.page(query, HeldView, lambda reader: queries.of_position(reader, id, query))


@router.get("/people/{id}/responsibilities", response_model=Listing[HeldView])
async def list_responsibilities_of_person(read: Read, id: Identifier, query: Annotated[HeldList, Query()]) -> Response:
    """What the positions are responsible for that the person holds."""
    return await read.page(query, HeldView, lambda reader: queries.of_person(reader, id, query))
