"""Asking PostgreSQL by libpq, which waits for a whole answer without Python's lock.

A worker reads in threads. psycopg's cursor asks for the lock again with each piece of an answer that comes, and so
takes turns with the event loop some twenty times for a page of cards.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg import Connection
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, Format
from psycopg.pq.abc import PGresult
from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from app.core.prepared import PreparedStatement

#: Statements as libpq takes them, with `$1` for the first parameter.
_LIBPQ: Dialect = PGDialect_psycopg(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]


class LibpqConnection:
    """One of psycopg's, for statements that are each a transaction of their own."""

    dialect = _LIBPQ

    def __init__(self, connection: Connection[Any]) -> None:
        connection.autocommit = True
        self._connection = connection
        self._names: dict[str, bytes] = {}

    def rows(self, known: PreparedStatement, values: Mapping[str, Any]) -> Sequence[Any]:
        """As psycopg's own cursor gives them. Raises psycopg's errors."""
        libpq, made = self._connection.pgconn, Transformer(self._connection)
        name = self._names.get(known.text)
        if name is None:
            name = b"single_read_%d" % len(self._names)
            self._require(libpq.prepare(name, known.text.encode()), ExecStatus.COMMAND_OK)
            self._names[known.text] = name
        parameters = known.parameters(values)
        given = made.dump_sequence(parameters, [PyFormat.TEXT] * len(parameters))
        # As the server has it: bytes and numbers need not be read out of text.
        result = libpq.exec_prepared(name, given, result_format=Format.BINARY)  # type: ignore[arg-type] # None is NULL
        self._require(result, ExecStatus.TUPLES_OK)
        made.set_pgresult(result)
        return made.load_rows(0, result.ntuples, tuple)

    def close(self) -> None:
        """For good."""
        self._connection.close()

    def _require(self, result: PGresult, status: ExecStatus) -> None:
        if result.status != status:
            raise error_from_result(result, self._connection.info.encoding)
