"""Rows as a backup holds them: read from either database and written to either, at any schema.

A value is what JSON has: instants in UTC with Z, days in ISO form, bytes in base64. JSON columns are carried as the
text that they are, since hashes may cover them.
"""

import base64
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    Text,
    cast,
    event,
    func,
    select,
    text,
)
from sqlalchemy.types import UserDefinedType

from app.core.canonical import instant

#: Rows that are held in memory at once.
CHUNK = 1000
_VERSION_TABLE = "alembic_version"
_HEAD = "SELECT revision, head_hash FROM register_state"

RowValues = list[Any]


class _JsonText(UserDefinedType[str]):
    """PostgreSQL's JSON, read as its text: as it was written, to the byte."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:  # noqa: ANN401 - as the class above has it
        return "JSON"

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return cast(column, Text)


def tables_of(connection: Connection) -> list[Table]:
    """The tables that the database has, in the order of their foreign keys."""
    found = MetaData()
    raw = Text() if connection.dialect.name == "sqlite" else _JsonText()

    @event.listens_for(found, "column_reflect")
    def keep_text(_inspector: object, _table: Table, column: Any) -> None:  # noqa: ANN401 - what SQLAlchemy reflects
        if isinstance(column["type"], JSON):
            column["type"] = raw

    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != _VERSION_TABLE]


def columns_of(table: Table) -> list[Column[Any]]:
    """The columns by name: two databases with the same history may have them in another order."""
    return sorted(table.columns, key=lambda column: column.name)


def head_of(connection: Connection) -> tuple[int, str]:
    """Revision and hash of the journal's head; every schema has had them."""
    revision, head = connection.execute(text(_HEAD)).one()
    return revision, head


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """Every row of the table as a line of JSON, in the order of `columns_of`, by its key, in constant memory."""
    statement = select(*columns_of(table)).order_by(*table.primary_key.columns).execution_options(yield_per=CHUNK)
    with connection.execute(statement) as rows:
        for row in rows:
            yield orjson.dumps([_to_json(value) for value in row]) + b"\n"


def count_of(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def load(connection: Connection, table: Table, columns: list[str], rows: Iterable[RowValues]) -> None:
    """Put the rows into the empty table; `columns` says in which order their values are."""
    chosen = [table.columns[name] for name in columns]
    if connection.dialect.name == "sqlite":
        _load_sqlite(connection, table, chosen, rows)
    else:
        _load_postgres(connection, table, chosen, rows)


def broken_references(connection: Connection) -> list[str]:
    """Tables with a row that refers to one that is not there. PostgreSQL refuses such rows by itself."""
    if connection.dialect.name != "sqlite":
        return []
    return sorted({row[0] for row in connection.execute(text("PRAGMA foreign_key_check"))})


def faults_of(connection: Connection) -> list[str]:
    """What SQLite finds wrong with its own file."""
    if connection.dialect.name != "sqlite":
        return []
    return [said for (said,) in connection.execute(text("PRAGMA integrity_check(5)")) if said != "ok"]


def _load_sqlite(connection: Connection, table: Table, columns: list[Column[Any]], rows: Iterable[RowValues]) -> None:
    readers = [(column.name, _reader(column)) for column in columns]
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(
            {name: value if value is None else read(value) for (name, read), value in zip(readers, row, strict=True)}
        )
        if len(chunk) == CHUNK:
            connection.execute(table.insert(), chunk)
            chunk = []
    if chunk:
        connection.execute(table.insert(), chunk)


def _load_postgres(connection: Connection, table: Table, columns: list[Column[Any]], rows: Iterable[RowValues]) -> None:
    """One COPY is one statement, after which references are checked: a row may point at a later one."""
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(column.name) for column in columns)
    binary = [index for index, column in enumerate(columns) if isinstance(column.type, LargeBinary)]
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {quote(table.name)} ({names}) FROM STDIN") as copy:
        for row in rows:
            for index in binary:
                row[index] = None if row[index] is None else base64.b64decode(row[index])
            copy.write_row(row)


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    if isinstance(column.type, LargeBinary):
        return base64.b64decode
    if isinstance(column.type, DateTime):
        return _naive
    return date.fromisoformat if isinstance(column.type, Date) else _as_it_is


def _naive(value: str) -> datetime:
    # SQLite knows no zones: the register keeps UTC there.
    return datetime.fromisoformat(value).astimezone(UTC).replace(tzinfo=None)


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 - any value of a column
    return value


def _to_json(value: Any) -> Any:  # noqa: ANN401 - any value of a column
    if isinstance(value, datetime):
        return instant(value if value.tzinfo else value.replace(tzinfo=UTC))
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value
