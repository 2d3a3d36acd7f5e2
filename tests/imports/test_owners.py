"""The owner in a spreadsheet of systems."""

from typing import Any

import pytest

from tests.support.api import Api
from tests.support.imports import by_name, codes, counts, revision, run

HEAD = "System;Beskrivelse;Systemejer"


@pytest.fixture
def leader(api: Api) -> dict[str, Any]:
    """Ida Holm holds this position and no other."""
    position = api.position(2, api.unit("Ydelser"), title="Ydelseschef")
    api.hold(position, api.person("Ida Holm"), validFrom="2024-01-01")
    return position


def owner(api: Api, name: str = "KSD") -> dict[str, Any]:
    found: dict[str, Any] = by_name(api, "/v1/systems", name)["owner"]
    return found


@pytest.mark.parametrize("cell", ["Ydelseschef", "ydelseschef (ydelser)", "Ida Holm", "IDA HOLM"])
def test_the_owner_is_a_position_or_the_person_who_holds_one(api: Api, leader: dict[str, Any], cell: str) -> None:
    assert counts(run(api, "systems", HEAD, f"KSD;x;{cell}")) == {"created": 1}
    assert (owner(api)["positionId"], owner(api)["since"]) == (leader["id"], "2026-03-02")
    before = revision(api)
    api.time.advance(days=3)
    assert counts(run(api, "systems", HEAD, f"KSD;x;{cell}")) == {"unchanged": 1}
    assert owner(api)["since"] == "2026-03-02"
    assert revision(api) >= before


def test_another_owner_follows_the_old_one(api: Api, leader: dict[str, Any]) -> None:
    system = api.system("KSD")
    old = api.assign(system, api.position(4, title="Teamleder"), validFrom="2025-01-01")
    assert counts(run(api, "systems", HEAD, "KSD;;Ydelseschef")) == {"updated": 1}
    assert owner(api)["positionId"] == leader["id"]
    assert api.read(f"/v1/responsibilities/{old['id']}")["validUntil"] == "2026-03-01"


def test_an_owner_of_the_same_day_is_corrected(api: Api, leader: dict[str, Any]) -> None:
    api.position(4, title="Teamleder")
    run(api, "systems", HEAD, "KSD;x;Teamleder")
    assert counts(run(api, "systems", HEAD, "KSD;x;Ydelseschef")) == {"updated": 1}
    assert owner(api)["title"] == "Ydelseschef"


def test_an_owner_who_is_set_for_later_still_takes_over(api: Api, leader: dict[str, Any]) -> None:
    system = api.system("KSD")
    api.assign(system, api.position(4, title="Teamleder"), validFrom="2026-06-01")
    run(api, "systems", HEAD, "KSD;;Ydelseschef")
    assert owner(api)["title"] == "Ydelseschef"
    api.time.advance(days=120)
    assert owner(api)["title"] == "Teamleder"


def test_an_empty_cell_leaves_the_owner(api: Api, leader: dict[str, Any]) -> None:
    run(api, "systems", HEAD, "KSD;x;Ydelseschef")
    assert counts(run(api, "systems", HEAD, "KSD;x;")) == {"unchanged": 1}
    assert owner(api)["title"] == "Ydelseschef"


def test_an_owner_that_leads_nowhere_is_told(api: Api, leader: dict[str, Any]) -> None:
    api.position(3, api.unit("Skoler"), title="Leder")
    second = api.position(3, api.unit("Havn"), title="Leder")
    api.hold(second, by_name(api, "/v1/people", "Ida Holm"))
    api.person("Bo Lund")
    api.person("Eva Friis")
    api.person("Eva Friis")
    report = run(api, "systems", HEAD, "A;x;Leder", "B;x;Ida Holm", "C;x;Bo Lund", "D;x;Findes Ikke", "E;x;Eva Friis")
    assert codes(report) == [
        (2, "ambiguous-reference"),
        (3, "ambiguous-reference"),
        (4, "person-without-position"),
        (5, "unknown-reference"),
        (6, "ambiguous-reference"),
    ]
    assert "Leder, Skoler" in report["problems"][0]["detail"]
    assert "Ydelseschef, Ydelser" in report["problems"][1]["detail"]
    assert {problem["column"] for problem in report["problems"]} == {"Systemejer"}


def test_whoever_has_left_owns_nothing(api: Api, leader: dict[str, Any]) -> None:
    person = by_name(api, "/v1/people", "Ida Holm")
    api.patch(f"/v1/people/{person['id']}", {"leavesOn": "2026-02-28"})
    assert codes(run(api, "systems", HEAD, "KSD;x;Ida Holm")) == [(2, "person-without-position")]
