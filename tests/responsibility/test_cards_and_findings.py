"""Cards and findings follow what is registered, on the systems that it touches, and on the day that it holds."""

from typing import Any

import pytest

from tests.support.api import Api


@pytest.fixture
def system(api: Api) -> dict[str, Any]:
    return api.system(criticality="notCritical", lifecycle="inOperation")


def at(row: dict[str, Any]) -> str:
    return f"/v1/responsibilities/{row['id']}"


def duty(api: Api, system: dict[str, Any], name: str) -> dict[str, Any]:
    return next(duty for duty in api.card(system)["duties"] if duty["duty"] == name)


def test_owner_appears_on_the_card_and_the_finding_closes(api: Api, system: dict[str, Any]) -> None:
    assert api.card(system)["owner"] is None
    assert "OWN001" in api.flagged(system)
    unit = api.unit("Ydelser")
    position = api.position(3, unit, title="Teamleder, sygedagpenge")
    person = api.person("Anna Holm")
    api.hold(position, person)
    api.time.advance(hours=1)
    made = api.assign(system, position, validFrom="2026-01-01")
    card = api.card(system)
    assert card["owner"] == {
        "positionId": position["id"],
        "title": "Teamleder, sygedagpenge",
        "managementLevel": 3,
        "unitId": unit["id"],
        "unitName": "Ydelser",
        "personId": person["id"],
        "personName": "Anna Holm",
        "since": "2026-01-01",
    }
    assert not {"OWN001", "OWN002", "OWN003"} & api.flagged(system)
    (closed,) = api.read("/v1/findings", state="closed", systemId=system["id"], rule="OWN001")["items"]
    assert closed["closedAt"] == "2026-03-02T10:00:00Z"
    assert card["revision"] == api.register.edition().revision
    assert api.delete(at(made)).status_code == 204
    assert api.card(system)["owner"] is None
    assert "OWN001" in api.flagged(system)


def test_replaced_owner_is_judged_instead_of_the_one_before(api: Api, system: dict[str, Any]) -> None:
    low, high = api.position(5), api.position(2)
    api.hold(low)
    api.assign(system, low, validFrom="2024-01-01")
    assert "OWN003" in api.flagged(system)
    path = f"/v1/systems/{system['id']}/responsibilities"
    api.make(path, {"duty": "owner", "positionId": high["id"]}, params={"replace": "true"})
    # Nobody sits in the new owner's position.
    flagged = api.flagged(system)
    assert "OWN003" not in flagged
    assert "OWN002" in flagged


def test_owner_of_a_later_day_is_shown_from_that_day(api: Api, system: dict[str, Any]) -> None:
    position = api.position(2)
    api.hold(position)
    api.assign(system, position, validFrom="2026-03-05")
    assert api.card(system)["owner"] is None
    assert "OWN001" in api.flagged(system)
    assert api.read("/v1/systems", hasOwner="true")["total"] == 0
    api.time.advance(days=3)
    assert api.card(system)["owner"]["positionId"] == position["id"]
    assert "OWN001" not in api.flagged(system)
    assert api.read("/v1/systems", hasOwner="true")["total"] == 1


def test_owner_is_shown_until_the_end_of_the_last_day(api: Api, system: dict[str, Any]) -> None:
    position = api.position(2)
    api.assign(system, position, validFrom="2026-01-01", validUntil="2026-03-03")
    api.time.advance(days=1)
    assert api.card(system)["owner"]["positionId"] == position["id"]
    api.time.advance(days=1)
    assert api.card(system)["owner"] is None
    assert "OWN001" in api.flagged(system)


def test_duties_show_who_holds_them_formally_and_in_practice(api: Api, system: dict[str, Any]) -> None:
    formal, practised = api.position(title="Systemforvalter"), api.position(title="Superbruger")
    person = api.person("Bo Lund")
    api.hold(practised, person)
    api.assign(system, formal, "fix")
    assert "DUT003" not in api.flagged(system)
    made = api.assign(system, practised, "fix", basis="practice")
    assert duty(api, system, "fix") == {
        "duty": "fix",
        "formal": [{"positionId": formal["id"], "title": "Systemforvalter", "personId": None, "personName": None}],
        "practice": [
            {
                "positionId": practised["id"],
                "title": "Superbruger",
                "personId": person["id"],
                "personName": "Bo Lund",
            }
        ],
    }
    assert "DUT003" in api.flagged(system)
    assert api.patch(at(made), {"positionId": formal["id"]}).status_code == 200
    assert "DUT003" not in api.flagged(system)


def test_duty_with_two_formal_holders_is_flagged_until_one_ends(api: Api, system: dict[str, Any]) -> None:
    api.assign(system, api.position(), "fix", validFrom="2026-01-01")
    second = api.assign(system, api.position(), "fix", validFrom="2026-01-01")
    assert "DUT002" in api.flagged(system)
    assert api.patch(at(second), {"validUntil": "2026-03-01"}).status_code == 200
    assert "DUT002" not in api.flagged(system)


@pytest.fixture
def owned(api: Api) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]:
    """Two positions, the first owning two systems where one is allowed; the systems and the ownerships."""
    assert api.put("/v1/policy", {"maxSystemsPerPosition": 1}).status_code == 200
    first, second = api.position(2), api.position(2)
    systems = [api.system(criticality="notCritical", lifecycle="inOperation") for _ in range(2)]
    return first, second, systems, [api.assign(system, first) for system in systems]


Owned = tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]


def crowded(api: Api, systems: list[dict[str, Any]]) -> list[bool]:
    return ["OWN007" in api.flagged(system) for system in systems]


def test_one_system_more_is_one_too_many_for_all_that_the_position_owns(api: Api, owned: Owned) -> None:
    first, _, systems, _ = owned
    assert crowded(api, systems) == [True, True]
    third = api.system(criticality="notCritical", lifecycle="inOperation")
    api.assign(third, first)
    counts = [finding["evidence"]["systemsOwned"] for finding in api.read("/v1/findings", rule="OWN007")["items"]]
    assert counts == [3, 3, 3]


def test_replacing_the_owner_of_one_system_clears_the_others(api: Api, owned: Owned) -> None:
    _, second, systems, _ = owned
    path = f"/v1/systems/{systems[0]['id']}/responsibilities"
    api.make(path, {"duty": "owner", "positionId": second["id"]}, params={"replace": "true"})
    assert crowded(api, systems) == [False, False]


def test_moving_ownership_counts_for_the_position_before_and_the_one_after(api: Api, owned: Owned) -> None:
    _, second, systems, ownerships = owned
    busy = api.system(criticality="notCritical", lifecycle="inOperation")
    api.assign(busy, second)
    assert crowded(api, [*systems, busy]) == [True, True, False]
    assert api.patch(at(ownerships[0]), {"positionId": second["id"]}).status_code == 200
    assert crowded(api, [*systems, busy]) == [True, False, True]


@pytest.mark.parametrize("patch", [{"basis": "practice"}, {"duty": "monitor"}, {"validFrom": "2026-03-03"}])
def test_ownership_that_becomes_something_else_counts_no_more(api: Api, owned: Owned, patch: dict[str, Any]) -> None:
    _, _, systems, ownerships = owned
    assert api.patch(at(ownerships[0]), patch).status_code == 200
    assert crowded(api, systems) == [False, False]


def test_deleted_ownership_counts_no_more(api: Api, owned: Owned) -> None:
    _, _, systems, ownerships = owned
    assert api.delete(at(ownerships[1])).status_code == 204
    assert crowded(api, systems) == [False, False]


def test_untouched_systems_keep_their_cards(api: Api, owned: Owned) -> None:
    _, second, systems, _ = owned
    cards = [api.card(system) for system in systems]
    api.assign(api.system(), second)
    assert [api.card(system) for system in systems] == cards
    assert api.register.evaluate().cards == 0
