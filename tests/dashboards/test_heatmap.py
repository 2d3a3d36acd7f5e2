"""GET /v1/dashboard/heatmap: where in the hierarchy systems of each criticality are owned."""

import pytest

from tests.dashboards.portfolio import Municipality, municipality
from tests.support.api import Api
from tests.support.findings import waive

pytestmark = pytest.mark.one_database("counted in memory, from the figures that the summary is tried with on both")

HEATMAP = "/v1/dashboard/heatmap"


@pytest.fixture
def town(api: Api) -> Municipality:
    return municipality(api)


def cells(api: Api, **params: object) -> list[tuple[int | None, str, int, int]]:
    return [
        (cell["managementLevel"], cell["criticality"], cell["systems"], cell["flagged"])
        for cell in api.read(HEATMAP, **params)["cells"]
    ]


def test_a_cell_has_the_keys_of_the_contract(api: Api) -> None:
    api.system(lifecycle="inOperation", criticality="notCritical")
    assert api.read(HEATMAP) == {
        "cells": [{"managementLevel": None, "criticality": "notCritical", "systems": 1, "flagged": 1}]
    }


def test_systems_in_use_stand_at_the_level_of_their_owner(api: Api, town: Municipality) -> None:
    assert cells(api) == [
        (1, "societyCritical", 1, 0),
        (2, "unknown", 1, 1),
        (3, "notCritical", 1, 1),
        (4, "businessCritical", 1, 1),
        (None, "unknown", 1, 1),
    ]


def test_systems_that_are_alike_share_a_cell(api: Api, town: Municipality) -> None:
    leader = api.position(4)
    for _ in range(2):
        api.assign(api.system(lifecycle="inOperation", criticality="businessCritical"), leader)
    assert (4, "businessCritical", 3, 3) in cells(api)


def test_a_system_with_nothing_but_waived_findings_is_not_flagged(api: Api, town: Municipality) -> None:
    waive(api, town.systems["Vagtplan"], "DUT001", "LIF005")
    assert (2, "unknown", 1, 1) in cells(api)
    waive(api, town.systems["Vagtplan"], "FUN000")
    assert (2, "unknown", 1, 0) in cells(api)


def test_the_highest_level_is_a_level(api: Api) -> None:
    api.assign(api.system(lifecycle="inOperation", criticality="societyCritical"), api.position(0))
    assert cells(api) == [(0, "societyCritical", 1, 1)]


def test_a_unit_comes_with_the_units_below_it(api: Api, town: Municipality) -> None:
    assert cells(api, unitId=town.unit_id("Ydelser")) == [
        (4, "businessCritical", 1, 1),
        (None, "unknown", 1, 1),
    ]
    assert cells(api, unitId=town.unit_id("Ydelser"), includeSubunits="false") == [(None, "unknown", 1, 1)]


def test_an_empty_register_has_no_cells(api: Api) -> None:
    assert api.read(HEATMAP) == {"cells": []}
