"""A streaming standby answers large reads, never with less than was committed; without it everything goes on."""

import os
from collections.abc import Iterator
from random import Random
from typing import Any, Self

import pytest

from app.core import migrate
from app.core.canonical import instant
from app.register.edition import read_edition
from app.register.large_reads import READS, read_large
from tests.failover.pair import Pair
from tests.support.api import Api, open_api

#: REPLICA_SEED repeats a run.
SEED = int(os.environ.get("REPLICA_SEED", "20260302"))
EXPORT = "/v1/exports/systems.json"


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    with Pair() as made:
        migrate.upgrade(made.url)
        yield made


@pytest.fixture
def api(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """Tries the replica at every large read, whatever it did at the one before."""
    monkeypatch.setattr("app.core.replica.REST_SECONDS", 0.0)
    opened = open_api(pair.url, replica_url=pair.standby)
    yield opened
    opened.register.database.dispose()


def answered() -> tuple[float, float]:
    """How many large reads the replica and the primary have answered."""
    replica, primary = (READS.labels(server)._value.get() for server in ("replica", "primary"))
    return replica, primary


class Answered:
    """Who answered within the block."""

    def __enter__(self) -> Self:
        self._before = answered()
        return self

    def __exit__(self, *_: object) -> None:
        replica, primary = answered()
        self.by_replica, self.by_primary = int(replica - self._before[0]), int(primary - self._before[1])


def names(api: Api, path: str, **params: Any) -> set[str]:
    return {item["name"] for item in api.read(path, **params)["items"]}


def pause(pair: Pair) -> None:
    pair.ask(1 - pair.primary, "SELECT pg_wal_replay_pause()")


def resume(pair: Pair) -> None:
    pair.ask(1 - pair.primary, "SELECT pg_wal_replay_resume()")


def test_the_replica_answers_large_reads_and_no_others(api: Api) -> None:
    system = api.system()
    known_at = instant(api.time.now())
    with Answered() as large:
        api.read(EXPORT)
        for form in ("csv", "xlsx"):
            assert api.get(f"/v1/exports/systems.{form}").status_code == 200
        api.read("/v1/systems", knownAt=known_at)
        api.read(f"/v1/systems/{system['id']}", knownAt=known_at)
        api.read(f"/v1/systems/{system['id']}/history")
        api.read("/v1/findings", knownAt=known_at)
        api.read("/v1/changes")
        api.read("/v1/responsibilities", **{"from": "2026-01-01", "to": "2026-03-01"})
    assert (large.by_replica, large.by_primary) == (9, 0)
    with Answered() as small:
        api.read("/v1/systems")
        api.read(f"/v1/systems/{system['id']}")
        api.read("/v1/units")
        api.read("/v1/journal/verification")
    assert (small.by_replica, small.by_primary) == (0, 0)


def test_a_replica_that_lags_answers_who_asked_before(api: Api, pair: Pair) -> None:
    """It has what was committed when the request came, if not what was committed since."""
    api.system()
    peeked, database = api.register.edition(), api.register.database
    api.system()
    there = api.register.edition()
    with read_large(database, there, lambda session: session):
        pass
    pause(pair)
    try:
        api.system()
        with Answered() as lagging, read_large(database, peeked, lambda session: session) as session:
            assert read_edition(session) == there
        assert lagging.by_replica == 1
    finally:
        resume(pair)


def test_a_replica_that_does_not_follow_is_not_believed(api: Api, pair: Pair) -> None:
    pause(pair)
    try:
        with Answered() as meanwhile:
            for name in ("Paused one", "Paused two"):
                api.system(name)
                assert name in names(api, EXPORT)
        assert (meanwhile.by_replica, meanwhile.by_primary) == (0, 2)
    finally:
        resume(pair)
    with Answered() as afterwards:
        assert "Paused two" in names(api, EXPORT, q="Paused")
    assert afterwards.by_replica == 1


def test_a_replica_is_left_alone_for_a_while_after_a_fault(
    api: Api, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.core.replica.REST_SECONDS", 600.0)
    pause(pair)
    try:
        api.system()
        api.read(EXPORT)
    finally:
        resume(pair)
    replica = api.register.database.replica
    assert replica is not None
    assert replica.rests
    with Answered() as resting:
        api.read(EXPORT, q="a")
    assert resting.by_primary == 1


def test_without_the_replica_everything_is_answered_and_it_is_used_when_it_is_back(api: Api, pair: Pair) -> None:
    api.system("Before the loss")
    api.read(EXPORT)
    pair.lose_standby()
    try:
        with Answered() as alone:
            assert "Before the loss" in names(api, EXPORT, q="loss")
            assert "Before the loss" in names(api, "/v1/systems", knownAt=instant(api.time.now()))
        assert (alone.by_replica, alone.by_primary) == (0, 2)
    finally:
        pair.add_standby()
    with Answered() as together:
        assert "Before the loss" in names(api, EXPORT, q="before")
    assert together.by_replica == 1


def test_nobody_waits_long_for_a_replica_that_stands_still(api: Api, pair: Pair) -> None:
    """It would be waited for until it goes on, which here is after the answer."""
    api.system("Before it stopped")
    api.read(EXPORT)
    with pair.stopped_standby(), Answered() as meanwhile:
        assert "Before it stopped" in names(api, EXPORT, q="stopped")
    assert (meanwhile.by_replica, meanwhile.by_primary) == (0, 1)


def write_and_read_at_once(api: Api, rounds: int, random: Random) -> Answered:
    print(f"seed {SEED}")  # noqa: T201 - pytest shows it where the test fails
    with Answered() as run:
        for number in range(rounds):
            api.time.advance(seconds=1)
            name = f"Round {random.random()}"
            system = api.system(name)
            match random.randrange(4):
                case 0:
                    assert name in names(api, EXPORT), number
                case 1:
                    assert name in names(api, "/v1/systems", knownAt=instant(api.time.now()), q=name), number
                case 2:
                    assert api.read(f"/v1/systems/{system['id']}/history")["total"] == 1, number
                case _:
                    edition = api.register.edition()
                    newest = api.read("/v1/changes", after=edition.revision - 1)
                    assert newest["nextAfter"] >= edition.revision, number
                    assert newest["items"], number
    return run


def test_what_is_read_at_once_after_a_write_shows_it(api: Api) -> None:
    run = write_and_read_at_once(api, 30, Random(SEED))  # noqa: S311 - no secret
    assert run.by_replica > 0, "the replica was never in time"


@pytest.mark.alone("a replica has a time to catch up")
def test_what_is_read_at_once_after_very_many_writes_shows_them(api: Api, pair: Pair) -> None:
    """Replay pauses and goes on meanwhile."""
    random = Random(SEED)  # noqa: S311 - no secret
    for _ in range(20):
        write_and_read_at_once(api, 40, random)
        pause(pair)
        try:
            write_and_read_at_once(api, 3, random)
        finally:
            resume(pair)
