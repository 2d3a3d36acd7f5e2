"""Large reads with a replica whose journal is not the primary's, or that refuses: the primary answers."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest
from sqlalchemy import ScalarResult, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app.core.replica import Replica
from app.register.edition import Edition, read_edition
from app.register.large_reads import READS, read_large
from tests.support.api import Api, begin, open_begun_api
from tests.support.databases import PostgresDatabases

EXPORT = "/v1/exports/systems.json"


@pytest.fixture
def copy_url(postgres_databases: PostgresDatabases) -> Iterator[str]:
    """A second database that began as the test's own did: a replica until either goes on."""
    with postgres_databases.copy_of("begun", begin) as url:
        yield url


@pytest.fixture
def api(postgres_url: str, copy_url: str) -> Iterator[Api]:
    opened = open_begun_api(postgres_url, replica_url=copy_url, replica_wait_seconds=0.1)
    yield opened
    opened.register.database.dispose()


def execute(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def by_replica() -> float:
    counted: float = READS.labels("replica")._value.get()
    return counted


def replica_of(api: Api) -> Replica:
    replica = api.register.database.replica
    assert replica is not None
    return replica


def systems(api: Api, **params: Any) -> list[str]:
    return [item["name"] for item in api.read(EXPORT, **params)["items"]]


def make(url: str, *names: str) -> None:
    """Systems of another register, or of an earlier life of this one."""
    elsewhere = open_begun_api(url)
    for name in names:
        elsewhere.system(name)
    elsewhere.register.database.dispose()


def test_a_replica_at_the_same_place_answers(api: Api) -> None:
    before = by_replica()
    assert systems(api) == []
    assert by_replica() == before + 1


def test_a_large_read_is_of_one_snapshot(api: Api) -> None:
    before = by_replica()
    with read_large(api.register.database, api.register.edition(), lambda session: session) as session:
        assert session.scalar(text("SHOW transaction_isolation")) == "repeatable read"
    assert by_replica() == before + 1


@pytest.mark.parametrize("there", [("Theirs",), ("Theirs", "Theirs too")], ids=["as far", "further"])
def test_a_replica_of_another_history_is_not_believed(api: Api, copy_url: str, there: tuple[str, ...]) -> None:
    make(copy_url, *there)
    api.system("Ours")
    before = by_replica()
    assert systems(api) == ["Ours"]
    assert by_replica() == before


def test_another_history_is_noticed_where_the_primary_has_gone_on_meanwhile(api: Api, copy_url: str) -> None:
    """The replica is further than what was peeked, and the primary further than the replica."""
    peeked = api.register.edition()
    make(copy_url, "Theirs")
    api.system("Ours")
    api.system("Ours too")
    before = by_replica()
    with read_large(api.register.database, peeked, lambda session: session) as session:
        assert read_edition(session) == api.register.edition()
    assert by_replica() == before


def test_what_only_the_replica_has_is_not_shown(api: Api, copy_url: str) -> None:
    """As behind a primary that was lost, or where a synchronous replica is a moment ahead."""
    make(copy_url, "Not acknowledged")
    assert systems(api) == []


@pytest.mark.parametrize("sqlstate", ["40001", "57014", "57P01", "53300", "42P01"])
def test_what_the_replica_refuses_the_primary_answers(api: Api, copy_url: str, sqlstate: str) -> None:
    """40001 and 57014: the standby had to choose between the question and what it was to replay."""
    execute(
        copy_url,
        "ALTER TABLE card_version RENAME TO card_version_there",
        f"CREATE FUNCTION refuse() RETURNS SETOF card_version_there LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '{sqlstate}'; END $$",
        "CREATE VIEW card_version AS SELECT * FROM refuse()",
    )
    before = by_replica()
    for path in ("/v1/exports/systems.csv", "/v1/exports/systems.xlsx", "/v1/systems"):
        response = api.get(path, params={"knownAt": "2026-03-02"})
        assert response.status_code == 200, response.text
        replica = replica_of(api)
        assert replica.rests
        replica._not_before = 0
    assert by_replica() == before


def test_a_replica_that_breaks_off_what_is_being_sent_is_left_alone(api: Api, copy_url: str) -> None:
    """The file cannot be taken back; whoever asks again is answered by the primary."""
    database, rows = api.register.database, 100_000

    def begin(session: Session) -> tuple[Session, ScalarResult[int]]:
        series = text(f"SELECT generate_series(1, {rows})")
        return session, session.scalars(series, execution_options={"yield_per": 10})

    session, found = read_large(database, api.register.edition(), begin)
    assert next(found) == 1
    execute(
        copy_url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'"
        " AND datname = current_database()",
    )
    with session, closing(found), pytest.raises(DBAPIError):
        list(found)
    assert replica_of(api).rests
    assert systems(api) == []


def test_a_replica_whose_connections_are_all_in_use_is_not_waited_for_long(postgres_url: str, copy_url: str) -> None:
    """It does nothing wrong: the next who asks may find one free."""
    api = open_begun_api(postgres_url, replica_url=copy_url, replica_wait_seconds=0.1, pool_size=1)
    before = by_replica()
    with replica_of(api).reading() as session:
        session.connection()
        assert systems(api) == []
    assert by_replica() == before
    assert systems(api, q="a") == []
    assert by_replica() == before + 1
    api.register.database.dispose()


def test_what_the_request_itself_has_wrong_is_told_from_the_replica(api: Api) -> None:
    before = api.get(EXPORT, params={"knownAt": "2020-01-01"})
    assert (before.status_code, before.json()["errors"][0]["code"]) == (400, "before-the-register")
    assert not replica_of(api).rests


@pytest.mark.parametrize(
    ("behind", "has"),
    [
        ({}, True),
        ({"revision": 8}, False),
        ({"evaluated_on": None}, False),
        ({"evaluated_on": "2026-03-01"}, False),
        ({"meaning": 2}, False),
        ({"organisation_revision": 4}, False),
        ({"erasures": 0}, False),
    ],
)
def test_an_edition_has_another_where_it_is_behind_in_nothing(behind: dict[str, Any], has: bool) -> None:
    told: dict[str, Any] = {
        "revision": 9,
        "evaluated_on": "2026-03-02",
        "meaning": 3,
        "organisation_revision": 5,
        "erasures": 1,
    }
    peeked = Edition(**told, head="a")
    assert Edition(**{**told, **behind}, head="a").has(peeked) is has
