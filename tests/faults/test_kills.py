"""Whatever was acknowledged survives kill -9 at any moment, and nothing is left half written."""

import os
from contextlib import closing

import pytest

from tests.faults.rounds import Rounds
from tests.faults.service import Service
from tests.support.reliability import record

#: KILL_SEED repeats a run, as far as threads can be repeated; KILL_ROUNDS makes it shorter.
SEED = int(os.environ.get("KILL_SEED", "20260302"))
ROUNDS = int(os.environ.get("KILL_ROUNDS", "150"))
_EVERYTHING_EVERY = 10
_TWO_WORKERS_EVERY = 8


def kill_in_rounds(database_url: str, rounds: int, *, writers: int, seed: int) -> dict[str, object]:
    """The figures of it."""
    print(f"seed {seed}")  # noqa: T201 - pytest shows it where the test fails
    with (
        Service(database_url) as service,
        closing(Rounds(database_url, service.base, writers=writers, seed=seed)) as run,
    ):
        service.start()
        for number in range(1, rounds + 1):
            run.play(service.kill)
            service.start(2 if number % _TWO_WORKERS_EVERY == 0 else 1)
            run.check(everything=number % _EVERYTHING_EVERY == 0 or number == rounds)
        assert sum(writer.unavailable for writer in run.writers) == 0
        return {"Rounds": rounds, "Seed": seed, **run.figures()}


def test_acknowledged_writes_survive_kills(database_url: str) -> None:
    figures = kill_in_rounds(database_url, 3, writers=4, seed=SEED)
    assert figures["Acknowledged writes"]


@pytest.mark.soak
def test_acknowledged_writes_survive_many_kills(database_url: str) -> None:
    figures = kill_in_rounds(database_url, ROUNDS, writers=6, seed=SEED)
    kind = "SQLite" if database_url.startswith("sqlite") else "PostgreSQL"
    record(f"Kills of the service on {kind}", figures)
