"""Route of the log of reads."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.access.reads import queries
from app.access.reads.schemas import ReadQuery, ReadView
from app.http.access import needs
from app.http.lists import Listing
from app.http.reading import Read
from app.vocabulary import Permission

router = APIRouter(tags=["access"])


@router.get("/reads", response_model=Listing[ReadView], dependencies=[needs(Permission.VERIFY_JOURNAL)])
async def list_reads(read: Read, query: Annotated[ReadQuery, Query()]) -> Response:
    """Who was shown contact details, histories and exports; `resourceId` asks who has seen a person's details.

    An answer is in the log within seconds of being given.
    """
    return await read.page(query, ReadView, lambda reader: queries.reads(reader, query), kept=False)
