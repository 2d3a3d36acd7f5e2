"""Reading jobs."""

from datetime import timedelta

import orjson

from app.core.errors import NotFound
from app.core.languages import Text
from app.imports.choices import JobState, UploadKind
from app.imports.jobs.board import Board, Told
from app.imports.jobs.schemas import JobError, JobView
from app.imports.report_queries import concerns
from app.imports.schemas import REPORT, ImportReport
from app.models import Job, StoredReport
from app.security.reader import Reader

#: A job that has not been heard of for so long was lost with the process that did it (`runner.SIGN_SECONDS`).
_SILENT = timedelta(minutes=2)
_GOING_ON = {JobState.QUEUED, JobState.RUNNING}
_LOST = JobError(
    code="lost",
    detail="Tjenesten blev afbrudt, før opgaven var færdig. Send filen igen.",
    errors=[],
)


def job(reader: Reader, board: Board, job_id: str) -> JobView:
    """Raises NotFound, also for those whom it does not concern."""
    row = found(reader, job_id)
    state, said = JobState(row.state), Told(row.progress, row.seen_at)
    error = None if row.error is None else JobError.model_validate_json(row.error)
    if state in _GOING_ON:
        said = board.told(job_id) or said
        if said.at < reader.register.clock.now() - _SILENT:
            state, error = JobState.FAILED, _LOST
    stored = reader.session.get(StoredReport, job_id)
    return JobView(
        id=row.id,
        kind=UploadKind(row.kind),
        state=state,
        progress=said.progress,
        created_at=row.created_at,
        ended_at=row.ended_at,
        result=None
        if stored is None
        else ImportReport.model_validate(orjson.loads(REPORT.up_to_date(stored.body, stored.shape))),
        error=error,
    )


def found(reader: Reader, job_id: str) -> Job:
    row = reader.session.get(Job, job_id)
    if row is None or not concerns(reader.identity, row):
        raise NotFound(Text(f"There is no job {job_id}.", da=f"Ingen opgave har id'et {job_id}."))
    return row
