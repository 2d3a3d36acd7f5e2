"""Running one statement for many rows at what the driver takes for it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.sql.dml import UpdateBase

from app.core.prepared import prepared, write
from app.core.tape import Tape

#: A connection, or what puts aside what a connection would have been told.
TakesStatements = Connection | Tape


def run_for_each(connection: TakesStatements, statement: UpdateBase, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run the statement once for each row.

    An INSERT sets every column of its table, and each row says all of them: no default of the model steps in. A row
    that lacks a parameter raises KeyError before anything is sent.
    """
    if not rows:
        return
    if isinstance(connection, Connection):
        write(connection, statement, rows)
    else:
        known = prepared(statement, connection.dialect)
        connection.put(known.text, [known.parameters(row) for row in rows])
