"""The index of cards that stand is built anew where an attempt was cut off. squawk sees that nobody waits for it."""

from sqlalchemy import inspect

from app.core import migrate
from app.core.config import Settings
from app.core.database import Database
from tests.support.databases import PostgresDatabases

NAME = "ix_card_version_standing"


def test_what_an_attempt_left_is_no_index(postgres_databases: PostgresDatabases) -> None:
    with postgres_databases.empty() as url:
        migrate.bring_to("0014", url)
        database = Database(Settings(database_url=url))
        with database.engine.begin() as connection:
            connection.exec_driver_sql(f"CREATE INDEX {NAME} ON card_version (system_id)")
            connection.exec_driver_sql(f"UPDATE pg_index SET indisvalid = false WHERE indexrelid = '{NAME}'::regclass")
        migrate.upgrade(url)
        with database.engine.connect() as connection:
            (found,) = [each for each in inspect(connection).get_indexes("card_version") if each["name"] == NAME]
            valid = connection.exec_driver_sql(f"SELECT indisvalid FROM pg_index WHERE indexrelid = '{NAME}'::regclass")
            assert valid.scalar_one() is True
        assert found["dialect_options"]["postgresql_where"] == "(known_until IS NULL)"
        database.dispose()
