"""Running one statement for many rows at what the driver takes for it."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Dialect
from sqlalchemy.sql.dml import UpdateBase

from app.core.prepared import prepared


class TakesStatements(Protocol):
    """A connection, or what puts aside what a connection would have been told."""

    @property
    def dialect(self) -> Dialect: ...

    def exec_driver_sql(self, statement: str, parameters: list[Any], /) -> object:
        """Run the statement for each of the parameters, which are as the driver takes them."""
        ...


def run_for_each(connection: TakesStatements, statement: UpdateBase, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run the statement once for each row.

    An INSERT sets every column of its table, and each row says all of them: no default of the model steps in. A row
    that lacks a parameter raises KeyError before anything is sent.
    """
    if rows:
        known = prepared(statement, connection.dialect)
        connection.exec_driver_sql(known.text, [known.parameters(row) for row in rows])
