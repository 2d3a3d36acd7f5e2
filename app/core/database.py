"""The database, SQLite or PostgreSQL, set up so that both keep the same promises."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NoReturn, TypeVar, cast

from anyio import to_thread
from sqlalchemy import Connection, Engine, Select, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from app.core.config import Settings
from app.core.engines import normalise_url, open_engine
from app.core.prepared import read
from app.core.replica import replica_url
from app.core.servers import gather_statistics, pooled, postgres_engine, replica_of
from app.core.shadows import before
from app.core.single_reads import SingleReads
from app.core.turns import Turnstile

T = TypeVar("T")
_log = logging.getLogger(__name__)
#: The failures that pass by themselves: unreachable, busy, out of time, pool exhausted. The last: the connection was
#: lost earlier in the transaction, before a savepoint of it was begun.
PASSING_FAULTS = (OperationalError, InterfaceError, PoolTimeout, PendingRollbackError)
#: How long a checkpoint waits for readers: writers wait for it.
_TRACES_WAIT_MS = 1000


class NotAtHand(Exception):
    """What was asked for is not in memory."""


class OneStatementAway(NotAtHand):
    """The same, where a single statement would tell: see `read_alone`."""

    def __init__(self, statement: Select[Any], values: Mapping[str, Any]) -> None:
        super().__init__()
        self.statement = statement
        self.values = values


class NoSession:
    """Stands where a session would, for those who first try to answer without one.

    `told`: a statement with its values that somebody has run for them since, and the rows that it gave.
    """

    def __init__(self, told: tuple[OneStatementAway, list[Any]] | None = None) -> None:
        self._told = told

    def __getattr__(self, name: str) -> NoReturn:
        """Raises NotAtHand, whatever is asked."""
        raise NotAtHand(name)

    def read_alone(self, statement: Select[Any], values: Mapping[str, Any]) -> list[Any]:
        """What is told. Raises OneStatementAway for any other."""
        if self._told is not None:
            asked, rows = self._told
            if asked.statement is statement and asked.values == values:
                return rows
        raise OneStatementAway(statement, values)


class SessionAtNeed:
    """A session that is opened when it is used first; many an answer needs none."""

    def __init__(self, database: "Database") -> None:
        self._database = database
        self._session: Session | None = None

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - an attribute of the session
        """Of the session."""
        if self._session is None:
            self._session = self._database.reading()
        return getattr(self._session, name)

    def read_alone(self, statement: Select[Any], values: Mapping[str, Any]) -> list[Any]:
        """Past the session, where it has not been opened yet."""
        if self._session is not None:
            return read(self._session.connection(), statement, values)
        return self._database.read(statement, values)

    def close(self) -> None:
        if self._session is not None:
            self._session.close()


def read_alone(session: Session, statement: Select[Any], values: Mapping[str, Any]) -> list[Any]:
    """As `read` gives them: the rows of a statement that may see a later snapshot than the rest of its session.

    Nothing begins, and nothing ends, for a single one. Raises NotAtHand.
    """
    alone: Callable[..., list[Any]] | None = getattr(session, "read_alone", None)
    return read(session.connection(), statement, values) if alone is None else alone(statement, values)


class Database:
    """One engine with two ways in: `reading()` and `writing()` sessions.

    A writing transaction on SQLite begins IMMEDIATE, so that it never has to upgrade a lock; statements of a
    reading session see one snapshot. `local` tells that statements cost no network: short reads may then run
    on the event loop, where a hop to a thread costs more than the read. `replica` may answer large reads, where there
    is one (`app/register/large_reads.py`).
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.url, copy = normalise_url(settings.database_url), replica_url(settings)
        self.lock_timeout_seconds = settings.lock_timeout_seconds
        self.local = self.url.get_backend_name() == "sqlite"
        self._make_engine = partial(_sqlite_engine if self.local else postgres_engine, self.url, settings)
        self.engine = self._make_engine(
            **pooled(settings, settings.pool_timeout_seconds, beyond=4 if self.local else 0)
        )
        self._writer = self.engine.execution_options(begin="IMMEDIATE")
        # One snapshot for all statements of a read; SQLite's transactions are that by themselves.
        self._reader = self.engine if self.local else self.engine.execution_options(isolation_level="REPEATABLE READ")
        self._looker = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._turnstile = Turnstile(Path(str(self.url.database))) if self.local else None
        self.replica = None if copy is None else replica_of(copy, settings)
        self._single_reads = SingleReads(self.engine, local=self.local)

    def reading(self) -> Session:
        return Session(self._reader, autoflush=False)

    @contextmanager
    def reading_at_need(self) -> Iterator[Session]:
        """The same, opened only where something is read."""
        session = SessionAtNeed(self)
        try:
            yield cast("Session", session)
        finally:
            session.close()

    @contextmanager
    def apart(self) -> Iterator[Session]:
        """A session that sees one snapshot, with a connection that nobody has used, and that is closed afterwards.

        What it writes to shadows (`app/core/shadows.py`) is gone with it, and so must be whatever else it writes.
        """
        if self.local:
            engine = before(self.url, self.lock_timeout_seconds)
            event.listen(engine, "begin", _begin)
        else:
            engine = self._make_engine(poolclass=NullPool).execution_options(isolation_level="REPEATABLE READ")
        with Session(engine, autoflush=True, expire_on_commit=False) as session:
            yield session

    def writing(self) -> Session:
        return Session(self._writer, autoflush=True, expire_on_commit=False)

    @contextmanager
    def queued(self) -> Iterator[None]:
        """This process's turn to write, where several take turns. Raises TimeoutError when it does not come in time.

        A server has a queue of its own: whoever asked first for the register's row gets it first.
        """
        if self._turnstile is None:
            yield
            return
        with self._turnstile.passed(self.lock_timeout_seconds):
            yield

    def beside(self) -> AbstractContextManager[Connection]:
        """A transaction, committed at its end, for what lies beside the register and never changes it."""
        return self._writer.begin()

    def read(self, statement: Select[Any], values: Mapping[str, Any]) -> list[Any]:
        """As `prepared.read`, of a statement that needs no transaction."""
        found = self._single_reads.rows(statement, values)
        if found is not None:
            return found
        with self._looker.connect() as connection:
            return read(connection, statement, values)

    def drop_traces(self) -> None:
        """Take what was overwritten out of the files: a local database keeps it in its log until a checkpoint.

        Where readers are in the way for long, the next checkpoint does it. A database on a server keeps old versions
        of rows until its own vacuum.
        """
        if self.local:
            with self._looker.connect() as connection:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={_TRACES_WAIT_MS}")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql(f"PRAGMA busy_timeout={int(self.lock_timeout_seconds * 1000)}")

    def gather_statistics(self) -> None:
        """After much was written first: a server would see to it by itself within a minute, and be slow until then.

        A local database chooses without. What keeps the server from it is no fault of what was written.
        """
        if self.local:
            return
        try:
            with self._looker.connect() as connection:
                gather_statistics(connection)
        except (DBAPIError, PoolTimeout) as error:
            _log.info("the server gathers its statistics later: %s", type(error).__name__)

    async def run(self, work: Callable[[], T]) -> T:
        """Run a short read where it costs least: here for a local database, else in a thread."""
        if self.local:
            return work()
        return await to_thread.run_sync(work)

    def dispose(self) -> None:
        """Close every connection that is not in use."""
        self._single_reads.close()
        if self._turnstile is not None:
            self._turnstile.close()
        self.engine.dispose()
        if self.replica is not None:
            self.replica.dispose()


def _sqlite_engine(url: URL, settings: Settings, **pool: Any) -> Engine:  # noqa: ANN401 - SQLAlchemy's own options
    engine = open_engine(
        url, connect_args={"check_same_thread": False, "timeout": settings.lock_timeout_seconds}, **pool
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
        # The driver's own transaction control commits behind SQLAlchemy's back; BEGIN is sent below instead.
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "trusted_schema=OFF",
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', '')}")
