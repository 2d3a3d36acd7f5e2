"""One attempt at a write that leaves nothing behind: whether the database takes writes at this moment."""

import tempfile
from enum import StrEnum
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.core.database import Database

#: How long the attempt waits for the lock.
_MOMENT_MS = 100
#: SQLite writes to its file at the commit only, so a full disk is noticed by writing beside it.
_ROOM = bytes(64 * 1024)
_TOUCH = "UPDATE register_state SET revision = revision"
_LOCKED_IN_POSTGRES = "55P03"
#: Who holds the row and does something: runs a statement, or ran one a moment ago. Who waits for it has no part.
_WRITER_AT_WORK = """
SELECT count(*) FROM pg_locks JOIN pg_stat_activity AS writer USING (pid)
WHERE relation = 'register_state'::regclass AND mode IN ('RowShareLock', 'RowExclusiveLock') AND granted
AND pid <> pg_backend_pid() AND wait_event_type IS DISTINCT FROM 'Lock'
AND (state = 'active' OR clock_timestamp() - state_change < make_interval(secs => %s))
"""
_AT_WORK_SECONDS = 10


class Writability(StrEnum):
    """`BUSY`: another process writes and gets on. `LOCKED`: somebody holds the lock, and nothing shows that."""

    OK = "ok"
    BUSY = "busy"
    LOCKED = "locked"
    FAILED = "failed"


def attempt_write(database: Database) -> Writability:
    """Take the writers' lock, change nothing in its row, and take that back."""
    try:
        return _on_sqlite(database) if database.local else _on_postgres(database)
    except (DBAPIError, sqlite.Error, PoolTimeout, OSError):
        return Writability.FAILED


def _on_sqlite(database: Database) -> Writability:
    with tempfile.TemporaryFile(dir=Path(str(database.url.database)).parent, buffering=0) as beside:
        beside.write(_ROOM)
    pooled = database.engine.raw_connection()
    connection = pooled.driver_connection
    # A connection with another patience does not go back among the others.
    pooled.detach()
    assert connection is not None  # noqa: S101 - a pool gives connections that are open
    try:
        connection.execute(f"PRAGMA busy_timeout = {_MOMENT_MS}").close()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(_TOUCH)
        connection.execute("ROLLBACK")
    except sqlite.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite.SQLITE_BUSY or "locked" in str(error):
            return Writability.LOCKED
        raise
    finally:
        connection.close()
    return Writability.OK


def _on_postgres(database: Database) -> Writability:
    with database.engine.connect() as connection:
        try:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_MOMENT_MS}")
            connection.exec_driver_sql(_TOUCH)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != _LOCKED_IN_POSTGRES:
                raise
            connection.rollback()
            at_work = connection.exec_driver_sql(_WRITER_AT_WORK, (_AT_WORK_SECONDS,)).scalar()
            return Writability.BUSY if at_work else Writability.LOCKED
        connection.rollback()
    return Writability.OK
