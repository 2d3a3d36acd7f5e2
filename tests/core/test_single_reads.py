"""Single reads past the pool give what SQLAlchemy gives, and leave what is lost or in use to the pool."""

from collections.abc import Iterator, Sequence
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import Select, bindparam, insert, select, text
from sqlalchemy.exc import DBAPIError

from app.core import single_reads
from app.core.config import Settings
from app.core.database import Database
from app.core.single_reads import SingleReads
from tests.core.every_type import ASKED, ROWS, TABLE
from tests.support.postgres import end_connections

BY_ID = select(TABLE.c.name).where(TABLE.c.id == bindparam("id"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(Settings(database_url=database_url))
    with database.beside() as connection:
        TABLE.create(connection)
        connection.execute(insert(TABLE), ROWS)
    yield database
    database.dispose()


def found_beside(database: Database, statement: Select[Any], values: dict[str, Any]) -> Sequence[Any] | None:
    """What the pool has no part in."""
    with patch.object(database, "_looker", None):
        return database.read(statement, values)


@pytest.mark.parametrize(("statement", "values"), ASKED)
def test_rows_are_those_of_sqlalchemy(database: Database, statement: Any, values: dict[str, Any]) -> None:
    with database.beside() as connection:
        own = connection.execute(statement, values).all()
    for _ in range(2):
        assert found_beside(database, statement, values) == [tuple(row) for row in own]


def test_each_read_sees_what_was_committed_before_it(database: Database) -> None:
    for name in ("C", "D"):
        with database.beside() as connection:
            connection.execute(TABLE.update().where(TABLE.c.id == 1).values(name=name))
        assert found_beside(database, BY_ID, {"id": 1}) == [(name,)]


def test_what_the_database_refuses_is_told_as_sqlalchemy_tells_it(database: Database) -> None:
    nowhere = select(TABLE.c.name, text("nowhere")).where(TABLE.c.id == bindparam("id"))
    with pytest.raises(DBAPIError) as told:
        database.read(nowhere, {"id": 4711})
    assert "nowhere" in str(told.value)
    assert "4711" not in str(told.value)
    assert found_beside(database, BY_ID, {"id": 2}) == [("B",)], "the next one has a connection"


def test_where_all_are_in_use_the_pool_answers(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single_reads, "_MOST", 0)
    full = SingleReads(database.engine, local=database.local)
    assert full.rows(BY_ID, {"id": 2}) is None
    monkeypatch.setattr(database, "_single_reads", full)
    assert database.read(BY_ID, {"id": 2}) == [("B",)]


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_connection_that_the_server_has_ended_is_missed_by_nobody(database: Database, database_url: str) -> None:
    for _ in range(3):
        assert found_beside(database, BY_ID, {"id": 2}) == [("B",)]
        end_connections(database_url)
        assert database.read(BY_ID, {"id": 3}) == [("B",)]
