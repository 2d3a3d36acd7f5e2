"""The least that a database has to do for the same: rows without a register, to compare writes and imports with."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

import psycopg
from psycopg.types.json import set_json_loads
from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import make_url

from app.models import Card, CardHolding, CardVersion, Finding, FindingVersion, Responsibility, System

_TABLE = "CREATE TABLE bare (id INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL)"
_TEXT = "Her kan medarbejderne følge en sag fra begyndelse til ende. " * 4


@contextmanager
def connected(url: str) -> Iterator[Any]:
    """A driver's own connection, which waits for the disk at each commit as the register's does."""
    if url.startswith("postgresql"):
        connection: Any = psycopg.connect(url)
    else:
        connection = sqlite.connect(make_url(url).database)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
    try:
        yield connection
    finally:
        connection.close()


class BareInserts:
    """One row in each transaction, in a database of their own."""

    def __init__(self, connection: Any, url: str) -> None:  # noqa: ANN401 - either driver's
        self._connection, self._done = connection, 0
        mark = "%s" if url.startswith("postgresql") else "?"
        self._statement = f"INSERT INTO bare VALUES ({mark}, {mark}, {mark})"  # noqa: S608 - a driver's placeholder
        connection.execute(_TABLE)
        connection.commit()

    def seconds(self) -> float:
        """Of one."""
        self._done += 1
        begin = perf_counter()
        self._connection.execute(self._statement, (self._done, f"System {self._done}", _TEXT))
        self._connection.commit()
        return perf_counter() - begin


#: What an import of systems with owners writes, each after what it refers to. Nothing can be taken out of the journal.
_WRITTEN = (System, Responsibility, Finding, FindingVersion, Card, CardVersion, CardHolding)


def same_rows(url: str) -> float:
    """Seconds for all rows of these tables as they stand, with executemany in one transaction, into the same tables.

    They are taken out before. Keys, indexes and conditions are the register's.
    """
    names = [str(model.__tablename__) for model in _WRITTEN]
    server = url.startswith("postgresql")
    with connected(url) as connection:
        if server:
            # As text, which is what is sent back.
            set_json_loads(lambda text: text if isinstance(text, str) else bytes(text).decode(), connection)
        cursor = connection.cursor()
        held = {name: cursor.execute(f"SELECT * FROM {name}").fetchall() for name in names}  # noqa: S608 - our own
        for name in reversed(names):
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - the same
        connection.commit()
        begin = perf_counter()
        for name, rows in held.items():
            marks = ", ".join(["%s" if server else "?"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608 - the same
        connection.commit()
        return perf_counter() - begin


def many_rows(url: str, columns: list[str], rows: list[list[object]]) -> float:
    """Seconds for all rows as text with executemany, in one transaction."""
    mark = "%s" if url.startswith("postgresql") else "?"
    with connected(url) as connection:
        listed = ", ".join(f'"{name}" TEXT' for name in columns)
        connection.execute(f"CREATE TABLE imported ({listed})")
        connection.commit()
        begin = perf_counter()
        statement = f"INSERT INTO imported VALUES ({', '.join([mark] * len(columns))})"  # noqa: S608 - the same
        connection.cursor().executemany(statement, rows)
        connection.commit()
        return perf_counter() - begin
