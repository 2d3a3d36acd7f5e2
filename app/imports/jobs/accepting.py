"""Taking an import in, to be done later."""

from collections.abc import Callable

from sqlmodel import Session
from starlette.responses import Response

from app.core.identifiers import new_id
from app.core.progress import Progress
from app.http.representation import JSON, encode
from app.http.writing import Write
from app.imports.choices import JobState, UploadKind
from app.imports.jobs.queries import job
from app.imports.jobs.runner import Jobs
from app.imports.request import Sender
from app.models import Job
from app.security.guard import guard_for
from app.security.reader import Reader

#: Does the work for whoever sent it, and leaves a report of the id.
Task = Callable[[Sender, Progress, str], object]


async def accept(jobs: Jobs, write: Write, kind: UploadKind, task: Task) -> Response:
    """202 with a job. A retry with the same Idempotency-Key is answered with the same job, and begins no other."""
    jobs.refuse_more()
    identity, register = write.identity, write.register
    job_id = new_id()

    def before_commit(session: Session, *, last: bool) -> None:
        jobs.claim(session, job_id, last=last)

    sender = Sender(identity.author(write.reason), guard_for(identity), identity, before_commit)
    accepted = False

    def store(session: Session) -> str:
        nonlocal accepted
        now = register.clock.now()
        session.add(
            Job(
                id=job_id,
                kind=kind.value,
                state=JobState.QUEUED.value,
                created_at=now,
                seen_at=now,
                actor=sender.author.actor,
                token_id=identity.token_id,
            )
        )
        session.flush()
        accepted = True
        return job_id

    def respond(reader: Reader, made: str) -> Response:
        body = encode(job(reader, jobs.board, made))
        return Response(body, 202, {"Location": f"/v1/jobs/{made}"}, JSON)

    response = await write.run(store, respond)
    if accepted:
        jobs.submit(job_id, lambda progress: task(sender, progress, job_id))
    return response
