"""Single reads past the pool, by a few connections that are kept open for them.

A statement that needs no transaction costs less than what SQLAlchemy does around it.
"""

from collections.abc import Mapping, Sequence
from threading import BoundedSemaphore
from typing import Any, Protocol

from sqlalchemy import Dialect, Engine, Select

from app.core.prepared import PreparedStatement, named, prepared

#: Connections past the pool, each for a fraction of a millisecond.
_MOST = 8


class _Kept(Protocol):
    """A connection that answers single statements. Raises the driver's errors."""

    @property
    def dialect(self) -> Dialect: ...

    def rows(self, known: PreparedStatement, values: Mapping[str, Any]) -> Sequence[Any]: ...

    def close(self) -> None: ...


class SingleReads:
    """Those of one database."""

    def __init__(self, engine: Engine, *, local: bool) -> None:
        self._engine = engine
        self._make = _local if local else _of_server
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
        try:
            kept = self._taken()
            try:
                found = kept.rows(prepared(statement, kept.dialect), values)
            except BaseException:
                kept.close()
                raise
        except self._engine.dialect.loaded_dbapi.Error:
            return None
        self._kept.append(kept)
        return found

    def _taken(self) -> _Kept:
        try:
            return self._kept.pop()
        except IndexError:
            # Not asked before: another thread may take the last one meanwhile.
            return self._make(self._engine)

    def close(self) -> None:
        """Those that are not in use."""
        while self._kept:
            self._kept.pop().close()


class _Local:
    def __init__(self, connection: Any, dialect: Dialect) -> None:  # noqa: ANN401 - the driver's own
        self.dialect = dialect
        self._connection = connection

    def rows(self, known: PreparedStatement, values: Mapping[str, Any]) -> Sequence[Any]:
        found: Sequence[Any] = self._connection.execute(known.text, known.parameters(values)).fetchall()
        return found

    def close(self) -> None:
        self._connection.close()


def _local(engine: Engine) -> _Kept:
    return _Local(_taken_from(engine), engine.dialect)


def _of_server(engine: Engine) -> _Kept:
    # The driver takes a tenth of a start, which a database in a file needs not wait for.
    from app.core.libpq import LibpqConnection  # noqa: PLC0415

    return LibpqConnection(_taken_from(engine))


def _taken_from(engine: Engine) -> Any:  # noqa: ANN401 - the driver's own connection
    """A connection that the pool opens, and does not know of any more."""
    pooled = engine.raw_connection()
    connection: Any = pooled.driver_connection
    pooled.detach()
    return connection
