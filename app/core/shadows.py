"""Copies of tables that stand before the tables themselves, on one connection, until its transaction ends.

Whatever writes to a shadow waits for nobody, and nobody sees it. On PostgreSQL shadows are temporary tables: a
connection's own, and found before those of the same name that everybody shares. SQLite's driver keeps temporary tables
in memory, however large they are; there shadows lie in a file without a name, which is the connection's database, and
the register is attached behind it.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import Column, Connection, Engine, MetaData, NullPool, Table
from sqlalchemy.engine import URL
from sqlalchemy.schema import CreateIndex, CreateTable, Index

from app.core.engines import open_engine

_BEHIND = "register"


def before(url: URL, timeout_seconds: float) -> Engine:
    """An engine each of whose connections has a database of its own before the register of SQLite."""

    def connect() -> Any:  # noqa: ANN401 - the driver's own connection
        handle, name = mkstemp(prefix="register-", suffix=".db")
        os.close(handle)
        try:
            connection = sqlite.connect(name, check_same_thread=False, timeout=timeout_seconds, isolation_level=None)
            # Nobody else opens it, and nothing of it outlives the connection; it is made with its first page.
            for statement in (
                "PRAGMA main.locking_mode=EXCLUSIVE",
                "PRAGMA main.journal_mode=MEMORY",
                "PRAGMA main.synchronous=OFF",
                "PRAGMA trusted_schema=OFF",
                "PRAGMA main.user_version=1",
            ):
                connection.execute(statement).close()
            connection.execute(f"ATTACH ? AS {_BEHIND}", [url.database]).close()
        finally:
            # It is open by now; from here on it has no name.
            Path(name).unlink()
        return connection

    return open_engine(url, creator=connect, poolclass=NullPool)


def cast_shadows(connection: Connection, tables: Iterable[Table]) -> None:
    """Make the copies, with the rows that the transaction sees, and with indexes.

    Without foreign keys and conditions: a row that is impossible is found where it is written for good. The connection
    must be a fresh one: a statement that it has prepared before would still mean the tables themselves.
    """
    preparer = connection.dialect.identifier_preparer
    local = connection.dialect.name == "sqlite"
    schema = _BEHIND if local else str(connection.exec_driver_sql("SELECT current_schema()").scalar_one())
    for table in tables:
        columns = [Column(column.name, column.type, primary_key=column.primary_key) for column in table.columns]
        shadow = Table(table.name, MetaData(), *columns, prefixes=[] if local else ["TEMPORARY"])
        name = preparer.quote(table.name)
        listed = ", ".join(preparer.quote(column.name) for column in table.columns)
        source = f"{preparer.quote(schema)}.{name}"
        connection.execute(CreateTable(shadow))
        connection.exec_driver_sql(f"INSERT INTO {name} ({listed}) SELECT {listed} FROM {source}")  # noqa: S608 - names of our own
        for number, column in enumerate(one for one in table.columns if one.index or one.foreign_keys):
            connection.execute(CreateIndex(Index(f"shadow_{table.name}_{number}", shadow.c[column.name])))
