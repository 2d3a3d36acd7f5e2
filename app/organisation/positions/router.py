"""Routes of positions."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.core.identifiers import Identifier
from app.http.access import needs
from app.http.lists import Listing
from app.http.reading import Read
from app.http.writing import Write
from app.organisation.positions import queries, service
from app.organisation.positions.schemas import PositionList, PositionPatch, PositionView, PositionWrite
from app.vocabulary import Permission

router = APIRouter(prefix="/positions")
_WRITE = [needs(Permission.WRITE_ORGANISATION)]


@router.get("", response_model=Listing[PositionView])
async def list_positions(read: Read, query: Annotated[PositionList, Query()]) -> Response:
    """The positions, each with who holds it today and whom it reports to."""
    return await read.page(query, PositionView, lambda reader: queries.positions(reader, query))


@router.post("", response_model=PositionView, status_code=201, dependencies=_WRITE)
async def create_position(write: Write, body: PositionWrite) -> Response:
    """Register a position in a unit."""
    return await write.create(lambda session: service.create_position(session, body), queries.position, "/v1/positions")


@router.get("/{id}", response_model=PositionView)
async def get_position(read: Read, id: Identifier) -> Response:
    """One position, with who holds it today and whom it reports to."""
    return await read.one(lambda reader: queries.position(reader, id))


@router.patch("/{id}", response_model=PositionView, dependencies=_WRITE)
async def change_position(write: Write, id: Identifier, body: PositionPatch) -> Response:
    """Change a position, or move it to another unit."""
    return await write.change(
        lambda session: service.change_position(session, id, body), lambda reader: queries.position(reader, id)
    )


@router.delete("/{id}", status_code=204, response_class=Response, dependencies=_WRITE)
async def delete_position(write: Write, id: Identifier) -> Response:
    """Delete a position that nothing refers to any longer."""
    return await write.remove(
        lambda session: service.delete_position(session, id), lambda reader: queries.position(reader, id)
    )
