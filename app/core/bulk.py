"""Running one statement for many rows at what the driver takes for it.

SQLAlchemy puts the parameters of each row together anew, which takes longer than the database takes to write the row.
Here the statement is made once, and each value goes through what its type asks for and no more.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

from sqlalchemy import Dialect
from sqlalchemy.sql.dml import UpdateBase

#: What the register runs for many rows is a dozen statements, in one dialect.
_STATEMENTS = 64
_Values = Callable[[Mapping[str, Any]], Any]


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
    if not rows:
        return
    text, values = _prepared(statement, connection.dialect)
    connection.exec_driver_sql(text, [values(row) for row in rows])


@lru_cache(_STATEMENTS)
def _prepared(statement: UpdateBase, dialect: Dialect) -> tuple[str, _Values]:
    """The statement's text as the driver takes it, and what makes the driver's parameters of a row."""
    compiled: Any = statement.compile(dialect=dialect)
    names = compiled.positiontup if compiled.positional else list(compiled.binds)
    made = [(at, _maker(compiled.binds[name].type, dialect)) for at, name in enumerate(names)]
    makers = [(at, make) for at, make in made if make is not None]

    def in_order(row: Mapping[str, Any]) -> tuple[Any, ...]:
        values = [row[name] for name in names]
        for at, make in makers:
            values[at] = make(values[at])
        return tuple(values)

    def by_name(row: Mapping[str, Any]) -> dict[str, Any]:
        return dict(zip(names, in_order(row), strict=True))

    return str(compiled), in_order if compiled.positional else by_name


def _maker(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:  # noqa: ANN401 - any column type
    maker: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return maker
