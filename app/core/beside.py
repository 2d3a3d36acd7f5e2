"""Single reads past the pool, by a few connections that are kept open for them.

A statement that needs no transaction costs less than what SQLAlchemy does around it. And of PostgreSQL a worker reads
in threads: psycopg's cursor asks for Python's lock again with each piece of an answer that comes, and so takes turns
with the event loop some twenty times for a page of cards. Here libpq waits for the whole answer, without the lock.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from threading import BoundedSemaphore
from typing import Any, Protocol

from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, Format
from sqlalchemy import Dialect, Engine, Select
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from app.core.prepared import PreparedStatement, named, prepared

#: Connections past the pool, each for a fraction of a millisecond.
_MOST = 8
#: Statements as libpq takes them, with `$1` for the first parameter.
_LIBPQ: Dialect = PGDialect_psycopg(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]


class _Kept(Protocol):
    """A connection that answers single statements. Raises the driver's errors."""

    @property
    def dialect(self) -> Dialect: ...

    def rows(self, known: PreparedStatement, values: Mapping[str, Any]) -> Sequence[Any]: ...

    def close(self) -> None: ...


class Beside:
    """Those of one database."""

    def __init__(self, engine: Engine, *, local: bool) -> None:
        self._engine = engine
        self._make: Callable[[Engine], _Kept] = _Local if local else _OfServer
        self._room = BoundedSemaphore(_MOST)
        self._kept: list[_Kept] = []

    def rows(self, statement: Select[Any], values: Mapping[str, Any]) -> list[Any] | None:
        """As `prepared.read` gives them; None where all are in use, or one is lost, as with its server.

        Nobody waits for another's: a server that is gone is slow to be missed.
        """
        if not self._room.acquire(blocking=False):
            return None
        try:
            found = self._asked(statement, values)
        finally:
            self._room.release()
        return None if found is None else named(statement, self._engine.dialect, found)

    def _asked(self, statement: Select[Any], values: Mapping[str, Any]) -> Sequence[Any] | None:
        kept: _Kept | None = None
        found: Sequence[Any] | None = None
        with suppress(self._engine.dialect.loaded_dbapi.Error):
            try:
                kept = self._kept.pop() if self._kept else self._make(self._engine)
                found = kept.rows(prepared(statement, kept.dialect), values)
            finally:
                if found is not None and kept is not None:
                    self._kept.append(kept)
                elif kept is not None:
                    kept.close()
        return found

    def close(self) -> None:
        """Those that are not in use."""
        while self._kept:
            self._kept.pop().close()


class _Local:
    def __init__(self, engine: Engine) -> None:
        self.dialect = engine.dialect
        self._connection = _taken_from(engine)

    def rows(self, known: PreparedStatement, values: Mapping[str, Any]) -> Sequence[Any]:
        found: Sequence[Any] = self._connection.execute(known.text, known.parameters(values)).fetchall()
        return found

    def close(self) -> None:
        self._connection.close()


class _OfServer:
    dialect = _LIBPQ

    def __init__(self, engine: Engine) -> None:
        self._connection = _taken_from(engine)
        self._connection.autocommit = True
        self._names: dict[str, bytes] = {}

    def rows(self, known: PreparedStatement, values: Mapping[str, Any]) -> Sequence[Any]:
        libpq, made = self._connection.pgconn, Transformer(self._connection)
        name = self._names.get(known.text)
        if name is None:
            name = b"beside_%d" % len(self._names)
            self._require(libpq.prepare(name, known.text.encode()), ExecStatus.COMMAND_OK)
            self._names[known.text] = name
        parameters = known.parameters(values)
        given = made.dump_sequence(parameters, [PyFormat.TEXT] * len(parameters))
        # As the server has it: bytes and numbers need not be read out of text.
        result = libpq.exec_prepared(name, given, result_format=Format.BINARY)
        self._require(result, ExecStatus.TUPLES_OK)
        made.set_pgresult(result)
        return made.load_rows(0, result.ntuples, tuple)

    def close(self) -> None:
        self._connection.close()

    def _require(self, result: Any, status: ExecStatus) -> None:  # noqa: ANN401 - a result of libpq
        if result.status != status:
            raise error_from_result(result, self._connection.info.encoding)


def _taken_from(engine: Engine) -> Any:  # noqa: ANN401 - the driver's own connection
    """A connection that the pool opens, and does not know of any more."""
    pooled = engine.raw_connection()
    connection: Any = pooled.driver_connection
    pooled.detach()
    return connection
