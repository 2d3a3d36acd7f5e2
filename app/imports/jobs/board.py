"""How far a job has come, and whether it is to stop: told between processes while the job holds the register's lock.

On PostgreSQL that is the job's row. SQLite has one lock for the whole file, so there it is a small file beside it.
"""

from abc import ABC, abstractmethod
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import update
from sqlmodel import Session

from app.core.database import Database
from app.imports.choices import JobState
from app.models import Job

_JOB: Any = Job.__table__  # type: ignore[attr-defined]
#: The states of a job that has not ended.
GOING_ON = (JobState.QUEUED.value, JobState.RUNNING.value)


class Told(NamedTuple):
    """How far a job has come, from 0 to 1, and when it said so."""

    progress: float
    at: datetime


class Board(ABC):
    @abstractmethod
    def tell(self, job_id: str, said: Told) -> None:
        """Write it down."""

    @abstractmethod
    def told(self, job_id: str) -> Told | None:
        """What it said last; None where it has said nothing, or has ended."""

    @abstractmethod
    def ask_to_stop(self, job_id: str) -> bool:
        """Whether it will: nothing more of it is committed. False: it has ended."""

    @abstractmethod
    def may_commit(self, session: Session, job_id: str) -> bool:
        """Whether nobody has asked it to stop; from here to the end of the transaction, who asks waits for that."""

    @abstractmethod
    def is_to_stop(self, job_id: str) -> bool: ...

    @abstractmethod
    def forget(self, job_id: str) -> None:
        """It has ended."""


def board_of(database: Database) -> Board:
    if not database.local:
        return _InRows(database)
    return _InFiles(database, Path(f"{database.url.database}-jobs"))


class _InRows(Board):
    def __init__(self, database: Database) -> None:
        self._database = database

    def tell(self, job_id: str, said: Told) -> None:
        with self._database.beside() as connection:
            values = {"progress": said.progress, "seen_at": said.at}
            connection.execute(update(_JOB).where(_JOB.c.id == job_id).values(**values))

    def told(self, job_id: str) -> Told | None:
        with self._database.reading() as session:
            row = session.get(Job, job_id)
        return None if row is None else Told(row.progress, row.seen_at)

    def ask_to_stop(self, job_id: str) -> bool:
        return _asked_to_stop(self._database, job_id)

    def may_commit(self, session: Session, job_id: str) -> bool:
        """Writes the row, to hold it."""
        unasked = (_JOB.c.id == job_id, _JOB.c.stop_asked.is_(False))
        return session.connection().execute(update(_JOB).where(*unasked).values(stop_asked=False)).rowcount > 0

    def is_to_stop(self, job_id: str) -> bool:
        with self._database.reading() as session:
            row = session.get(Job, job_id)
        return row is not None and row.stop_asked

    def forget(self, job_id: str) -> None:
        """The row stays, and says the same."""


def _asked_to_stop(database: Database, job_id: str) -> bool:
    """In the job's row, unless the job has ended: whoever commits it right now is waited for."""
    going_on = (_JOB.c.id == job_id, _JOB.c.state.in_(GOING_ON))
    with database.beside() as connection:
        return connection.execute(update(_JOB).where(*going_on).values(stop_asked=True)).rowcount > 0


class _InFiles(Board):
    """Who stops a job and who commits it each leave a file, then look for the other's: one of them sees it."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder

    def tell(self, job_id: str, said: Told) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._progress(job_id).write_text(f"{said.progress} {said.at.isoformat()}")

    def told(self, job_id: str) -> Told | None:
        with suppress(OSError, ValueError):
            progress, at = self._progress(job_id).read_text().split()
            return Told(float(progress), datetime.fromisoformat(at))
        return None

    def ask_to_stop(self, job_id: str) -> bool:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._stop(job_id).touch()
        if self._commit(job_id).exists():
            # It holds the lock of the database for a moment yet, or was a step of many.
            stops = _asked_to_stop(self._database, job_id)
        else:
            with self._database.reading() as session:
                row = session.get(Job, job_id)
            stops = row is not None and row.state in GOING_ON
        if not stops:
            self.forget(job_id)
        return stops

    def may_commit(self, session: Session, job_id: str) -> bool:  # noqa: ARG002 - it holds the lock of the whole file
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._commit(job_id).touch()
        return not self.is_to_stop(job_id)

    def is_to_stop(self, job_id: str) -> bool:
        return self._stop(job_id).exists()

    def forget(self, job_id: str) -> None:
        for path in (self._progress(job_id), self._stop(job_id), self._commit(job_id)):
            path.unlink(missing_ok=True)
        # Others may be at work.
        with suppress(OSError):
            self._folder.rmdir()

    def _progress(self, job_id: str) -> Path:
        return self._folder / f"{job_id}.progress"

    def _commit(self, job_id: str) -> Path:
        return self._folder / f"{job_id}.commit"

    def _stop(self, job_id: str) -> Path:
        return self._folder / f"{job_id}.stop"
