"""Statements that are made once give the rows that SQLAlchemy's own way gives, and fail as it fails."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    create_engine,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.core.engines import normalise_url
from app.core.prepared import at_once, read, read_each, write
from tests.core.every_type import ASKED, DAY, ROWS, TABLE

_NOWHERE = select(Table("nowhere", MetaData(), Column("name", String))).where(bindparam("who") == "x")


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    engine = create_engine(normalise_url(database_url))
    with engine.connect() as connection:
        TABLE.create(connection)
        connection.execute(insert(TABLE), ROWS)
        yield connection
    engine.dispose()


@pytest.mark.parametrize(("statement", "values"), ASKED)
def test_rows_are_those_of_sqlalchemy(connection: Connection, statement: Any, values: dict[str, Any]) -> None:
    own = connection.execute(statement, values).all()
    for _ in range(2):
        found = read(connection, statement, values)
        assert [tuple(row) for row in found] == [tuple(row) for row in own]


def test_columns_are_reached_by_their_names(connection: Connection) -> None:
    statement = select(TABLE.c.id, TABLE.c.said.label("words")).where(TABLE.c.id == bindparam("id"))
    (row,) = read(connection, statement, {"id": 2})
    assert (row.id, row.words) == (2, {"æ": [1, None, "%"]})


def test_what_the_transaction_has_written_is_read(connection: Connection) -> None:
    statement = select(func.count()).select_from(TABLE)
    connection.execute(insert(TABLE), [{**ROWS[0], "id": 4}])
    assert read(connection, statement, {}) == [(4,)]


def test_a_parameter_that_lacks_is_told(connection: Connection) -> None:
    with pytest.raises(KeyError, match="day"):
        read(connection, select(TABLE.c.id).where(TABLE.c.day == DAY), {})


def test_what_the_database_refuses_is_told_without_the_values(connection: Connection) -> None:
    with pytest.raises(DBAPIError) as told:
        read(connection, _NOWHERE, {"who": "Vibeke"})
    assert "FROM nowhere" in str(told.value)
    assert "Vibeke" not in str(told.value)
    assert isinstance(told.value.orig, connection.dialect.loaded_dbapi.Error)
    connection.rollback()
    with pytest.raises(DBAPIError) as own:
        connection.execute(_NOWHERE, {"who": "Vibeke"})
    assert type(told.value) is type(own.value)


def test_several_that_are_sent_at_once_are_answered_each(connection: Connection) -> None:
    statements = [
        select(TABLE.c.id).where(TABLE.c.name == bindparam("name")).order_by(TABLE.c.id),
        TABLE.select().order_by(TABLE.c.id),
        select(TABLE.c.id).where(TABLE.c.day == DAY),
        select(func.count()).select_from(TABLE),
    ]
    values = {"name": "B", "day": date(1899, 12, 31)}
    for _ in range(2):
        names, rows, days, counted = read_each(connection, statements, values)
        assert (names, days, counted) == ([(2,), (3,)], [(3,)], [(3,)])
        assert rows == read(connection, statements[1], {})


def test_of_several_one_that_is_refused_is_told(connection: Connection) -> None:
    with pytest.raises(DBAPIError) as told:
        read_each(connection, [TABLE.select(), _NOWHERE, TABLE.select()], {"who": "Vibeke"})
    assert "FROM nowhere" in str(told.value)
    assert "Vibeke" not in str(told.value)
    connection.rollback()
    # The connection is as good as before.
    assert read_each(connection, [select(bindparam("one", type_=Integer))], {"one": 1}) == [[(1,)]]


def test_what_is_written_at_once_is_written_in_order(connection: Connection) -> None:
    row = dict.fromkeys(("day", "at", "said", "standing"))
    with at_once(connection):
        write(connection, insert(TABLE), [{"id": 4, "name": "C", **row}])
        write(connection, insert(TABLE), [{"id": number, "name": "D", **row} for number in (5, 6)])
        assert read(connection, select(func.count()).select_from(TABLE), {}) == [(6,)]
        write(connection, update(TABLE).where(TABLE.c.name == "D").values(name=bindparam("new")), [{"new": "E"}])
    assert read(connection, select(TABLE.c.name).where(TABLE.c.id > 3).order_by(TABLE.c.id), {}) == [
        ("C",),
        ("E",),
        ("E",),
    ]


def test_what_is_written_at_once_and_refused_is_told_by_the_end(connection: Connection) -> None:
    row = dict.fromkeys(("day", "at", "said", "standing"))

    def written() -> None:
        with at_once(connection):
            write(connection, insert(TABLE), [{"id": 1, "name": "again", **row}])
            write(connection, insert(TABLE), [{"id": 7, "name": "F", **row}])

    with pytest.raises(IntegrityError):
        written()
    connection.rollback()
