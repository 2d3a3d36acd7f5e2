"""The role onCall: finds systems by their names, reads their chains and numbers, and nothing else."""

from typing import Any

import pytest

from app.vocabulary import Role
from tests.support.api import Api


@pytest.fixture
def town(api: Api) -> dict[str, Any]:
    """Two systems; the first is owned by a position whose holder can be called."""
    unit = api.unit("Ydelser", onCallPhone="70 10 20 30")
    owner = api.position(2, unit=unit)
    api.hold(owner)
    system = api.system(name="Kommunernes Ydelsessystem", description="Kontanthjælp", unitId=unit["id"])
    api.assign(system, owner)
    api.system(name="Andet", description="Ydelsessystem")
    return system


def test_systems_are_found_by_words_of_their_names_and_show_id_and_name_alone(api: Api, town: dict[str, Any]) -> None:
    on_call = api.as_role(Role.ON_CALL)
    seen = {"id": town["id"], "name": "Kommunernes Ydelsessystem"}
    assert on_call.read("/v1/systems", q="ydelsessystem")["items"] == [seen]
    assert on_call.read("/v1/systems", q="kontanthjælp")["total"] == 0, "the description is not theirs to read"
    listed = on_call.read("/v1/systems", sort="-name", limit=1)
    assert (listed["items"], listed["total"]) == ([seen], 2)
    assert (
        on_call.read("/v1/systems", sort="-name", limit=1, cursor=listed["nextCursor"])["items"][0]["name"] == "Andet"
    )


@pytest.mark.parametrize(
    "asked",
    [
        {"criticality": "societyCritical"},
        {"rule": "OWN001"},
        {"sort": "criticality"},
        {"fields": "name,owner"},
        {"knownAt": "2026-03-02T09:00:00Z"},
    ],
    ids=str,
)
def test_what_a_filter_or_an_order_would_tell_is_refused(api: Api, town: dict[str, Any], asked: dict[str, str]) -> None:
    assert api.get("/v1/systems", params=asked).status_code == 200
    refused = api.as_role(Role.ON_CALL).get("/v1/systems", params=asked)
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")


def test_the_chain_comes_with_its_numbers_and_the_card_does_not(api: Api, town: dict[str, Any]) -> None:
    on_call = api.as_role(Role.ON_CALL)
    chain = on_call.read(f"/v1/systems/{town['id']}/escalation")
    assert [step["phone"] for step in chain["steps"]] == ["12 34 56 78"]
    assert [contact["phone"] for contact in chain["contacts"]] == ["70 10 20 30"]
    assert on_call.read("/v1/me")["role"] == "onCall"
    for closed in (
        f"/v1/systems/{town['id']}",
        f"/v1/systems/{town['id']}/history",
        f"/v1/systems/{town['id']}/verdicts",
        "/v1/people",
        "/v1/findings",
        "/v1/changes",
    ):
        assert on_call.get(closed).status_code == 403, closed
    assert on_call.post("/v1/systems", {"name": "Nyt", "description": "Et system."}).status_code == 403
