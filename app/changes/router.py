"""Routes of the feed and the journal."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.responses import Response

from app.changes import queries
from app.changes.reverting import revert
from app.changes.schemas import ChangeFeed, ChangeQuery, ChangeView, JournalVerification
from app.core.text import AS_DIGITS
from app.http.access import needs
from app.http.reading import Read
from app.http.writing import DryRun, Write
from app.vocabulary import Permission

router = APIRouter(tags=["changes"])


@router.get("/changes", response_model=ChangeFeed, dependencies=[needs(Permission.READ)])
async def list_changes(read: Read, query: Annotated[ChangeQuery, Query()]) -> Response:
    """What has changed, oldest first: ask again with `after` to follow along."""
    return await read.one(lambda reader: queries.feed(reader, query), large=True)


@router.get(
    "/journal/verification",
    response_model=JournalVerification,
    responses={200: {"headers": {"Cache-Control": {"description": "`no-store`", "schema": {"type": "string"}}}}},
    dependencies=[needs(Permission.VERIFY_JOURNAL)],
)
async def verify_journal(read: Read) -> Response:
    """Walks the whole chain of hashes, and compares every table with what the journal says, and with what follows."""
    return await read.fresh(queries.verification)


@router.post("/changes/{revision}/revert", response_model=ChangeView, dependencies=[needs(Permission.REVERT)])
async def revert_change(
    write: Write,
    revision: Annotated[Annotated[int, Field(ge=1, lt=2**31), AS_DIGITS], Path()],
    *,
    dry_run: DryRun = False,
) -> Response:
    """Undo one entry, as a new entry; 409 names the later change that stands in the way.

    Whoever keeps a part of the register undoes their own changes only. A dry run says what the new entry would be.
    """
    return await write.act(
        lambda session: revert(session, revision, write.identity),
        lambda reader, reverted: queries.newest_change(reader, *reverted),
        dry_run=dry_run,
        reason=f"Reverts revision {revision}.",
    )
