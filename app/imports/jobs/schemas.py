"""What is said of a job."""

from datetime import datetime

from app.core.identifiers import Identifier
from app.core.schema import Schema
from app.imports.choices import JobState, UploadKind
from app.imports.schemas import ImportReport


class JobFault(Schema):
    """One thing that was wrong with what was sent; `pointer` as in problem details."""

    pointer: str
    code: str
    detail: str


class JobError(Schema):
    """Why a job failed, as the request would have been told. Texts are Danish, as in reports."""

    code: str
    detail: str
    errors: list[JobFault]


class JobView(Schema):
    """Work that is done beside the requests."""

    id: Identifier
    kind: UploadKind
    state: JobState
    progress: float
    """From 0 to 1."""
    created_at: datetime
    ended_at: datetime | None
    result: ImportReport | None
    """The report, once there is one; of a partial import that goes in step by step: so far."""
    error: JobError | None
