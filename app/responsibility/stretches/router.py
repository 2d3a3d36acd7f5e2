"""The route of who answered on a day."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.http.lists import Listing
from app.http.reading import Read
from app.responsibility.stretches import queries
from app.responsibility.stretches.schemas import StretchFilter, StretchView

router = APIRouter()


@router.get("/responsibilities", response_model=Listing[StretchView])
async def list_stretches(read: Read, query: Annotated[StretchFilter, Query()]) -> Response:
    """Who had which responsibility for which system, on a day or in a period."""
    return await read.page(query, StretchView, lambda reader: queries.stretches(reader, query), large=True)
