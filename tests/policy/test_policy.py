"""GET and PUT /v1/policy: the thresholds, in versions; a change evaluates every system anew."""

from typing import Any

import pytest
from sqlmodel import select

from app.models import PolicyVersion
from app.rules.policy import Policy
from app.vocabulary import Role
from tests.support.api import Api
from tests.support.imports import counts, run
from tests.support.statements import counted

pytestmark = pytest.mark.one_database("the verdicts are worked out in memory; promise 2 changes the policy on both")

POLICY = "/v1/policy"
DEFAULTS = Policy().model_dump(mode="json", by_alias=True)


def last_revision(api: Api) -> int:
    revision: int = api.read("/v1/changes", limit=200)["nextAfter"]
    return revision


@pytest.fixture
def low(api: Api) -> dict[str, Any]:
    """A business-critical system whose owner, a team leader, reports to nobody."""
    leader = api.position(4)
    api.hold(leader)
    system = api.system(criticality="businessCritical", lifecycle="inOperation")
    api.assign(system, leader)
    return system


def test_a_new_register_has_the_defaults_as_version_1(api: Api) -> None:
    assert api.read(POLICY) == {**DEFAULTS, "version": 1}
    assert DEFAULTS["requiredLevel"] == {"societyCritical": 1, "businessCritical": 2, "notCritical": 3}
    assert (DEFAULTS["leavingWithinDays"], DEFAULTS["maxSystemsPerPosition"]) == (90, 25)
    assert DEFAULTS["budgetAdoption"] == {"month": 10, "day": 15}


def test_a_change_opens_and_closes_findings_at_once(api: Api, low: dict[str, Any]) -> None:
    lenient = {"requiredLevel": {"societyCritical": 1, "businessCritical": 4, "notCritical": 4}}
    assert "OWN003" in api.flagged(low)
    answer = api.put(POLICY, lenient)
    assert answer.status_code == 200
    assert answer.json() == {**DEFAULTS, **lenient, "version": 2} == api.read(POLICY)
    assert "OWN003" not in api.flagged(low)
    (closed,) = api.read("/v1/findings", rule="OWN003", state="closed")["items"]
    assert (closed["rule"], closed["systemId"]) == ("OWN003", low["id"])

    assert api.put(POLICY, {}).json() == {**DEFAULTS, "version": 3}
    assert "OWN003" in api.flagged(low)
    (opened,) = api.read("/v1/findings", rule="OWN003")["items"]
    assert opened["id"] != closed["id"]


def test_what_a_finding_says_follows_the_policy(api: Api, low: dict[str, Any]) -> None:
    (before,) = api.read("/v1/findings", rule="OWN003")["items"]
    api.put(POLICY, {"requiredLevel": {"societyCritical": 0, "businessCritical": 1, "notCritical": 3}})
    (after,) = api.read("/v1/findings", rule="OWN003")["items"]
    assert (before["evidence"]["requiredLevel"], after["evidence"]["requiredLevel"]) == (2, 1)
    assert after["id"] == before["id"]


def test_a_rule_that_is_switched_off_says_nothing_until_it_is_on_again(api: Api, low: dict[str, Any]) -> None:
    (before,) = api.read("/v1/findings", rule="OWN003")["items"]
    off = {"rules": {"OWN003": {"enabled": False}}}
    assert api.put(POLICY, off).json()["rules"] == {"OWN003": {"enabled": False, "severity": None}}
    assert "OWN003" not in api.flagged(low)
    assert api.read("/v1/findings", rule="OWN003", state="open")["total"] == 0
    verdicts = api.read(f"/v1/systems/{low['id']}/verdicts")["items"]
    assert [said["verdict"] for said in verdicts if said["rule"] == "OWN003"] == ["notApplicable"]

    assert api.put(POLICY, {}).status_code == 200
    (after,) = api.read("/v1/findings", rule="OWN003", state="open")["items"]
    assert after["id"] != before["id"]


def test_the_municipality_says_how_severe_a_rule_is(api: Api, low: dict[str, Any]) -> None:
    (before,) = api.read("/v1/findings", rule="OWN003")["items"]
    assert before["severity"] != "low"
    assert api.put(POLICY, {"rules": {"OWN003": {"severity": "low"}}}).status_code == 200
    (after,) = api.read("/v1/findings", rule="OWN003")["items"]
    assert (after["id"], after["severity"]) == (before["id"], "low")
    assert api.read("/v1/findings", rule="OWN003", severity="low")["total"] == 1
    (finding,) = (f for f in api.read(f"/v1/systems/{low['id']}")["findings"] if f["rule"] == "OWN003")
    assert finding["severity"] == "low"


def test_what_is_left_out_takes_its_default(api: Api) -> None:
    api.put(POLICY, {"leavingWithinDays": 30, "requiredLevel": {"notCritical": 4}})
    assert api.put(POLICY, {"fundingTolerancePercent": 10}).json() == {
        **DEFAULTS,
        "fundingTolerancePercent": 10,
        "version": 3,
    }


def test_what_was_read_can_be_sent_back(api: Api) -> None:
    read = api.read(POLICY)
    answer = api.put(POLICY, {**read, "leavingWithinDays": 60})
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert answer.headers["etag"] == api.get(POLICY).headers["etag"]


def test_the_same_policy_again_is_no_change(api: Api) -> None:
    first = api.put(POLICY, {"leavingWithinDays": 30})
    revision = last_revision(api)
    again = api.put(POLICY, {"leavingWithinDays": 30})
    assert (again.status_code, again.json()) == (200, first.json())
    assert again.headers["etag"] == first.headers["etag"]
    assert last_revision(api) == revision


def test_the_defaults_in_a_new_register_are_no_change(api: Api) -> None:
    assert api.put(POLICY, {}).json()["version"] == 1
    assert api.read(f"{POLICY}/versions")["total"] == 0


def test_nobody_overwrites_what_they_have_not_read(api: Api) -> None:
    tag = api.get(POLICY).headers["etag"]
    missing = api.client.put(POLICY, json={"leavingWithinDays": 30})
    assert (missing.status_code, missing.json()["code"]) == (428, "precondition-required")
    api.put(POLICY, {"leavingWithinDays": 30})
    stale = api.client.put(POLICY, json={"leavingWithinDays": 60}, headers={"If-Match": tag})
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition-failed")
    assert api.read(POLICY)["leavingWithinDays"] == 30


def test_a_body_of_another_version_is_refused(api: Api) -> None:
    api.put(POLICY, {"leavingWithinDays": 30})
    refused = api.put(POLICY, {"leavingWithinDays": 60, "version": 1})
    assert refused.status_code == 409
    assert refused.json()["errors"][0]["pointer"] == "/version"
    assert "Version 2 holds now" in refused.json()["detail"]
    assert api.read(POLICY)["version"] == 2


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"requiredLevel": {"societyCritical": 3, "businessCritical": 2}}, "/requiredLevel"),
    ({"requiredLevel": {"businessCritical": 4}}, "/requiredLevel"),
    ({"requiredLevel": {"notCritical": 6}}, "/requiredLevel/notCritical"),
    ({"requiredLevel": {"notCritical": "3"}}, "/requiredLevel/notCritical"),
    ({"requiredLevel": {"unknown": 3}}, "/requiredLevel/unknown"),
    ({"requiredLevel": None}, "/requiredLevel"),
    ({"directReportCounts": "yes"}, "/directReportCounts"),
    ({"leavingWithinDays": 0}, "/leavingWithinDays"),
    ({"leavingWithinDays": 30.5}, "/leavingWithinDays"),
    ({"leavingWithinDays": True}, "/leavingWithinDays"),
    ({"fundingTolerancePercent": 101}, "/fundingTolerancePercent"),
    ({"maxSystemsPerPosition": 10**30}, "/maxSystemsPerPosition"),
    ({"budgetAdoption": {"month": 13, "day": 1}}, "/budgetAdoption/month"),
    ({"budgetAdoption": {"month": 2, "day": 30}}, "/budgetAdoption/day"),
    ({"rules": {"OWN099": {"enabled": False}}}, "/rules/OWN099"),
    ({"rules": {"own003": {"enabled": False}}}, "/rules/own003"),
    ({"rules": {"OWN003": {"enabled": "no"}}}, "/rules/OWN003/enabled"),
    ({"rules": {"OWN003": {"severity": "worst"}}}, "/rules/OWN003/severity"),
    ({"kitosRoles": {"Dataejer": "boss"}}, "/kitosRoles/Dataejer"),
    ({"kitosRoles": {"  ": "owner"}}, "/kitosRoles/  "),
    ({"kitosRoles": {"x" * 201: "owner"}}, f"/kitosRoles/{'x' * 201}"),
    ({"kitosRoles": {"Spørg 010190-1234": "owner"}}, "/kitosRoles/••••••-••••"),
    ({"kitosRoles": {"It-ansvarlig": "owner", "ITansvarlig ": "fix"}}, "/kitosRoles"),
    ({"kitosRoles": {f"Rolle {number}": None for number in range(201)}}, "/kitosRoles"),
    ({"kitosRoles": ["Dataejer"]}, "/kitosRoles"),
    ({"version": 0}, "/version"),
    ({"colour": 1}, "/colour"),
]


def test_a_policy_that_cannot_be_meant_is_refused_and_leaves_no_trace(api: Api) -> None:
    before, revision = api.read(POLICY), last_revision(api)
    for body, pointer in REFUSED:
        response = api.put(POLICY, body)
        assert (response.status_code, response.json()["errors"][0]["pointer"]) == (400, pointer), body
    assert api.put(POLICY, []).status_code == 400  # type: ignore[arg-type]
    assert (api.read(POLICY), last_revision(api)) == (before, revision)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ON_CALL])
def test_the_policy_is_for_all_to_read_and_for_stewards_to_change(api: Api, role: Role) -> None:
    caller = api.as_role(role)
    assert caller.get(POLICY).status_code == caller.get(f"{POLICY}/versions").status_code == 200
    allowed = role in {Role.STEWARD, Role.ADMIN}
    assert caller.put(POLICY, {"leavingWithinDays": 30}).status_code == (200 if allowed else 403)
    assert api.read(POLICY)["version"] == (2 if allowed else 1)


def test_the_journal_says_who_changed_the_policy_and_why(api: Api) -> None:
    tag = api.get(POLICY).headers["etag"]
    headers: Any = {"If-Match": tag, "Change-Reason": "Vedtaget af byrådet".encode()}
    api.client.put(POLICY, json={"leavingWithinDays": 30}, headers=headers)
    change = api.read("/v1/changes", resource="policy")["items"][0]
    assert (change["action"], change["actor"], change["reason"]) == ("create", "test", "Vedtaget af byrådet")


def test_every_version_that_held_is_listed_newest_first(api: Api) -> None:
    for days in (30, 60):
        api.put(POLICY, {"leavingWithinDays": days})
        api.time.advance(days=1)
    listed = api.read(f"{POLICY}/versions")
    assert listed == {
        "items": [
            {"version": 3, "createdAt": "2026-03-03T09:00:00Z", "settings": {**DEFAULTS, "leavingWithinDays": 60}},
            {"version": 2, "createdAt": "2026-03-02T09:00:00Z", "settings": {**DEFAULTS, "leavingWithinDays": 30}},
        ],
        "nextCursor": None,
        "total": 2,
    }
    page = api.read(f"{POLICY}/versions", limit=1, sort="version")
    assert [version["version"] for version in page["items"]] == [2]
    rest = api.read(f"{POLICY}/versions", limit=1, sort="version", cursor=page["nextCursor"])
    assert [version["version"] for version in rest["items"]] == [3]


def test_the_number_of_statements_is_the_same_for_3_and_for_60_systems(api: Api) -> None:
    def change(days: int) -> int:
        with counted(api) as statements:
            assert api.put(POLICY, {"leavingWithinDays": days}).status_code == 200
        return len(statements)

    def add(count: int, prefix: str) -> None:
        rows = (f"{prefix} {number};x;i drift" for number in range(count))
        assert counts(run(api, "systems", "System;Beskrivelse;Status", *rows)) == {"created": count}

    add(3, "A")
    few = change(30)
    add(57, "B")
    assert change(60) == few


def test_roles_of_kitos_are_kept_with_the_policy_and_change_no_verdict(api: Api, low: dict[str, Any]) -> None:
    before = api.read(f"/v1/systems/{low['id']}")
    said = {"Dataejer": "monitor", "Changemanager": None}
    assert api.put(POLICY, {"kitosRoles": said}).json() == {**DEFAULTS, "kitosRoles": said, "version": 2}
    assert api.read(f"/v1/systems/{low['id']}") == before
    assert api.read(f"{POLICY}/versions")["items"][0]["settings"]["kitosRoles"] == said


def test_a_version_of_before_there_were_roles_of_kitos_reads_as_one_that_says_none(api: Api) -> None:
    api.put(POLICY, {"leavingWithinDays": 30})
    with api.register.database.writing() as session:
        row = session.exec(select(PolicyVersion)).one()
        row.settings = {key: value for key, value in row.settings.items() if key != "kitosRoles"}
        session.commit()
    assert api.read(POLICY)["kitosRoles"] == {}
    assert api.read(f"{POLICY}/versions")["items"][0]["settings"]["kitosRoles"] == {}
