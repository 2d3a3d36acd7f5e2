"""Names of a register of release 0004 can be sorted and searched in after the upgrade, and the guards still stand."""

from collections.abc import Iterator

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError

from app.core.config import Settings
from app.core.database import Database
from app.core.folding import search_text, sort_key
from app.core.migrate import alembic_config
from tests.upgrade.databases import insert, read

NAMES = {"unit": "name", "person": "name", "position": "title", "contract": "name", "access_token": "name"}


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[Engine]:
    """A register as 0004 wrote it."""
    command.upgrade(alembic_config(empty_database_url), "0004")
    database = Database(Settings(database_url=empty_database_url))
    with database.engine.begin() as connection:
        insert(connection, read("0004"))
    yield database.engine
    database.dispose()


def test_every_row_has_its_keys_after_the_upgrade_and_after_another(empty_database_url: str, engine: Engine) -> None:
    config = alembic_config(empty_database_url)
    before = {table: set(_columns(engine, table)) for table in NAMES}
    for _ in range(2):
        command.upgrade(config, "0005")
        for table, name in NAMES.items():
            searched = f", {name}_search" if table != "access_token" else ""
            with engine.connect() as connection:
                rows = connection.execute(text(f"SELECT {name}, {name}_sort{searched} FROM {table}")).all()
            assert len(rows) >= 2
            for called, key, *found in rows:
                assert key == sort_key(called)
                assert found == ([search_text(called)] if searched else [])
            assert f"ix_{table}_{name}_sort" in {index["name"] for index in inspect(engine).get_indexes(table)}
        _guards_stand(engine)
        command.downgrade(config, "0004")
        assert {table: set(_columns(engine, table)) for table in NAMES} == before
        _guards_stand(engine)


def _columns(engine: Engine, table: str) -> list[str]:
    return [column["name"] for column in inspect(engine).get_columns(table)]


def _guards_stand(engine: Engine) -> None:
    for statement in ("UPDATE unit SET parent_id = id", "UPDATE position SET reports_to_id = id"):
        with pytest.raises(DatabaseError), engine.begin() as connection:
            connection.execute(text(statement))
