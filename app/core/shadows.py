"""Temporary copies of tables that stand before the tables themselves, on one connection, until its transaction ends.

Whatever writes to a shadow waits for nobody, and nobody sees it: temporary tables are a connection's own on both
databases, and are found before those of the same name that everybody shares.
"""

from collections.abc import Iterable

from sqlalchemy import Column, Connection, MetaData, Table
from sqlalchemy.schema import CreateIndex, CreateTable, Index


def cast_shadows(connection: Connection, tables: Iterable[Table]) -> None:
    """Make the copies, with the rows that the transaction sees, and with indexes.

    Without foreign keys and conditions: a row that is impossible is found where it is written for good. The connection
    must be a fresh one: a statement that it has prepared before would still mean the tables themselves.
    """
    preparer = connection.dialect.identifier_preparer
    local = connection.dialect.name == "sqlite"
    schema = "main" if local else str(connection.exec_driver_sql("SELECT current_schema()").scalar_one())
    for table in tables:
        columns = [Column(column.name, column.type, primary_key=column.primary_key) for column in table.columns]
        shadow = Table(table.name, MetaData(), *columns, prefixes=["TEMPORARY"])
        name = preparer.quote(table.name)
        listed = ", ".join(preparer.quote(column.name) for column in table.columns)
        source = f"{preparer.quote(schema)}.{name}"
        connection.execute(CreateTable(shadow))
        connection.exec_driver_sql(f"INSERT INTO {name} ({listed}) SELECT {listed} FROM {source}")  # noqa: S608 - names of our own
        for number, column in enumerate(one for one in table.columns if one.index or one.foreign_keys):
            connection.execute(CreateIndex(Index(f"shadow_{table.name}_{number}", shadow.c[column.name])))
