"""Routes of tenures."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.core.identifiers import Identifier
from app.http.access import needs
from app.http.lists import Listing
from app.http.reading import Read
from app.http.writing import Write
from app.organisation.tenures import queries, service
from app.organisation.tenures.schemas import TenureList, TenurePatch, TenureView, TenureWrite
from app.vocabulary import Permission

router = APIRouter()
_WRITE = [needs(Permission.WRITE_ORGANISATION)]


@router.post("/positions/{id}/tenures", response_model=TenureView, status_code=201, dependencies=_WRITE)
async def create_tenure(write: Write, id: Identifier, body: TenureWrite) -> Response:
    """A person holds the position, or deputises in it, from a day on. Two holders at once are refused."""
    return await write.create(
        lambda session: service.create_tenure(session, id, body, write.today), queries.tenure, "/v1/tenures"
    )


@router.get("/positions/{id}/tenures", response_model=Listing[TenureView])
async def list_tenures_of_position(read: Read, id: Identifier, query: Annotated[TenureList, Query()]) -> Response:
    """Who held the position, or deputised in it, and when."""
    return await read.page(query, TenureView, lambda reader: queries.of_position(reader, id, query))


@router.get("/people/{id}/tenures", response_model=Listing[TenureView])
async def list_tenures_of_person(read: Read, id: Identifier, query: Annotated[TenureList, Query()]) -> Response:
    """Which positions the person held, or deputised in, and when."""
    return await read.page(query, TenureView, lambda reader: queries.of_person(reader, id, query))


@router.get("/tenures/{id}", response_model=TenureView)
async def get_tenure(read: Read, id: Identifier) -> Response:
    """One tenure: who holds a position, or deputises in it, and when."""
    return await read.one(lambda reader: queries.tenure(reader, id))


@router.patch("/tenures/{id}", response_model=TenureView, dependencies=_WRITE)
async def change_tenure(write: Write, id: Identifier, body: TenurePatch) -> Response:
    """Change a tenure; end it by setting `validUntil`."""
    return await write.change(
        lambda session: service.change_tenure(session, id, body), lambda reader: queries.tenure(reader, id)
    )
