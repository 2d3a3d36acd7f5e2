"""Write the register at DATABASE_URL into the file of its schema, for the release that changes the schema next."""

import sys

from sqlalchemy import Connection

from app.core.config import Settings
from app.core.database import Database
from app.core.migrate import current_revision
from tests.upgrade.databases import Row, Written, keep, tables_of, to_json


def rows_by_table(connection: Connection) -> dict[str, list[Row]]:
    """Every row of every table, in the order of its key."""
    return {
        table.name: [
            {name: to_json(value) for name, value in row.items()}
            for row in connection.execute(table.select().order_by(*table.primary_key)).mappings()
        ]
        for table in tables_of(connection)
    }


def write() -> None:
    database = Database(Settings())
    revision = current_revision(database.engine)
    assert revision is not None, "The database is empty."
    with database.engine.connect() as connection:
        path = keep(Written(revision, rows_by_table(connection)))
    database.dispose()
    sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    write()
