"""The incremental path and a rebuild agree, on SQLite and PostgreSQL, for any sequence of operations."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.promises.machine import RegisterMachine
from tests.support.databases import Databases
from tests.support.properties import LONG

QUICK = settings(
    max_examples=2, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def machine_on(databases: Databases) -> type[RegisterMachine]:
    return type("Machine", (RegisterMachine,), {"databases": databases})


def test_promise_2_incremental_path_and_rebuild_agree(databases: Databases) -> None:
    run_state_machine_as_test(machine_on(databases), settings=QUICK)


@pytest.mark.soak
def test_promise_2_incremental_path_and_rebuild_agree_for_long(databases: Databases) -> None:
    run_state_machine_as_test(machine_on(databases), settings=LONG)
