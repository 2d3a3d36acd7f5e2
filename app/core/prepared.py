"""Statements that are made once, and run at what the driver takes for them.

SQLAlchemy puts the parameters of each execution, and the rows of each answer, together by way of objects that are made
anew each time; for a row or two that takes two to three times as long as the database (ADR 0045). Here the text is made
once, and each value goes through what its type asks for and no more.
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, nullcontext
from functools import lru_cache, partial
from typing import Any

import orjson
from sqlalchemy import JSON, ClauseElement, Connection, Dialect, Select
from sqlalchemy.types import TypeEngine
from sqlmodel.sql.sqltypes import UTCDateTime

#: What the register prepares is some dozen statements, in one dialect.
_STATEMENTS = 128
_Make = Callable[[Any], Any]
#: Instants that are remembered for each column.
_INSTANTS = 256


class PreparedStatement:
    """A statement as the driver takes it. No value of `IN` with many values: `among` has one parameter for all."""

    def __init__(self, statement: ClauseElement, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        self.text = str(compiled)
        self._positional: bool = compiled.positional
        self._names: list[str] = (
            compiled.positiontup if self._positional else list(dict.fromkeys(compiled.bind_names.values()))
        )
        binds = [compiled.binds[name] for name in self._names]
        self._given = {name: bind.value for name, bind in zip(self._names, binds, strict=True) if not bind.required}
        made = [(at, bind.type.dialect_impl(dialect).bind_processor(dialect)) for at, bind in enumerate(binds)]
        self._makers: list[tuple[int, _Make]] = [(at, make) for at, make in made if make is not None]

    def parameters(self, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a tuple, or a dict
        """As the driver takes them. Raises KeyError for one that lacks and has no value in the statement."""
        said = {**self._given, **values} if self._given else values
        row = [said[name] for name in self._names]
        for at, make in self._makers:
            row[at] = make(row[at])
        return tuple(row) if self._positional else dict(zip(self._names, row, strict=True))


@lru_cache(_STATEMENTS)
def prepared(statement: ClauseElement, dialect: Dialect) -> PreparedStatement:
    return PreparedStatement(statement, dialect)


def read(connection: Connection, statement: Select[Any], values: Mapping[str, Any]) -> list[Any]:
    """All rows, as named tuples, of a statement that was built once; in the transaction of the connection.

    `values`: of its parameters. Raises what SQLAlchemy raises where the database refuses.
    """
    known = prepared(statement, connection.dialect)
    with _sent(connection, known.text, known.parameters(values)) as cursor:
        return named(statement, connection.dialect, cursor.fetchall())


def named(statement: Select[Any], dialect: Dialect, rows: Sequence[Any]) -> list[Any]:
    """The rows that the driver has given, as `read` gives them."""
    return _row_maker(statement, dialect)(rows)


def read_each(connection: Connection, statements: Sequence[Select[Any]], values: Mapping[str, Any]) -> list[list[Any]]:
    """The rows of several statements, as `read` gives them: no one waits for the answer of the one before.

    A server is sent all of them at once, and there is one way there and back. `values`: of the parameters of any.
    """
    dialect, driver = connection.dialect, connection.connection
    known = [prepared(statement, dialect) for statement in statements]
    with at_once(connection, "; ".join(one.text for one in known)), ExitStack() as stack:
        cursors: list[Any] = [stack.enter_context(closing(driver.cursor())) for _ in known]
        for cursor, one in zip(cursors, known, strict=True):
            _run(cursor, one.text, one.parameters(values), many=False)
        return [
            named(statement, dialect, cursor.fetchall()) for statement, cursor in zip(statements, cursors, strict=True)
        ]


def write(connection: Connection, statement: ClauseElement, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run a statement that was built once for each of the rows: the values of its parameters. Raises as `read`."""
    known = prepared(statement, connection.dialect)
    parameters = [known.parameters(row) for row in rows]
    many = len(parameters) > 1
    with _sent(connection, known.text, parameters if many else parameters[0], many=many):
        pass


@contextmanager
def at_once(connection: Connection, text: str = "") -> Iterator[None]:
    """What is written inside is sent without waiting for an answer to each, where the driver knows how.

    Only what is run here may be. A fault may be told by a later statement, or at the end; `text`: what it is told of.
    """
    pipeline = getattr(connection.connection.driver_connection, "pipeline", nullcontext)
    with _told_as_sqlalchemy_tells(connection, text), pipeline():
        yield


@contextmanager
def _sent(connection: Connection, text: str, parameters: Any, *, many: bool = False) -> Iterator[Any]:  # noqa: ANN401 - as the driver takes them
    """The driver's cursor, on which the statement has run."""
    cursor: Any = connection.connection.cursor()
    with _told_as_sqlalchemy_tells(connection, text), closing(cursor):
        _run(cursor, text, parameters, many=many)
        yield cursor


@contextmanager
def _told_as_sqlalchemy_tells(connection: Connection, text: str) -> Iterator[None]:
    """Who listens for faults hears those of the statement as well, and a connection that is lost is given up."""
    try:
        yield
    except connection.dialect.loaded_dbapi.Error as error:
        # Without the parameters, which may name someone.
        connection._handle_dbapi_exception(error, text, None, None, None)  # noqa: SLF001 - it has no other name


def _run(cursor: Any, text: str, parameters: Any, *, many: bool) -> None:  # noqa: ANN401 - the driver's own
    (cursor.executemany if many else cursor.execute)(text, parameters)


def _maker(kind: TypeEngine[Any], dialect: Dialect) -> _Make | None:
    """What makes values of the type from the driver's; None where they are the same.

    Instants are remembered: one write, or one night, gives them to many rows. JSON is read as `open_engine` has it
    read, without what SQLAlchemy puts around it.
    """
    make: _Make | None = kind.result_processor(dialect, None)
    if make is not None and isinstance(kind, JSON):
        return lambda text: None if text is None else orjson.loads(text)
    return lru_cache(_INSTANTS)(make) if make is not None and isinstance(kind, UTCDateTime) else make


@lru_cache(_STATEMENTS)
def _row_maker(statement: Select[Any], dialect: Dialect) -> Callable[[Sequence[Any]], list[Any]]:
    """What makes the statement's rows of the driver's."""
    columns = list(statement.selected_columns)
    names = [column.key or "" for column in columns]
    row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]  # noqa: PYI024 - they are the statement's
    kinds = [column.type.dialect_impl(dialect) for column in columns]
    made = [(at, _maker(kind, dialect)) for at, kind in enumerate(kinds)]
    makers = [(at, make) for at, make in made if make is not None]
    # A named tuple's own `_make` is a function in Python, called for every row.
    row_of = partial(tuple.__new__, row)

    def rows_of(found: Sequence[Any]) -> list[Any]:
        if not makers or not found:
            return [*map(row_of, found)]
        # Column by column: then nothing in Python is called for every value but what makes it.
        by_column: list[Iterable[Any]] = [*zip(*found, strict=True)]
        for at, make in makers:
            by_column[at] = map(make, by_column[at])
        return [*map(row_of, zip(*by_column, strict=True))]

    return rows_of
