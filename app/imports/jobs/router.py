"""Routes of jobs."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Header, Request
from starlette.responses import Response

from app.core.identifiers import Identifier
from app.http.access import needs
from app.http.reading import Read
from app.imports.jobs import queries
from app.imports.jobs.runner import Jobs
from app.imports.jobs.schemas import JobView
from app.vocabulary import Permission

router = APIRouter(prefix="/jobs", tags=["imports"], dependencies=[needs(Permission.IMPORT)])


@router.get("/{id}", response_model=JobView)
async def get_job(http: Request, read: Read, id: Identifier) -> Response:
    """How far a job has come, and what it has left. It changes without a write: ask again every few seconds."""
    jobs: Jobs = http.app.state.jobs
    return await read.one(lambda reader: queries.job(reader, jobs.board, id), kept=False)


@router.delete("/{id}", status_code=204)
async def cancel_job(
    http: Request,
    read: Read,
    id: Identifier,
    if_match: Annotated[  # noqa: ARG001 - a job changes by itself, so no tag of it can be stale
        str | None, Header(alias="If-Match", description="Taken as every DELETE takes it, and not compared.")
    ] = None,
) -> Response:
    """Stop it: what it has not committed is taken back, and nothing more of it is written. Cancelled is cancelled.

    409 for a job that is done, or has failed: it stays as it is. What a partial import has committed stays as well.
    """
    jobs: Jobs = http.app.state.jobs
    await read.aside(lambda reader: queries.found(reader, id))
    await to_thread.run_sync(jobs.cancel, id)
    return Response(status_code=204)
