"""Databases of earlier releases: made from their files, and upgraded."""

import base64
import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import Column, Connection, Date, DateTime, LargeBinary, MetaData, Table, null

from app.core.config import Settings
from app.core.database import Database
from app.core.migrate import alembic_config, upgrade
from tests.support.extent import sampled

DATA = Path(__file__).parent / "data"
#: Written by Alembic itself.
VERSION_TABLE = "alembic_version"
#: A file is compressed beyond this.
LARGE = 300_000
Row = dict[str, Any]


@dataclass(frozen=True)
class Written:
    """A register as it was written; `tables` are in the order of their foreign keys."""

    revision: str
    tables: dict[str, list[Row]]


def revisions() -> list[str]:
    """The revisions of the schema that there is a file of, oldest first."""
    return sorted(path.name.partition(".")[0] for path in DATA.glob("*.json*"))


def cases() -> list[Any]:
    """The revisions as values of a parameter: the oldest, which passes every migration, and the newest.

    Those between in the soak: the migrations that they pass are the same.
    """
    every = revisions()
    return sampled(every, {every[0], every[-1]})


def read(revision: str) -> Written:
    plain = DATA / f"{revision}.json"
    content = plain.read_bytes() if plain.exists() else gzip.decompress(Path(f"{plain}.gz").read_bytes())
    return Written(**json.loads(content))


def keep(written: Written) -> Path:
    """Write the file, one row a line."""
    tables = []
    for name, rows in written.tables.items():
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        tables.append(f"{json.dumps(name)}: [\n{lines}\n]")
    head, body = json.dumps(written.revision), ",\n".join(tables)
    content = f'{{"revision": {head}, "tables": {{\n{body}\n}}}}\n'.encode()
    path = DATA / f"{written.revision}.json"
    if len(content) > LARGE:
        path, content = Path(f"{path}.gz"), gzip.compress(content, mtime=0)
    path.write_bytes(content)
    return path


def upgraded(revision: str) -> Callable[[str], None]:
    """Fills an empty database with what was written at the revision, and brings it to the newest schema."""

    def fill(url: str) -> None:
        as_written(revision)(url)
        upgrade(url)

    return fill


def as_written(revision: str) -> Callable[[str], None]:
    """Fills an empty database with what was written at the revision, and leaves the schema there."""

    def fill(url: str) -> None:
        written = read(revision)
        command.upgrade(alembic_config(url), written.revision)
        database = Database(Settings(database_url=url))
        with database.engine.begin() as connection:
            insert(connection, written)
        database.dispose()

    return fill


def tables_of(connection: Connection) -> list[Table]:
    """The tables that the database has, in the order of their foreign keys."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != VERSION_TABLE]


def insert(connection: Connection, written: Written) -> None:
    """Put the rows into a database whose schema is that of the file."""
    tables = {table.name: table for table in tables_of(connection)}
    assert set(tables) == set(written.tables)
    for name in reversed(written.tables):
        # The migrations have put a row into some.
        connection.execute(tables[name].delete())
    for name, rows in written.tables.items():
        columns = tables[name].columns
        values = [{key: from_json(connection, columns[key], value) for key, value in row.items()} for row in rows]
        if values:
            # One statement: a row may point at a later one of its table.
            connection.execute(tables[name].insert().values(values))


def from_json(connection: Connection, column: Column[Any], value: Any) -> Any:
    if value is None:
        # A JSON column would write the word.
        return null()
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value["base64"])
    if isinstance(column.type, DateTime):
        at = datetime.fromisoformat(value)
        # SQLite knows no zones.
        return at.replace(tzinfo=None) if connection.dialect.name == "sqlite" else at
    return date.fromisoformat(value) if isinstance(column.type, Date) else value


def to_json(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"base64": base64.b64encode(value).decode()}
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
    return value.isoformat() if isinstance(value, date) else value
