"""LIF004 follows the contracts: their end, their systems, and the day."""

from typing import Any

import pytest

from tests.support.api import Api

CONTRACTS = "/v1/contracts"


@pytest.fixture
def system(api: Api) -> dict[str, Any]:
    return api.system(criticality="notCritical", lifecycle="inOperation")


def contract(api: Api, system: dict[str, Any], **values: Any) -> dict[str, Any]:
    return api.make(CONTRACTS, {"name": "Driftsaftale", "systemIds": [system["id"]], **values})


def severity(api: Api, system: dict[str, Any]) -> str | None:
    """The severity of the finding, None where the card shows none."""
    return next((found["severity"] for found in api.card(system)["findings"] if found["rule"] == "LIF004"), None)


def test_contract_is_seen_when_its_end_comes_near_and_again_when_it_has_passed(
    api: Api, system: dict[str, Any]
) -> None:
    made = contract(api, system, endsOn="2026-09-01")
    assert severity(api, system) is None
    api.time.advance(days=3)
    assert severity(api, system) is None
    api.time.advance(days=1)
    assert severity(api, system) == "medium"
    (finding,) = [found for found in api.card(system)["findings"] if found["rule"] == "LIF004"]
    assert finding["evidence"] == {
        "contractKinds": ["unknown"],
        "contractId": made["id"],
        "endsOn": "2026-09-01",
        "uncoveredFrom": "2026-09-02",
        "noticeBy": None,
    }
    api.time.advance(days=179)
    assert severity(api, system) == "medium"
    api.time.advance(days=1)
    assert severity(api, system) == "high"
    assert api.patch(f"{CONTRACTS}/{made['id']}", {"endsOn": "2030-12-31"}).status_code == 200
    assert severity(api, system) is None


def test_another_contract_takes_over_until_it_is_taken_away(api: Api, system: dict[str, Any]) -> None:
    contract(api, system, endsOn="2026-01-31")
    assert severity(api, system) == "high"
    endless = contract(api, system)
    assert severity(api, system) is None
    assert api.patch(f"{CONTRACTS}/{endless['id']}", {"systemIds": []}).status_code == 200
    assert severity(api, system) == "high"


def test_hosting_does_not_take_over_from_a_licence(api: Api, system: dict[str, Any]) -> None:
    licence = contract(api, system, kind="licence", endsOn="2026-01-31")
    contract(api, system, kind="operation")
    assert severity(api, system) == "high"
    following = contract(api, system, kind="licence", startsOn="2028-03-01")
    assert severity(api, system) == "high"
    assert api.patch(f"{CONTRACTS}/{following['id']}", {"startsOn": "2026-02-01"}).status_code == 200
    assert severity(api, system) is None
    assert api.delete(f"{CONTRACTS}/{following['id']}").status_code == 204
    assert severity(api, system) == "high"
    assert api.patch(f"{CONTRACTS}/{licence['id']}", {"discontinued": True}).status_code == 200
    assert severity(api, system) is None


def test_last_day_for_giving_notice_is_found_before_it_comes(api: Api, system: dict[str, Any]) -> None:
    contract(api, system, kind="operation", endsOn="2027-06-30", noticeMonths=12)
    assert severity(api, system) is None
    api.time.advance(days=60)
    assert severity(api, system) == "medium"
    api.time.advance(days=61)
    assert severity(api, system) is None


def test_new_name_of_the_contract_is_the_one_in_the_finding(api: Api, system: dict[str, Any]) -> None:
    made = contract(api, system, endsOn="2026-04-01")
    assert api.patch(f"{CONTRACTS}/{made['id']}", {"name": "Rammeaftale 2022"}).status_code == 200
    assert "Rammeaftale 2022" in next(f["message"] for f in api.card(system)["findings"] if f["rule"] == "LIF004")


def test_only_the_contracts_systems_are_touched(api: Api, system: dict[str, Any]) -> None:
    other = api.system(criticality="notCritical", lifecycle="inOperation")
    before = api.card(other)
    made = contract(api, system, endsOn="2026-04-01")
    assert api.card(other) == before
    assert api.delete(f"{CONTRACTS}/{made['id']}").status_code == 204
    assert severity(api, system) is None
    assert api.card(other) == before
    assert api.register.evaluate().cards == 0


def test_contract_of_a_deleted_system_stands_without_it(api: Api, system: dict[str, Any]) -> None:
    planned = api.system(lifecycle="planned")
    made = api.make(CONTRACTS, {"name": "K", "systemIds": [system["id"], planned["id"]]})
    assert api.delete(f"/v1/systems/{planned['id']}").status_code == 204
    assert api.read(f"{CONTRACTS}/{made['id']}")["systemIds"] == [system["id"]]
