"""The log of reads: who was shown contact details, histories and exports; and on which day a token was last used.

Answers never wait for it. What they showed is counted in memory, and a thread writes it down every other second, in
one transaction. A process that is killed loses what those two seconds held; nothing else does.
"""

import logging
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Event, Lock
from typing import Any, NamedTuple

from prometheus_client import Counter
from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from app.core.chunks import chunks
from app.core.clock import Clock
from app.core.database import Database
from app.core.identifiers import new_id
from app.core.rounds import go_round, in_thread
from app.models import ReadEntry, ReadSubject
from app.security.identity import Identity
from app.security.sightings import ReadKind, Seen, Subject

#: What the thread is called.
THREAD = "read-log"
_EVERY_SECONDS = 2.0
#: So many questions wait at most while the database takes no writes.
MOST_WAITING = 20_000
#: Rows removed in one transaction: other writes come in between.
_CHUNK = 500
_LOST = Counter("ansvarsregister_read_log_lost_total", "Reads that could not be written down.")
_USED = text(
    "INSERT INTO token_use (token_id, last_used_on) VALUES (:token, :day)"
    " ON CONFLICT (token_id) DO UPDATE SET last_used_on = excluded.last_used_on"
)
_ENTRY: Any = ReadEntry.__table__  # type: ignore[attr-defined]
_SUBJECT: Any = ReadSubject.__table__  # type: ignore[attr-defined]
_log = logging.getLogger(__name__)


class Question(NamedTuple):
    """What is one entry: the same caller asking the same within an hour, and being shown the same."""

    hour: datetime
    actor: str
    token_id: str
    kind: ReadKind
    request: str
    subjects: frozenset[Subject]


@dataclass(slots=True)
class Asked:
    """How often, and from when to when."""

    first: datetime
    last: datetime
    times: int = 1


class ReadLog:
    """One per process. `keep_days`: how long entries stay; `note` and `used` are for the event loop, and quick."""

    def __init__(self, database: Database, clock: Clock, keep_days: int) -> None:
        self._database = database
        self._clock = clock
        self._kept = timedelta(days=keep_days)
        self._waiting: dict[Question, Asked] = {}
        self._uses: dict[str, date] = {}
        self._used: dict[str, date] = {}
        #: The entries that this process has written in the hour that is running.
        self._written: dict[Question, str] = {}
        self._pruned: date | None = None
        self._lock = Lock()

    def note(self, identity: Identity, request: str, seen: Seen) -> None:
        """Count an answer. While the database takes no writes for long, questions beyond the limit are lost."""
        now = self._clock.now()
        hour = now.replace(minute=0, second=0, microsecond=0)
        with self._lock:
            for kind, subjects in seen:
                question = Question(hour, identity.actor, identity.token_id, kind, request, subjects)
                asked = self._waiting.get(question)
                if asked is not None:
                    asked.last, asked.times = now, asked.times + 1
                elif len(self._waiting) < MOST_WAITING:
                    self._waiting[question] = Asked(now, now)
                else:
                    _LOST.inc()

    def used(self, token_id: str, day: date) -> None:
        """The token was right today."""
        if self._used.get(token_id) != day:
            with self._lock:
                self._used[token_id] = self._uses[token_id] = day

    def run(self, stop: Event) -> None:
        """Write until `stop` is set, and then what is left."""
        failing = "the log of reads is not written, and will be tried again"
        go_round(stop, _EVERY_SECONDS, self._round, _log, failing)

    def _round(self) -> None:
        self.flush()
        self._prune()

    def flush(self) -> None:
        """Write down what waits; where that fails, it goes on waiting. Raises SQLAlchemyError."""
        with self._lock:
            waiting, self._waiting = self._waiting, {}
            uses, self._uses = self._uses, {}
        if not waiting and not uses:
            return
        try:
            with self._database.beside() as connection:
                written = self._write(connection, waiting)
                for token_id, day in uses.items():
                    connection.execute(_USED, {"token": token_id, "day": day.isoformat()})
        except SQLAlchemyError:
            self._take_back(waiting, uses)
            raise
        newest = max((question.hour for question in waiting), default=None)
        if newest is not None:
            known = {**self._written, **written}
            self._written = {question: made for question, made in known.items() if question.hour == newest}

    def _write(self, connection: Connection, waiting: dict[Question, Asked]) -> dict[Question, str]:
        """The id of each new entry; those that stand are counted up."""
        made: dict[Question, str] = {}
        rows: list[dict[str, Any]] = []
        for question, asked in waiting.items():
            entry_id = self._written.get(question)
            if entry_id is not None:
                counted = {"last_at": asked.last, "times": _ENTRY.c.times + asked.times}
                connection.execute(update(_ENTRY).where(_ENTRY.c.id == entry_id).values(**counted))
                continue
            made[question] = new_id()
            said = question._asdict()
            del said["hour"], said["subjects"]
            times = {"first_at": asked.first, "last_at": asked.last, "times": asked.times}
            rows.append({"id": made[question], **said, **times})
        if rows:
            connection.execute(insert(_ENTRY), rows)
        subjects = [
            {"read_id": entry_id, "resource": resource, "resource_id": resource_id}
            for question, entry_id in made.items()
            for resource, resource_id in sorted(question.subjects)
        ]
        for chunk in chunks(subjects, _CHUNK):
            connection.execute(insert(_SUBJECT), chunk)
        return made

    def _take_back(self, waiting: dict[Question, Asked], uses: dict[str, date]) -> None:
        with self._lock:
            self._uses = {**uses, **self._uses}
            for question, asked in self._waiting.items():
                earlier = waiting.get(question)
                if earlier is None:
                    waiting[question] = asked
                else:
                    earlier.last, earlier.times = asked.last, earlier.times + asked.times
            self._waiting = waiting

    def _prune(self) -> None:
        """Once a day, remove what has been kept for long enough."""
        today = self._clock.today()
        if self._pruned == today:
            return
        before = self._clock.now() - self._kept
        old = select(_ENTRY.c.id).where(_ENTRY.c.last_at < before).order_by(_ENTRY.c.last_at).limit(_CHUNK)
        removed = _CHUNK
        while removed == _CHUNK:
            with self._database.beside() as connection:
                removed = connection.execute(delete(_ENTRY).where(_ENTRY.c.id.in_(old))).rowcount
        self._pruned = today


def keeping_reads(log: ReadLog) -> AbstractContextManager[None]:
    """Write the log in a thread of its own until the end."""
    return in_thread(THREAD, log.run)
