"""Whatever is written, by whichever worker: columns in memory answer as the database does, right after the write."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.register.columns.machine import ColumnsMachine
from tests.support.databases import Databases
from tests.support.properties import LONG

QUICK = settings(
    max_examples=3, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def columns_machine_on(databases: Databases) -> type[ColumnsMachine]:
    return type("Machine", (ColumnsMachine,), {"databases": databases})


def test_promise_5_memory_answers_as_the_database_does(databases: Databases) -> None:
    run_state_machine_as_test(columns_machine_on(databases), settings=QUICK)


@pytest.mark.soak
def test_promise_5_memory_answers_as_the_database_does_for_long(databases: Databases) -> None:
    run_state_machine_as_test(columns_machine_on(databases), settings=LONG)
