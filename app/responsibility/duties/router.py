"""Routes of the duty matrix."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.core.identifiers import Identifier
from app.http.lists import Listing
from app.http.reading import At, KnownAt, Read
from app.responsibility.duties import queries
from app.responsibility.duties.matrix import DutyMatrix
from app.responsibility.duties.queries import DutyList

router = APIRouter()


@router.get("/systems/{id}/duties", response_model=DutyMatrix)
async def get_duties(read: Read, id: Identifier, at: At = None, known_at: KnownAt = None) -> Response:
    """Who has each duty formally and in practice, with gaps, doubles and differences marked."""
    return await read.one(lambda reader: queries.duties(reader, id, at, known_at))


@router.get("/units/{id}/duties", response_model=Listing[DutyMatrix])
async def list_duties_of_unit(read: Read, id: Identifier, query: Annotated[DutyList, Query()]) -> Response:
    """The same for every system in use in the unit and below it."""
    return await read.page(query, DutyMatrix, lambda reader: queries.duties_of_unit(reader, id, query))
