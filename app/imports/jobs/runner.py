"""Doing jobs one after the other, in a thread of its own."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from queue import Empty, Full, Queue
from threading import Event, Thread
from time import monotonic
from typing import Any, NamedTuple

from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from app.core.canonical import dump
from app.core.clock import Clock
from app.core.database import Database
from app.core.errors import ApplicationError, Conflict, Unavailable
from app.core.languages import Text
from app.core.progress import Progress
from app.core.rounds import in_thread
from app.imports.choices import JobState
from app.imports.jobs.board import GOING_ON, Board, Told, board_of
from app.models import Job

_JOB: Any = Job.__table__  # type: ignore[attr-defined]
_log = logging.getLogger(__name__)

#: What the thread is called.
THREAD = "jobs"
#: Jobs that wait in one process; each holds its file in memory.
MOST_WAITING = 20
_SECONDS = 0.5
#: How often it is said that a job goes on, and those that wait behind it are not lost, however long nothing is done.
SIGN_SECONDS = 20.0
#: How often the end of a job is tried to be written down while the database is away, and the seconds between.
_TRIES, _PAUSE = 20, 3.0

#: Does the work, and says how far it has come.
Work = Callable[[Progress], object]


class _Stopped(Exception):
    """Someone asked the job to stop, or the process ends."""


class _Queued(NamedTuple):
    job_id: str
    work: Work


class Jobs:
    """One per process. What waits in a process that ends is told to have failed, as is what it was doing."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._queue: Queue[_Queued] = Queue(MOST_WAITING)
        self._ending = Event()
        self.board: Board = board_of(database)

    def refuse_more(self) -> None:
        """Raises Unavailable where too many wait."""
        if self._queue.full():
            raise _busy()

    def submit(self, job_id: str, work: Work) -> None:
        """Have the work done; its row is there already."""
        try:
            self._queue.put_nowait(_Queued(job_id, work))
        except Full:
            self._end(job_id, JobState.FAILED, _busy())

    def cancel(self, job_id: str) -> None:
        """Have it commit nothing more; in whatever process it is done. To cancel it twice is no fault.

        Raises Conflict where it is done, or has failed.
        """
        if self.board.ask_to_stop(job_id):
            return
        with self._database.reading() as session:
            row = session.get(Job, job_id)
        if row is not None and row.state != JobState.CANCELLED:
            raise _too_late(JobState(row.state))

    def claim(self, session: Session, job_id: str, *, last: bool) -> None:
        """Called right before each commit of the job; raises where it is to stop, so that nothing is written.

        With the last commit it is done: whoever cancels it then is told that it is too late.
        """
        if not self.board.may_commit(session, job_id):
            raise _Stopped
        if last:
            done = {"state": JobState.DONE.value, "progress": 1.0, "ended_at": self._clock.now()}
            session.connection().execute(update(_JOB).where(_JOB.c.id == job_id).values(**done))

    def run(self, stop: Event) -> None:
        """Work until `stop` is set."""
        self._ending = stop
        while not stop.is_set():
            with suppress(Empty):
                self._do(self._queue.get(timeout=_SECONDS))
        with suppress(Empty):
            while True:
                self._end(self._queue.get_nowait().job_id, JobState.FAILED, _ended())

    def _do(self, waiting: _Queued) -> None:
        self._end(waiting.job_id, *self._outcome(waiting))

    def _outcome(self, waiting: _Queued) -> tuple[JobState, ApplicationError | None]:
        """Do it; what it came to, and why it failed."""
        job_id = waiting.job_id
        try:
            with self._heard_of(job_id) as hear:
                hear(0, 1)
                self._set(job_id, GOING_ON, state=JobState.RUNNING.value)
                waiting.work(hear)
        except _Stopped:
            return (JobState.FAILED, _ended()) if self._ending.is_set() else (JobState.CANCELLED, None)
        except ApplicationError as fault:
            return JobState.FAILED, fault
        except Exception:  # noqa: BLE001 - the thread goes on with the next one
            _log.exception("job %s failed", job_id)
            return JobState.FAILED, _unexpected()
        return JobState.DONE, None

    @contextmanager
    def _heard_of(self, job_id: str) -> Iterator[Progress]:
        """What hears how far the job has come. It raises where the job is to stop, so that all is taken back."""
        told, progress, over = 0.0, 0.0, Event()

        def hear(done: int, total: int) -> None:
            nonlocal told, progress
            if monotonic() - told < _SECONDS:
                return
            told = monotonic()
            if self._ending.is_set() or self.board.is_to_stop(job_id):
                raise _Stopped
            progress = round(min(done / total, 1.0), 3) if total else 0.0
            self._say({job_id: progress})

        def give_signs() -> None:
            while not over.wait(SIGN_SECONDS):
                self._say({job_id: progress} | {each.job_id: 0.0 for each in tuple(self._queue.queue)})

        signs = Thread(target=give_signs, name=f"{THREAD}-signs", daemon=True)
        signs.start()
        try:
            yield hear
        finally:
            over.set()
            signs.join()

    def _say(self, progress: Mapping[str, float]) -> None:
        """How far jobs have come is worth no failure."""
        with suppress(OSError, SQLAlchemyError):
            for job_id, share in progress.items():
                self.board.tell(job_id, Told(share, self._clock.now()))

    def _end(self, job_id: str, state: JobState, fault: ApplicationError | None = None) -> None:
        error = None if fault is None else dump(_told(fault)).decode()
        progress = {"progress": 1.0} if state is JobState.DONE else {}
        self._set(job_id, GOING_ON, state=state.value, error=error, ended_at=self._clock.now(), **progress)
        self.board.forget(job_id)

    def _set(self, job_id: str, states: Sequence[str], **values: Any) -> None:  # noqa: ANN401 - columns
        """Write it down, where it is in one of the states: what was committed as done stays done."""
        row = (_JOB.c.id == job_id, _JOB.c.state.in_(states))
        for _ in range(_TRIES):
            try:
                with self._database.beside() as connection:
                    connection.execute(update(_JOB).where(*row).values(seen_at=self._clock.now(), **values))
            except SQLAlchemyError as error:
                _log.warning("the state of job %s is not written, and will be tried again: %s", job_id, error)
                if self._ending.wait(_PAUSE):
                    return
            else:
                return


def doing_jobs(jobs: Jobs) -> AbstractContextManager[None]:
    """Do jobs in a thread of its own until the end."""
    return in_thread(THREAD, jobs.run)


def _told(fault: ApplicationError) -> dict[str, Any]:
    """Danish, as reports are."""
    errors = [{"pointer": one.pointer, "code": one.code, "detail": one.detail.da} for one in fault.errors]
    return {"code": fault.code, "detail": fault.detail.da, "errors": errors}


def _busy() -> Unavailable:
    return Unavailable(
        Text("Too many files wait already. Try again later.", da="Der venter for mange filer. Prøv igen senere."),
        retry_after=60,
    )


def _ended() -> Unavailable:
    return Unavailable(
        Text(
            "The service was stopped before the job was done. Nothing is half-written; send the file again.",
            da="Tjenesten blev stoppet, før opgaven var færdig. Intet er halvt gemt. Send filen igen.",
        )
    )


def _too_late(state: JobState) -> Conflict:
    if state is JobState.FAILED:
        detail = Text(
            "The job has failed already; there is nothing to cancel.",
            da="Opgaven er allerede mislykket. Der er intet at afbryde.",
        )
    else:
        detail = Text(
            "The job is done, and what it has written stays. Undo the changes instead.",
            da="Opgaven er færdig, og det, den har gemt, bliver stående. Fortryd ændringerne i stedet.",
        )
    return Conflict(detail, code="job-ended")


def _unexpected() -> ApplicationError:
    return ApplicationError(
        Text("The job failed. Nothing was written.", da="Opgaven mislykkedes. Intet blev gemt."), code="internal-error"
    )
