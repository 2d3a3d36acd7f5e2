"""Access ends when its person's work does; accounts of nobody in particular go on."""

from typing import Any

import pytest

from app.vocabulary import Role
from tests.support.api import Api

Json = dict[str, Any]


@pytest.fixture
def colleague(api: Api) -> Json:
    """Who leads a team until she leaves on Wednesday."""
    person = api.person("Person Forhen")
    tenure = api.hold(api.position(3, leadsUnit=True), person)
    return {"person": person, "tenure": tenure}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ON_CALL])
def test_every_role_ends_with_the_last_day_of_work(api: Api, colleague: Json, role: Role) -> None:
    person = colleague["person"]["id"]
    hers, nobodys = api.as_role(role, person_id=person), api.as_role(role)
    assert api.post(f"/v1/people/{person}/departure", {"on": "2026-03-04"}).status_code == 200
    api.time.advance(days=2)
    assert hers.get("/v1/systems").status_code == 200, "it is her last day"
    api.time.advance(days=1)
    for _ in range(2):
        refused = hers.get("/v1/systems")
        assert refused.status_code == 401
        assert "has left" in refused.json()["detail"]
    assert hers.post("/v1/systems", {"name": "Nyt", "description": "Et system."}).status_code == 401
    assert nobodys.get("/v1/systems").status_code == 200
    assert api.post(f"/v1/people/{person}/erasure").status_code == 200
    assert hers.get("/v1/me").status_code == 401


def test_the_role_owner_ends_with_the_last_tenure(api: Api, colleague: Json) -> None:
    person = colleague["person"]["id"]
    hers, reads = api.as_role(Role.OWNER, person_id=person), api.as_role(Role.READER, person_id=person)
    second = api.hold(api.position(), colleague["person"])
    api.patch(f"/v1/tenures/{colleague['tenure']['id']}", {"validUntil": "2026-03-02"})
    api.time.advance(days=1)
    assert hers.read("/v1/me")["roles"] == ["owner"], "she has another"
    api.patch(f"/v1/tenures/{second['id']}", {"validUntil": "2026-03-03"})
    assert hers.get("/v1/me").status_code == 200
    api.time.advance(days=1)
    refused = hers.get("/v1/me")
    assert (refused.status_code, refused.json()["code"]) == (401, "unauthenticated")
    assert "position" in refused.json()["detail"]
    assert reads.get("/v1/me").status_code == 200, "reading is not tied to a position"


def test_what_a_person_did_is_told_by_the_name_of_today_and_of_nobody_after_erasure(api: Api, colleague: Json) -> None:
    person = colleague["person"]["id"]
    steward = api.as_role(Role.STEWARD, person_id=person)
    system = steward.system()
    entry = api.read("/v1/changes", resource="system")["items"][-1]
    assert entry["actor"] == "Person Forhen"
    api.patch(f"/v1/people/{person}", {"name": "Person Nyligt"})
    assert api.read(f"/v1/systems/{system['id']}/history")["items"][0]["actor"] == "Person Nyligt"
    api.post(f"/v1/people/{person}/departure", {"on": "2026-03-02"})
    api.time.advance(days=1)
    assert api.post(f"/v1/people/{person}/erasure").json()["remains"] == []
    told = {item["actor"] for item in api.read("/v1/changes", limit=200)["items"] if item["resource"] == "system"}
    assert {actor for actor in told if "Person" in actor} == set()
    assert any(actor.startswith("Tidligere ") for actor in told)
    assert api.read("/v1/journal/verification")["valid"]


def test_no_token_takes_a_name_that_the_journal_has_for_persons(sqlite_api: Api) -> None:
    refused = sqlite_api.post("/v1/tokens", {"name": "person:1", "role": "reader"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/name")
