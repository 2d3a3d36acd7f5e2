"""How far a job has come, and whether it is to stop: told between processes while the job holds the register's lock.

On PostgreSQL that is the job's row. SQLite has one lock for the whole file, so there it is a small file beside it.
"""

from abc import ABC, abstractmethod
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import update

from app.core.database import Database
from app.models import Job

_JOB: Any = Job.__table__  # type: ignore[attr-defined]


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
    def ask_to_stop(self, job_id: str) -> None: ...

    @abstractmethod
    def is_to_stop(self, job_id: str) -> bool: ...

    @abstractmethod
    def forget(self, job_id: str) -> None:
        """It has ended."""


def board_of(database: Database) -> Board:
    if not database.local:
        return _InRows(database)
    return _InFiles(Path(f"{database.url.database}-jobs"))


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

    def ask_to_stop(self, job_id: str) -> None:
        with self._database.beside() as connection:
            connection.execute(update(_JOB).where(_JOB.c.id == job_id).values(stop_asked=True))

    def is_to_stop(self, job_id: str) -> bool:
        with self._database.reading() as session:
            row = session.get(Job, job_id)
        return row is not None and row.stop_asked

    def forget(self, job_id: str) -> None:
        """The row stays, and says the same."""


class _InFiles(Board):
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def tell(self, job_id: str, said: Told) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._progress(job_id).write_text(f"{said.progress} {said.at.isoformat()}")

    def told(self, job_id: str) -> Told | None:
        with suppress(OSError, ValueError):
            progress, at = self._progress(job_id).read_text().split()
            return Told(float(progress), datetime.fromisoformat(at))
        return None

    def ask_to_stop(self, job_id: str) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._stop(job_id).touch()

    def is_to_stop(self, job_id: str) -> bool:
        return self._stop(job_id).exists()

    def forget(self, job_id: str) -> None:
        for path in (self._progress(job_id), self._stop(job_id)):
            path.unlink(missing_ok=True)
        # Others may be at work.
        with suppress(OSError):
            self._folder.rmdir()

    def _progress(self, job_id: str) -> Path:
        return self._folder / f"{job_id}.progress"

    def _stop(self, job_id: str) -> Path:
        return self._folder / f"{job_id}.stop"
