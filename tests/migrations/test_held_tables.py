"""A migration does not wait for long for a table that somebody uses, since everybody else would wait behind it."""

import pytest
from sqlalchemy import inspect

from app.core import migrate
from app.core.config import Settings
from app.core.database import Database
from app.core.errors import DatabaseUnusable
from tests.support.databases import PostgresDatabases


def test_a_table_that_is_held_leaves_the_schema_as_it_was(
    postgres_databases: PostgresDatabases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "LOCK_TIMEOUT_SECONDS", 1)
    with postgres_databases.empty() as url:
        migrate.bring_to("0008", url)
        database = Database(Settings(database_url=url))
        with database.writing() as other:
            other.connection().exec_driver_sql("LOCK TABLE alembic_version IN SHARE MODE")
            with pytest.raises(DatabaseUnusable, match=r"Another program holds a table .* 1 seconds"):
                migrate.upgrade(url)
            other.rollback()
        assert migrate.current_revision(database.engine) == "0008"
        assert not inspect(database.engine).has_table("read_entry")
        migrate.upgrade(url)
        assert migrate.current_revision(database.engine) == migrate.known_revisions()[-1]
        database.dispose()
