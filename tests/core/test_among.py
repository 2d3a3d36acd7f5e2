"""Many texts in one parameter, on both databases."""

from collections.abc import Collection, Iterator
from typing import Any

import pytest
from sqlalchemy import Column, Connection, MetaData, Select, Table, Text, create_engine, insert, not_, select

from app.core.among import among
from app.core.encoded import encoded
from app.core.engines import normalise_url

TEXTS = ("løn", 'a"b', "c'd", "e\\f", "", "{g,h}", "😀")
TABLE = Table("among", MetaData(), Column("said", Text, primary_key=True))
FOUND = select(TABLE.c.said).where(among(TABLE.c.said, "wanted"))


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    engine = create_engine(normalise_url(database_url))
    with engine.connect() as opened:
        TABLE.create(opened)
        opened.execute(insert(TABLE), [{"said": said} for said in TEXTS])
        yield opened
    engine.dispose()


def found(connection: Connection, statement: Select[Any], wanted: Collection[str]) -> set[str]:
    return set(connection.execute(statement, {"wanted": wanted}).scalars())


@pytest.mark.parametrize("said", TEXTS)
def test_a_text_is_found_however_it_is_written(connection: Connection, said: str) -> None:
    assert found(connection, FOUND, [said]) == {said}


def test_all_are_found_and_no_other(connection: Connection) -> None:
    assert found(connection, FOUND, [*TEXTS, "another"]) == set(TEXTS)


def test_among_none_is_nothing(connection: Connection) -> None:
    assert found(connection, FOUND, []) == set()


def test_it_can_be_turned_round(connection: Connection) -> None:
    others = select(TABLE.c.said).where(not_(among(TABLE.c.said, "wanted")))
    assert found(connection, others, TEXTS[1:]) == {TEXTS[0]}


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_an_index_serves_it(connection: Connection) -> None:
    said = str(FOUND.compile(dialect=connection.dialect))
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", ("[]",)).all()
    assert any("SEARCH among" in row[-1] for row in plan), plan


def test_encoded_text_is_the_text(connection: Connection) -> None:
    said = connection.execute(select(encoded(TABLE.c.said))).scalars()
    assert {one if isinstance(one, str) else one.decode() for one in said} == set(TEXTS)
