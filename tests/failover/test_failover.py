"""PostgreSQL loses its primary while everybody writes: what was acknowledged is there, and clients see 503 at worst."""

import os
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.failover.pair import Pair
from tests.failover.steady import Losses
from tests.faults.service import Service
from tests.support.api import begin
from tests.support.commands import command
from tests.support.reliability import record

#: FAILOVER_SEED repeats a run, as far as threads can be repeated; FAILOVER_ROUNDS makes it shorter.
SEED = int(os.environ.get("FAILOVER_SEED", "20260302"))
ROUNDS = int(os.environ.get("FAILOVER_ROUNDS", "20"))
WRITERS = 6
#: Seconds until somebody, or something, notices the loss.
UNNOTICED = 1.0


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    """A register that has just begun, on a primary and a synchronous standby."""
    # The tokens of other tests' databases stay what they are.
    monkeypatch.setattr("tests.support.api._first_secrets", {})
    with Pair() as made:
        begin(made.url)
        yield made


def lose_primaries(pair: Pair, rounds: int, *, workers: int) -> Losses:
    """Each round ends with everything looked through; the server that was lost comes back as the standby."""
    print(f"seed {SEED}")  # noqa: T201 - pytest shows it where the test fails
    with (
        Service(pair.url) as service,
        closing(Losses(pair.url, service.base, writers=WRITERS, seed=SEED)) as run,
    ):
        service.start(workers)
        for number in range(rounds):
            if number:
                pair.add_standby()
            run.lose(pair.lose_primary, pair.promote, UNNOTICED)
            run.check(everything=True)
        verified = command("verify", DATABASE_URL=pair.url)
        assert verified.exit_code == 0, verified.output
        return run


def test_no_acknowledged_write_is_lost_with_the_primary(pair: Pair) -> None:
    run = lose_primaries(pair, 1, workers=1)
    assert sum(writer.unavailable for writer in run.writers), "nobody noticed that the primary was gone"


@pytest.mark.alone("outages are held to a time")
def test_no_acknowledged_write_is_lost_with_many_primaries(pair: Pair) -> None:
    run = lose_primaries(pair, ROUNDS, workers=2)
    record(
        "Losses of the primary of PostgreSQL",
        {"Rounds": ROUNDS, "Seed": SEED, "Workers of the service": 2, "Seconds unnoticed": UNNOTICED, **run.figures()},
    )
