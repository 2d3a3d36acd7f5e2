"""Statements for many rows write what SQLAlchemy's own way of running them writes."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Date, Integer, MetaData, String, Table, bindparam, create_engine, select
from sqlalchemy import insert as insert_into

from app.core.bulk import run_for_each, update_each
from app.core.engines import normalise_url

_TABLE = Table(
    "bulk",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("day", Date),
    Column("said", JSON(none_as_null=True)),
    Column("standing", Boolean, nullable=False, default=True),
)
_ADD = insert_into(_TABLE)
_RENAME = _TABLE.update().where(_TABLE.c.id == bindparam("key")).values(name=bindparam("new_name"))


def row(number: int, **said: Any) -> dict[str, Any]:
    return {"id": number, "name": f"Å {number} %s :x ?", "day": None, "said": None, "standing": False, **said}


def test_rows_are_written_as_the_types_of_their_columns_ask(database_url: str) -> None:
    rows = [row(1), row(2, day=date(2026, 3, 2), said={"æ": [1, None, "%"]}, standing=True)]
    engine = create_engine(normalise_url(database_url))
    with engine.connect() as connection:
        _TABLE.create(connection)
        run_for_each(connection, _ADD, rows)
        run_for_each(connection, _RENAME, [{"key": 2, "new_name": "Ny"}, {"key": 1, "new_name": "Nyt"}])
        found = [dict(each) for each in connection.execute(select(_TABLE).order_by(_TABLE.c.id)).mappings()]
    engine.dispose()
    assert found == [{**rows[0], "name": "Nyt"}, {**rows[1], "name": "Ny"}]


def test_a_row_that_lacks_something_leaves_nothing_written(database_url: str) -> None:
    lacking = row(2)
    del lacking["standing"]
    engine = create_engine(normalise_url(database_url))
    with engine.connect() as connection:
        _TABLE.create(connection)
        with pytest.raises(KeyError, match="standing"):
            run_for_each(connection, _ADD, [row(1), lacking])
        assert connection.execute(select(_TABLE)).all() == []
        run_for_each(connection, _ADD, [])
        assert connection.execute(select(_TABLE)).all() == []
    engine.dispose()


def test_only_the_columns_that_are_named_are_set(database_url: str) -> None:
    rows = [row(1), row(2), row(3)]
    engine = create_engine(normalise_url(database_url))
    with engine.connect() as connection:
        _TABLE.create(connection)
        run_for_each(connection, _ADD, rows)
        new = [{"id": number, "name": "Ny", "day": date(2026, 3, number), "said": ["x"]} for number in (3, 1)]
        update_each(connection, _TABLE.c.id, ("day", "said"), new)
        with pytest.raises(KeyError, match="standing"):
            update_each(connection, _TABLE.c.id, ("name", "standing"), new)
        update_each(connection, _TABLE.c.id, ("name",), [])
        found = [dict(each) for each in connection.execute(select(_TABLE).order_by(_TABLE.c.id)).mappings()]
    engine.dispose()
    said = {number: {"day": date(2026, 3, number), "said": ["x"]} for number in (1, 3)}
    assert found == [{**each, **said.get(each["id"], {})} for each in rows]
