"""GET /v1/dashboard/units: a row per unit, counts including everything below it."""

from typing import Any

import pytest

from tests.dashboards.portfolio import Municipality, municipality
from tests.dashboards.test_summary import NOTHING
from tests.support.api import Api

pytestmark = pytest.mark.one_database("counted in memory, from the figures that the summary is tried with on both")

UNITS = "/v1/dashboard/units"


@pytest.fixture
def town(api: Api) -> Municipality:
    return municipality(api)


def rows(api: Api) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in api.read(UNITS)["items"]}


def test_a_row_has_every_figure_of_the_unit(api: Api, town: Municipality) -> None:
    # Kørelister and the retired Gammel lønkørsel are its own, KSD is the team's below.
    assert rows(api)["Ydelser"] == {
        "unitId": town.unit_id("Ydelser"),
        "name": "Ydelser",
        "kind": "department",
        "parentId": town.unit_id("Kommunen"),
        "systems": 3,
        "inUse": 2,
        "flagged": 2,
        "findings": 8,
        "bySeverity": {"critical": 1, "high": 3, "medium": 4, "low": 0},
        "ownership": {"ok": 0, "tooLow": 1, "vacant": 0, "missing": 1, "unknown": 0},
        "funding": {
            "funded": 0,
            "underfunded": 0,
            "unfunded": 1,
            "unknown": 1,
            "estimatedDkk": 50_000,
            "allocatedDkk": 0,
            "development": {**NOTHING, "unknown": 2},
            "decommission": {**NOTHING, "unknown": 2},
        },
    }


def test_the_counts_of_a_unit_include_its_subtree(api: Api, town: Municipality) -> None:
    found = {
        name: (row["systems"], row["inUse"], row["flagged"], row["findings"], row["funding"]["estimatedDkk"])
        for name, row in rows(api).items()
    }
    assert found == {
        "Kommunen": (5, 4, 3, 11, 550_000),
        "Børn": (1, 1, 1, 3, 200_000),
        "Ydelser": (3, 2, 2, 8, 50_000),
        "Sygedagpenge": (1, 1, 1, 3, 0),
        "Ældre": (0, 0, 0, 0, 0),
        "Uden enhed": (2, 1, 1, 3, 0),
    }


def test_rows_stand_in_the_order_of_the_tree_and_of_the_danish_alphabet(api: Api, town: Municipality) -> None:
    listed = api.read(UNITS)
    assert [row["name"] for row in listed["items"]] == [
        "Kommunen",
        "Børn",
        "Ydelser",
        "Sygedagpenge",
        "Ældre",
        "Uden enhed",
    ]
    assert (listed["nextCursor"], listed["total"]) == (None, 6)


def test_systems_without_a_unit_have_a_row_of_their_own(api: Api, town: Municipality) -> None:
    row = rows(api)["Uden enhed"]
    assert (row["unitId"], row["kind"], row["parentId"]) == (None, None, None)
    assert row["ownership"] == {"ok": 0, "tooLow": 0, "vacant": 0, "missing": 0, "unknown": 1}


def test_without_such_systems_there_is_no_such_row(api: Api) -> None:
    unit = api.unit("Kommunen")
    api.system(unitId=unit["id"])
    assert [row["unitId"] for row in api.read(UNITS)["items"]] == [unit["id"]]


def test_a_system_that_moves_is_counted_where_it_stands(api: Api, town: Municipality) -> None:
    moved = api.patch(f"/v1/systems/{town.systems['KSD']['id']}", {"unitId": town.unit_id("Ældre")})
    assert moved.status_code == 200
    found = {name: row["systems"] for name, row in rows(api).items()}
    assert (found["Sygedagpenge"], found["Ydelser"], found["Ældre"], found["Kommunen"]) == (0, 2, 1, 5)


def test_a_unit_that_moves_takes_its_figures_along(api: Api, town: Municipality) -> None:
    moved = api.patch(f"/v1/units/{town.unit_id('Sygedagpenge')}", {"parentId": town.unit_id("Ældre")})
    assert moved.status_code == 200
    found = {name: row["findings"] for name, row in rows(api).items()}
    assert (found["Ydelser"], found["Ældre"], found["Kommunen"]) == (5, 3, 11)
