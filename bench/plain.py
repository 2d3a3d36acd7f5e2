"""The least that a database has to do for the same: rows without a register, to compare writes and imports with."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from time import perf_counter
from typing import Any

import psycopg
from psycopg.types.json import set_json_loads
from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import make_url
from sqlmodel import SQLModel

from app.models import Card, CardHolding, CardVersion, Finding, FindingVersion

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
        connection.execute("PRAGMA foreign_keys=ON")
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


#: What refers to systems, or follows from them; taken out before the systems are.
_FOLLOWING = (CardHolding, CardVersion, Card, FindingVersion, Finding)


def same_rows(url: str, transactions: Sequence[Sequence[type[SQLModel]]]) -> list[float]:
    """Seconds of each transaction, which puts all rows of its tables in again with executemany, as they stood.

    All rows of all of them are taken out before, the last first, and findings and cards for good: the register is none
    any more. Keys, indexes and conditions are its own.
    """
    names = [[str(model.__tablename__) for model in models] for models in transactions]
    server = url.startswith("postgresql")
    with connected(url) as connection:
        if server:
            # As text, which is what is sent back.
            set_json_loads(lambda text: text if isinstance(text, str) else bytes(text).decode(), connection)
        cursor = connection.cursor()
        held = [{name: cursor.execute(f"SELECT * FROM {name}").fetchall() for name in of} for of in names]  # noqa: S608 - our own
        for name in (*(str(model.__tablename__) for model in _FOLLOWING), *reversed([*chain(*names)])):
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - the same
        connection.commit()
        return [_seconds_to_insert(connection, tables, "%s" if server else "?") for tables in held]


def _seconds_to_insert(connection: Any, tables: Mapping[str, Sequence[Sequence[object]]], mark: str) -> float:  # noqa: ANN401 - either driver's
    begin = perf_counter()
    for name, rows in tables.items():
        marks = ", ".join([mark] * len(rows[0]))
        connection.cursor().executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608 - our own
    connection.commit()
    return perf_counter() - begin
