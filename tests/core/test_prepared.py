"""Statements that are made once give the rows that SQLAlchemy's own way gives, and fail as it fails."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
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
from sqlmodel.sql.sqltypes import UTCDateTime

from app.core.among import among
from app.core.engines import normalise_url
from app.core.prepared import at_once, read, read_each, write

_TABLE = Table(
    "prepared",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("day", Date),
    Column("at", UTCDateTime),
    Column("said", JSON(none_as_null=True)),
    Column("standing", Boolean),
)
_ROWS: list[dict[str, Any]] = [
    {"id": 1, "name": "Å %s :x ?", "day": None, "at": None, "said": None, "standing": None},
    {
        "id": 2,
        "name": "B",
        "day": date(2026, 3, 2),
        "at": datetime(2026, 3, 2, 9, 30, 0, 5, tzinfo=UTC),
        "said": {"æ": [1, None, "%"]},
        "standing": True,
    },
    {"id": 3, "name": "B", "day": date(1899, 12, 31), "at": None, "said": [], "standing": False},
]
_DAY: Any = bindparam("day", type_=Date)
_NOWHERE = select(Table("nowhere", MetaData(), Column("name", String))).where(bindparam("who") == "x")


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    engine = create_engine(normalise_url(database_url))
    with engine.connect() as connection:
        _TABLE.create(connection)
        connection.execute(insert(_TABLE), _ROWS)
        yield connection
    engine.dispose()


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        pytest.param(_TABLE.select().order_by(_TABLE.c.id), {}, id="every type"),
        pytest.param(
            select(_TABLE.c.id).where(_TABLE.c.day == _DAY, _TABLE.c.day <= _DAY), {"day": date(2026, 3, 2)}, id="twice"
        ),
        pytest.param(
            select(_TABLE.c.id).where(_TABLE.c.day.is_(None) | (_TABLE.c.day > _DAY)), {"day": None}, id="null"
        ),
        pytest.param(
            select(_TABLE.c.id).where(_TABLE.c.name == "B").order_by(_TABLE.c.id.desc()).limit(1), {}, id="given"
        ),
        pytest.param(
            select(_TABLE.c.name, func.count(), func.max(_TABLE.c.at).label("last"))
            .where(among(_TABLE.c.name, "names"))
            .group_by(_TABLE.c.name),
            {"names": ["B", "Å %s :x ?"]},
            id="counted",
        ),
        pytest.param(select(_TABLE.c.id).where(among(_TABLE.c.name, "names")), {"names": []}, id="none"),
    ],
)
def test_rows_are_those_of_sqlalchemy(connection: Connection, statement: Any, values: dict[str, Any]) -> None:
    own = connection.execute(statement, values).all()
    for _ in range(2):
        found = read(connection, statement, values)
        assert [tuple(row) for row in found] == [tuple(row) for row in own]


def test_columns_are_reached_by_their_names(connection: Connection) -> None:
    statement = select(_TABLE.c.id, _TABLE.c.said.label("words")).where(_TABLE.c.id == bindparam("id"))
    (row,) = read(connection, statement, {"id": 2})
    assert (row.id, row.words) == (2, {"æ": [1, None, "%"]})


def test_what_the_transaction_has_written_is_read(connection: Connection) -> None:
    statement = select(func.count()).select_from(_TABLE)
    connection.execute(insert(_TABLE), [{**_ROWS[0], "id": 4}])
    assert read(connection, statement, {}) == [(4,)]


def test_a_parameter_that_lacks_is_told(connection: Connection) -> None:
    with pytest.raises(KeyError, match="day"):
        read(connection, select(_TABLE.c.id).where(_TABLE.c.day == _DAY), {})


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
        select(_TABLE.c.id).where(_TABLE.c.name == bindparam("name")).order_by(_TABLE.c.id),
        _TABLE.select().order_by(_TABLE.c.id),
        select(_TABLE.c.id).where(_TABLE.c.day == _DAY),
        select(func.count()).select_from(_TABLE),
    ]
    values = {"name": "B", "day": date(1899, 12, 31)}
    for _ in range(2):
        names, rows, days, counted = read_each(connection, statements, values)
        assert (names, days, counted) == ([(2,), (3,)], [(3,)], [(3,)])
        assert rows == read(connection, statements[1], {})


def test_of_several_one_that_is_refused_is_told(connection: Connection) -> None:
    with pytest.raises(DBAPIError) as told:
        read_each(connection, [_TABLE.select(), _NOWHERE, _TABLE.select()], {"who": "Vibeke"})
    assert "FROM nowhere" in str(told.value)
    assert "Vibeke" not in str(told.value)
    connection.rollback()
    # The connection is as good as before.
    assert read_each(connection, [select(bindparam("one", type_=Integer))], {"one": 1}) == [[(1,)]]


def test_what_is_written_at_once_is_written_in_order(connection: Connection) -> None:
    row = dict.fromkeys(("day", "at", "said", "standing"))
    with at_once(connection):
        write(connection, insert(_TABLE), [{"id": 4, "name": "C", **row}])
        write(connection, insert(_TABLE), [{"id": number, "name": "D", **row} for number in (5, 6)])
        assert read(connection, select(func.count()).select_from(_TABLE), {}) == [(6,)]
        write(connection, update(_TABLE).where(_TABLE.c.name == "D").values(name=bindparam("new")), [{"new": "E"}])
    assert read(connection, select(_TABLE.c.name).where(_TABLE.c.id > 3).order_by(_TABLE.c.id), {}) == [
        ("C",),
        ("E",),
        ("E",),
    ]


def test_what_is_written_at_once_and_refused_is_told_by_the_end(connection: Connection) -> None:
    row = dict.fromkeys(("day", "at", "said", "standing"))

    def written() -> None:
        with at_once(connection):
            write(connection, insert(_TABLE), [{"id": 1, "name": "again", **row}])
            write(connection, insert(_TABLE), [{"id": 7, "name": "F", **row}])

    with pytest.raises(IntegrityError):
        written()
    connection.rollback()
