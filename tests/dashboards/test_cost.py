"""The cost of figures does not follow the number of systems."""

from typing import Any

import pytest

from tests.support.api import Api
from tests.support.imports import counts, run
from tests.support.statements import statements_of


@pytest.fixture
def unit(api: Api) -> dict[str, Any]:
    unit = api.unit("Ydelser")
    api.position(4, unit, title="Teamleder")
    return unit


def fill(api: Api, count: int, prefix: str) -> None:
    """Systems of the unit, every third without an owner."""
    rows = (f"{prefix} {number};{'Teamleder' if number % 3 else ''}" for number in range(count))
    report = run(
        api,
        "systems",
        "System;Systemejer;Beskrivelse;Status;Kritikalitet;Enhed",
        *(f"{row};x;i drift;forretningskritisk;Ydelser" for row in rows),
    )
    assert counts(report) == {"created": count}


def statements_when_caught_up(api: Api, figures: str, **params: str) -> int:
    """How many statements the figures take when memory has the cards, as it does after any question since a write."""
    api.read("/v1/systems")
    return statements_of(api, f"/v1/dashboard/{figures}", **params)


@pytest.mark.parametrize("figures", ["summary", "heatmap", "units"])
def test_the_number_of_statements_is_the_same_for_3_and_for_60_systems(
    api: Api, unit: dict[str, Any], figures: str
) -> None:
    fill(api, 3, "A")
    few = statements_when_caught_up(api, figures)
    fill(api, 57, "B")
    assert statements_when_caught_up(api, figures) == few


def test_a_filter_by_unit_does_not_cost_a_statement_for_each_unit_below(api: Api) -> None:
    top = api.unit()
    few = statements_when_caught_up(api, "summary", unitId=top["id"])
    for _ in range(10):
        api.unit(parentId=top["id"])
    assert statements_when_caught_up(api, "summary", unitId=top["id"]) == few
