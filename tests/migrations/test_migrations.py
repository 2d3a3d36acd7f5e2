from collections.abc import Iterator

import pytest
from alembic import command
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import DatabaseError

from app.core.config import Settings
from app.core.database import Database
from app.core.engines import normalise_url
from app.core.errors import DatabaseUnusable
from app.core.migrate import alembic_config, current_revision, known_revisions, upgrade
from tests.support.api import Api

#: The id of a copied row, as an SQL literal.
COPY = "'x'"


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[Engine]:
    database = Database(Settings(database_url=empty_database_url))
    yield database.engine
    database.dispose()


def test_up_check_down_and_up_again(empty_database_url: str, engine: Engine) -> None:
    config = alembic_config(empty_database_url)
    upgrade(empty_database_url)
    command.check(config)
    assert current_revision(engine) == known_revisions()[-1]
    command.downgrade(config, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    upgrade(empty_database_url)
    upgrade(empty_database_url)


def test_database_of_a_later_release_is_refused_and_left_alone(empty_database_url: str, engine: Engine) -> None:
    upgrade(empty_database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseUnusable, match="its schema is 9999, and this release knows"):
        upgrade(empty_database_url)
    assert current_revision(engine) == "9999"


@pytest.mark.parametrize("text", ["mysql://x", "oracle://x"])
def test_other_databases_are_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match="use sqlite:///file or postgresql"):
        normalise_url(text)


def test_database_itself_refuses_nonsense(api: Api) -> None:
    unit, position, system = api.unit(), api.position(), api.system()
    below = api.unit(parentId=unit["id"])
    other = api.position(reportsToId=position["id"])
    api.hold(position)
    api.assign(system, position)
    api.budget(system, estimatedDkk=1)
    holder = "created_at, updated_at, {id}, position_id, person_id, role, valid_from, valid_until"
    state = "revision, head_hash, organisation_revision, erasures, meaning"
    owner = "created_at, updated_at, {id}, system_id, position_id, duty, basis, valid_from, valid_until"
    again = [
        f"INSERT INTO {table} ({columns.format(id='id')}) SELECT {columns.format(id=COPY)} FROM {table}"
        for table, columns in (("tenure", holder), ("responsibility", owner))
    ]
    nonsense = [
        f"UPDATE unit SET parent_id = '{below['id']}' WHERE id = '{unit['id']}'",
        f"UPDATE unit SET parent_id = id WHERE id = '{unit['id']}'",
        f"UPDATE position SET reports_to_id = '{other['id']}' WHERE id = '{position['id']}'",
        f"UPDATE position SET reports_to_id = id WHERE id = '{position['id']}'",
        "UPDATE position SET management_level = 6",
        "UPDATE position SET budget_limit_dkk = -1",
        "UPDATE position SET unit_id = 'nowhere'",
        "UPDATE budget_line SET allocated_dkk = -1",
        "UPDATE budget_line SET kind = 'gift'",
        "UPDATE system SET criticality = 'high'",
        "UPDATE system SET source = 's'",
        "UPDATE responsibility SET valid_until = '2000-01-01'",
        "UPDATE tenure SET role = 'king'",
        *again,
        f"INSERT INTO register_state (id, {state}) SELECT 2, {state} FROM register_state",
        f"DELETE FROM unit WHERE id = '{unit['id']}'",
    ]
    for statement in nonsense:
        with pytest.raises(DatabaseError), api.register.database.engine.begin() as connection:
            connection.exec_driver_sql(statement)
