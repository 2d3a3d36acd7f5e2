"""Facets count what a filter would leave, over all pages, under the filters that are there already."""

from typing import Any

import pytest

from app.systems.listing import FACET_NAMES
from app.vocabulary import Role
from tests.support.api import Api
from tests.support.refusals import refusal


@pytest.fixture
def town(api: Api) -> Api:
    unit = api.unit("Ydelser")
    chief = api.position(2, unit, title="Chef")
    for number in range(5):
        system = api.system(
            f"System {number}",
            criticality="societyCritical" if number < 2 else "notCritical",
            personalData=["ordinary", "sensitive"] if number == 0 else [],
            supplier="KMD" if number % 2 else None,
            **({"unitId": unit["id"]} if number < 3 else {}),
        )
        if number < 2:
            api.assign(system, chief)
    return api


def facets(api: Api, names: str, **query: Any) -> dict[str, dict[Any, int]]:
    answer = api.read("/v1/systems", facets=names, **query)
    return {name: {each["value"]: each["total"] for each in found} for name, found in answer["facets"].items()}


def test_each_value_has_the_number_of_systems_that_its_filter_would_leave(town: Api) -> None:
    for name in FACET_NAMES.names:
        for value, total in facets(town, name)[name].items():
            if value is None:
                continue
            asked = {"ownerLevelMin": value, "ownerLevelMax": value} if name == "ownerLevel" else {name: value}
            if isinstance(value, bool):
                asked = {name: str(value).lower()}
            assert town.read("/v1/systems", **asked)["total"] == total, (name, value)


def test_filters_count_and_pages_do_not(town: Api) -> None:
    found = facets(town, "criticality,unitId", criticality="notCritical", limit=1)
    assert found["criticality"] == {"notCritical": 3}
    assert sorted(found["unitId"].values()) == [1, 2]
    assert None in found["unitId"]


def test_the_most_frequent_value_comes_first(town: Api) -> None:
    counted = town.read("/v1/systems", facets="criticality,supplier")["facets"]
    assert [each["total"] for each in counted["criticality"]] == [3, 2]
    assert counted["supplier"][0] == {"value": None, "total": 3}


def test_a_write_counts_at_once(town: Api) -> None:
    assert facets(town, "hasOwner") == {"hasOwner": {True: 2, False: 3}}
    town.system("Nyt")
    assert facets(town, "hasOwner") == {"hasOwner": {True: 2, False: 4}}


def test_who_asks_for_none_gets_no_key(town: Api) -> None:
    assert set(town.read("/v1/systems")) == {"items", "nextCursor", "total"}


def test_facets_make_no_other_list(town: Api) -> None:
    cursor = town.read("/v1/systems", limit=2, facets="rule")["nextCursor"]
    assert len(town.read("/v1/systems", cursor=cursor)["items"]) == 3


def test_of_the_past_none_are_counted(sqlite_api: Api) -> None:
    sqlite_api.system()
    asked = {"facets": "rule", "knownAt": "2026-03-02"}
    assert "today" in refusal(sqlite_api.get("/v1/systems", params=asked), 400, "?facets", "contradiction")
    refusal(sqlite_api.get("/v1/systems", params={"facets": "owner"}), 400, "?facets", "unknown-name")


def test_who_may_find_names_alone_counts_nothing(sqlite_api: Api) -> None:
    answer = sqlite_api.as_role(Role.ON_CALL).get("/v1/systems", params={"q": "a", "facets": "criticality"})
    assert answer.status_code == 403
