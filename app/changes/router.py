"""Routes of the feed and the journal."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.changes import queries
from app.changes.schemas import ChangeFeed, ChangeQuery, JournalVerification
from app.http.access import needs
from app.http.reading import Read
from app.security.permissions import Permission

router = APIRouter(tags=["changes"])


@router.get("/changes", response_model=ChangeFeed, dependencies=[needs(Permission.READ)])
async def list_changes(read: Read, query: Annotated[ChangeQuery, Query()]) -> Response:
    return await read.one(lambda reader: queries.feed(reader, query))


@router.get(
    "/journal/verification", response_model=JournalVerification, dependencies=[needs(Permission.VERIFY_JOURNAL)]
)
async def verify_journal(read: Read) -> Response:
    """Walks the whole chain of hashes."""
    return await read.fresh(queries.verification)
