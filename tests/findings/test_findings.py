"""GET /v1/findings: what is wrong, filtered, sorted and paged."""

from typing import Any

import pytest

from tests.support.api import Api
from tests.support.findings import rules_of, waive
from tests.support.statements import statements_of

FINDINGS = "/v1/findings"


def found(api: Api, **params: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = api.read(FINDINGS, **params)["items"]
    return items


@pytest.fixture
def low(api: Api) -> dict[str, Any]:
    """Owned by a team leader, nothing else recorded: OWN003 and DUT001 (high), FUN000 (medium)."""
    unit = api.unit("Ydelser")
    leader = api.position(4, unit)
    api.hold(leader)
    system = api.system("KSD", unitId=unit["id"], criticality="businessCritical", lifecycle="inOperation")
    api.assign(system, leader)
    return system


@pytest.fixture
def orphan(api: Api) -> dict[str, Any]:
    """Owned by nobody, in no unit, whose top can be called: OWN001 (critical), DUT001 and FUN000 (medium)."""
    api.hold(api.position(0))
    return api.system("Ægir", criticality="notCritical", lifecycle="inOperation")


def test_an_item_is_the_finding_of_the_card_and_its_system(api: Api, low: dict[str, Any]) -> None:
    card = api.card(low)
    of_card = next(finding for finding in card["findings"] if finding["rule"] == "OWN003")
    listed = found(api, rule="OWN003")
    assert listed == [
        {
            **of_card,
            "systemId": low["id"],
            "systemName": "KSD",
            "unitId": low["unitId"],
            "ownerPositionId": card["owner"]["positionId"],
            "closedAt": None,
        }
    ]
    assert set(of_card) >= {
        "id", "rule", "severity", "verdict", "message", "field", "openedAt", "waived", "evidence",
    }  # fmt: skip
    assert (of_card["severity"], of_card["verdict"], of_card["field"]) == ("high", "flagged", "owner")
    assert (of_card["evidence"]["requiredLevel"], of_card["evidence"]["actualLevel"]) == (2, 4)
    assert api.read(f"{FINDINGS}/{of_card['id']}") == listed[0]


def test_a_finding_that_there_is_not(api: Api) -> None:
    assert api.get(f"{FINDINGS}/01890a5d-ac96-774b-bcce-b302099a8057").status_code == 404
    assert api.get(f"{FINDINGS}/OWN001").status_code == 400


def test_a_mended_finding_is_closed_and_keeps_its_text(api: Api, orphan: dict[str, Any]) -> None:
    flagged = found(api, rule="OWN001")[0]
    api.time.advance(hours=1)
    api.assign(orphan, api.position(2))
    assert found(api, rule="OWN001") == []
    (closed,) = found(api, state="closed")
    assert closed["closedAt"] == "2026-03-02T10:00:00Z"
    assert closed["openedAt"] == flagged["openedAt"] == "2026-03-02T09:00:00Z"
    assert (closed["id"], closed["message"]) == (flagged["id"], flagged["message"])
    assert api.read(f"{FINDINGS}/{flagged['id']}") == closed


def test_a_fault_that_comes_back_is_another_finding(api: Api, orphan: dict[str, Any]) -> None:
    first = found(api, rule="OWN001")[0]
    owned = api.assign(orphan, api.position(2))
    api.delete(f"/v1/responsibilities/{owned['id']}")
    earlier, later = found(api, rule="OWN001", state="all", sort="openedAt")
    assert (earlier["closedAt"] is None, later["closedAt"] is None) == (False, True)
    assert earlier["id"] == first["id"] != later["id"]


def test_states_tell_open_waived_and_closed_apart(api: Api, orphan: dict[str, Any]) -> None:
    waive(api, orphan, "FUN000")
    api.assign(orphan, api.position(2))
    by_state = {state: rules_of(found(api, state=state)) for state in ("open", "waived", "closed", "all")}
    # The new owner's position is vacant, and so there is nobody to call.
    assert by_state == {
        "open": ["CON001", "DUT001", "OWN002"],
        "waived": ["FUN000"],
        "closed": ["OWN001"],
        "all": ["CON001", "DUT001", "FUN000", "OWN001", "OWN002"],
    }
    assert rules_of(found(api)) == by_state["open"]
    assert found(api, state="waived")[0]["waived"] is True


def test_filters_are_typed_and_combine(api: Api, low: dict[str, Any], orphan: dict[str, Any]) -> None:
    owner = api.card(low)["owner"]["positionId"]

    def rules(**params: Any) -> list[str]:
        return rules_of(found(api, **params))

    assert rules() == ["DUT001", "DUT001", "FUN000", "FUN000", "OWN001", "OWN003"]
    assert rules(rule=["OWN001", "OWN003"]) == ["OWN001", "OWN003"]
    assert rules(severity="high") == ["DUT001", "OWN003"]
    assert rules(severity=["critical", "medium"]) == ["DUT001", "FUN000", "FUN000", "OWN001"]
    assert rules(minSeverity="high") == ["DUT001", "OWN001", "OWN003"]
    assert rules(minSeverity="low") == rules()
    assert rules(systemId=orphan["id"]) == ["DUT001", "FUN000", "OWN001"]
    assert rules(unitId=low["unitId"]) == ["DUT001", "FUN000", "OWN003"]
    assert rules(ownerPositionId=owner, severity="medium") == ["FUN000"]
    assert rules(criticality="notCritical") == ["DUT001", "FUN000", "OWN001"]
    assert rules(criticality="notCritical", rule="OWN003") == []


def test_a_unit_comes_with_those_below_it_when_asked(api: Api) -> None:
    top = api.unit()
    below = api.unit(parentId=api.unit(parentId=top["id"])["id"])
    api.system(unitId=below["id"], lifecycle="inOperation")
    assert found(api, unitId=top["id"]) == []
    assert len(found(api, unitId=top["id"], includeSubunits="true")) == 5


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"state": "opened"}, "?state"),
    ({"rule": "own001"}, "?rule"),
    ({"severity": "severe"}, "?severity"),
    ({"minSeverity": "3"}, "?minSeverity"),
    ({"minSeverity": ["low", "high"]}, "?minSeverity"),
    ({"systemId": "KSD"}, "?systemId"),
    ({"unitId": ""}, "?unitId"),
    ({"includeSubunits": "maybe"}, "?includeSubunits"),
    ({"criticality": "critical"}, "?criticality"),
    ({"sort": "severity"}, "?sort"),
    ({"fields": "id,colour"}, "?fields"),
    ({"limit": "0"}, "?limit"),
    ({"limit": "201"}, "?limit"),
    ({"cursor": "broken"}, "?cursor"),
    ({"colour": "red"}, "?colour"),
]


def test_a_query_that_cannot_be_meant_is_refused_and_named(api: Api, orphan: dict[str, Any]) -> None:
    for params, pointer in REFUSED:
        response = api.get(FINDINGS, params=params)
        assert (response.status_code, response.json()["errors"][0]["pointer"]) == (400, pointer)


def test_the_worst_come_first(api: Api, low: dict[str, Any], orphan: dict[str, Any]) -> None:
    assert [finding["severity"] for finding in found(api)] == ["critical", "high", "high", "medium", "medium", "medium"]


@pytest.mark.parametrize("sort", ["severityRank", "-openedAt", "rule,-severityRank", "systemName,rule", "-systemName"])
def test_pages_of_every_order_hold_every_finding_once(
    api: Api, low: dict[str, Any], orphan: dict[str, Any], sort: str
) -> None:
    whole = found(api, sort=sort)
    names = [term.removeprefix("-") for term in sort.split(",")]
    assert [name in whole[0] for name in names] == [True] * len(names)
    paged, cursor = [], None
    while True:
        page = api.read(FINDINGS, sort=sort, limit=2, **({"cursor": cursor} if cursor else {}))
        assert page["total"] == 6
        paged += page["items"]
        cursor = page["nextCursor"]
        if cursor is None:
            break
    assert paged == whole
    assert len({finding["id"] for finding in paged}) == 6


def test_names_are_sorted_by_the_danish_alphabet(api: Api, low: dict[str, Any], orphan: dict[str, Any]) -> None:
    api.system("aula", lifecycle="inOperation")
    names = [finding["systemName"] for finding in found(api, sort="systemName")]
    assert list(dict.fromkeys(names)) == ["aula", "KSD", "Ægir"]


def test_only_the_wanted_keys_are_given(api: Api, orphan: dict[str, Any]) -> None:
    assert found(api, rule="OWN001", fields="rule,systemName") == [{"rule": "OWN001", "systemName": "Ægir"}]


def test_a_finding_goes_with_its_system(api: Api) -> None:
    """A system that was never in use can be deleted; nothing is left of it."""
    system = api.system(lifecycle="planned")
    assert found(api, systemId=system["id"], state="all") == []
    assert api.delete(f"/v1/systems/{system['id']}").status_code == 204
    assert found(api, systemId=system["id"], state="all") == []


def test_the_number_of_statements_is_the_same_for_few_and_for_many_findings(api: Api) -> None:
    unit = api.unit()
    query = {"unitId": unit["id"], "includeSubunits": "true", "limit": 200}
    api.system(unitId=unit["id"], lifecycle="inOperation")
    few = statements_of(api, FINDINGS, **query)
    for _ in range(12):
        api.system(unitId=unit["id"], lifecycle="inOperation")
    assert statements_of(api, FINDINGS, **query) == few
