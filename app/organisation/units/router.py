"""Routes of units."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.core.identifiers import Identifier
from app.http.access import needs
from app.http.lists import Listing
from app.http.reading import Read
from app.http.writing import Write
from app.organisation.units import queries, service
from app.organisation.units.schemas import UnitList, UnitPatch, UnitView, UnitWrite
from app.vocabulary import Permission

router = APIRouter(prefix="/units")
_WRITE = [needs(Permission.WRITE_ORGANISATION)]


@router.get("", response_model=Listing[UnitView])
async def list_units(read: Read, query: Annotated[UnitList, Query()]) -> Response:
    """The units of the municipality. Ask for one level with `parentId`."""
    return await read.page(query, UnitView, lambda reader: queries.units(reader, query))


@router.post("", response_model=UnitView, status_code=201, dependencies=_WRITE)
async def create_unit(write: Write, body: UnitWrite) -> Response:
    """Register a unit, at the top or below another."""
    return await write.create(lambda session: service.create_unit(session, body), queries.unit, "/v1/units")


@router.get("/{id}", response_model=UnitView)
async def get_unit(read: Read, id: Identifier) -> Response:
    """One unit."""
    return await read.one(lambda reader: queries.unit(reader, id))


@router.patch("/{id}", response_model=UnitView, dependencies=_WRITE)
async def change_unit(write: Write, id: Identifier, body: UnitPatch) -> Response:
    """Change a unit, or move it with everything below it; a circle is refused."""
    return await write.change(
        lambda session: service.change_unit(session, id, body), lambda reader: queries.unit(reader, id)
    )


@router.delete("/{id}", status_code=204, response_class=Response, dependencies=_WRITE)
async def delete_unit(write: Write, id: Identifier) -> Response:
    """Delete a unit that nothing refers to any longer."""
    return await write.remove(lambda session: service.delete_unit(session, id), lambda reader: queries.unit(reader, id))
