"""On any day in the past every route names who held the duty then; no two routes differ."""

from collections import Counter
from collections.abc import Iterator
from itertools import cycle

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.promises.history_deeds import DEEDS
from tests.promises.history_machine import HistoryMachine
from tests.support.databases import Databases
from tests.support.properties import LONG

#: Making a failing example smaller takes minutes, which only the long run takes.
QUICK = settings(
    max_examples=3,
    stateful_step_count=5,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    phases=(Phase.generate,),
)
#: What even a short run must have done at least once to have shown anything.
MOST = {"succeed", "correct tenure", "leave", "move", "assign", "replace", "correct responsibility"}


def run(databases: Databases, how: settings, first_deeds: Iterator[str] | None = None) -> Counter[str]:
    """How often each deed was done. `first_deeds`: what each turn begins with, so that none is left to chance."""
    done: Counter[str] = Counter()
    machine = type("Machine", (HistoryMachine,), {"databases": databases, "done": done, "first_deeds": first_deeds})
    run_state_machine_as_test(machine, settings=how)
    return done


def test_promise_10_every_route_names_who_held_the_duty_then(databases: Databases) -> None:
    done = run(databases, QUICK, cycle(sorted(MOST)))
    assert done.keys() >= MOST, done


@pytest.mark.soak
def test_promise_10_every_route_names_who_held_the_duty_then_for_long(databases: Databases) -> None:
    # After each step every route is asked of many days: fifty such stories took three quarters of an hour.
    done = run(databases, settings(LONG, max_examples=10))
    assert done.keys() >= set(DEEDS), done
