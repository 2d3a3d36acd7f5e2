"""Owners say whether they can carry what they own; the seal; and a no moves the question upwards."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.access.issuing import issue_token
from app.vocabulary import Role
from tests.support.api import TESTER, Api
from tests.support.furnishing import furnished
from tests.support.refusals import feed_since, no_trace, refusal
from tests.support.warm import make_client

Made = dict[str, Any]

YES: dict[str, Any] = {"confirmsOwnership": True, "insight": "yes", "time": "yes", "money": "yes"}
NO: dict[str, Any] = {**YES, "time": "no"}
NOBODY = "01890a5d-ac96-774b-bcce-b302099a8057"
REQUESTS = "/v1/attestation-requests"


def of(system: Made) -> str:
    return f"/v1/systems/{system['id']}/attestations"


def attest(api: Api, system: Made, answers: Made = YES, **values: Any) -> Made:
    return api.make(of(system), {**answers, **values})


def as_person(api: Api, person: Made) -> Api:
    """The register through the eyes of the person, with a token of the role owner."""
    secret = issue_token(
        api.register, TESTER, name=f"token of {person['name']}", role=Role.OWNER, person_id=person["id"]
    )
    client = make_client(api.app, secret)
    return Api(api.app, api.time, client)


def held_position(api: Api, above: Made | None = None, level: int = 2, **values: Any) -> tuple[Made, Made]:
    """A position that reports to the one above, and the person who holds it."""
    position = api.position(level, **({"reportsToId": above["id"]} if above else {}), **values)
    person = api.person()
    return {**position, "tenureId": api.hold(position, person)["id"]}, person


def owned(api: Api, **values: Any) -> tuple[Made, Made, Made]:
    """A system, its owning position, and the person who holds that."""
    position, person = held_position(api)
    system = api.system(criticality="businessCritical", **values)
    api.assign(system, position)
    return system, position, person


def attested(api: Api, system: Made) -> Made | None:
    """What the card says of the newest attestation."""
    shown: Made | None = api.card(system)["attestation"]
    return shown


def asked(api: Api, system: Made, state: str = "open") -> list[str]:
    """The positions that have been asked about the system, in that state."""
    items = api.read(REQUESTS, systemId=system["id"], state=state)["items"]
    return [item["positionId"] for item in items]


def finding(api: Api, system: Made, rule: str) -> Made:
    """The system's one open finding of the rule."""
    (found,) = [finding for finding in api.card(system)["findings"] if finding["rule"] == rule]
    return {"verdict": found["verdict"], **found["evidence"]}


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.STEWARD, Role.ADMIN])
def test_those_who_keep_the_register_write_down_what_the_owner_said(sqlite_api: Api, role: Role) -> None:
    system, position, person = owned(sqlite_api)
    made = attest(sqlite_api.as_role(role), system, NO, note="Ingen tid før sommer.")
    assert made == {
        **made,
        "systemId": system["id"],
        "positionId": position["id"],
        "personId": person["id"],
        "confirmsOwnership": True,
        "insight": "yes",
        "time": "no",
        "money": "yes",
        "note": "Ingen tid før sommer.",
        "attestedOn": "2026-03-02",
        "valid": True,
        "askedPositionId": None,
    }
    assert sqlite_api.read(f"/v1/attestations/{made['id']}") == made


def test_owner_attests_with_a_token_of_their_own(api: Api) -> None:
    system, position, person = owned(api)
    token = api.make("/v1/tokens", {"name": "Ejer", "role": "owner", "personId": person["id"]})
    headers = {"Authorization": f"Bearer {token['secret']}"}
    answer = TestClient(api.app, headers=headers).post(of(system), json=YES)
    assert answer.status_code == 201
    made = answer.json()
    assert answer.headers["location"] == f"/v1/attestations/{made['id']}"
    assert (made["positionId"], made["personId"], made["valid"]) == (position["id"], person["id"], True)
    assert attested(api, system) == {"attestedOn": "2026-03-02", **YES, "valid": True}


def test_card_shows_the_newest_attestation_and_only_it_is_valid(api: Api) -> None:
    system, _, _ = owned(api)
    assert attested(api, system) is None
    first = attest(api, system)
    api.time.advance(days=1)
    second = attest(api, system, {**YES, "money": "unknown"})
    assert attested(api, system) == {"attestedOn": "2026-03-03", **YES, "money": "unknown", "valid": True}
    listed = api.read(of(system))
    assert (listed["total"], listed["items"]) == (2, [second, {**first, "valid": False}])
    assert api.read(of(system), sort="attestedOn")["items"] == [{**first, "valid": False}, second]


def test_later_of_two_attestations_at_the_same_instant_counts(api: Api) -> None:
    system, _, _ = owned(api)
    made = [attest(api, system, {**YES, "insight": answer}) for answer in ("no", "unknown", "no", "yes")]
    assert attested(api, system) == {"attestedOn": "2026-03-02", **YES, "valid": True}
    assert [api.read(f"/v1/attestations/{one['id']}")["valid"] for one in made] == [False, False, False, True]


def test_attesting_another_owners_system_is_refused(sqlite_api: Api) -> None:
    system, position, _ = owned(sqlite_api)
    _, _, stranger = owned(sqlite_api)
    deputy = sqlite_api.person()
    sqlite_api.hold(position, deputy, role="deputy")
    for person in (stranger, deputy):
        client = as_person(sqlite_api, person)
        for body in (YES, {**YES, "positionId": position["id"]}):
            with no_trace(sqlite_api):
                answer = client.post(of(system), body)
                assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_position_above_answers_only_when_it_has_been_asked(sqlite_api: Api) -> None:
    chief, person = held_position(sqlite_api, level=1)
    position, _ = held_position(sqlite_api, chief)
    system = sqlite_api.system()
    sqlite_api.assign(system, position)
    boss = as_person(sqlite_api, person)
    with no_trace(sqlite_api):
        assert boss.post(of(system), YES).status_code == 403
        for client in (boss, sqlite_api):
            refusal(client.post(of(system), {**YES, "positionId": chief["id"]}), 409, "/positionId", "not-asked")


def test_earlier_holder_no_longer_answers(sqlite_api: Api) -> None:
    position, first, second = sqlite_api.position(), sqlite_api.person(), sqlite_api.person()
    sqlite_api.hold(position, first, validFrom="2025-01-01", validUntil="2026-03-02")
    sqlite_api.hold(position, second, validFrom="2026-03-03")
    system = sqlite_api.system()
    sqlite_api.assign(system, position)
    before, after = as_person(sqlite_api, first), as_person(sqlite_api, second)
    with no_trace(sqlite_api):
        assert after.post(of(system), YES).status_code == 403
    assert attest(before, system)["personId"] == first["id"]
    sqlite_api.time.advance(days=1)
    sqlite_api.card(system)
    with no_trace(sqlite_api):
        assert before.post(of(system), YES).status_code == 401, "the role ends with the last position"
    assert attest(after, system)["personId"] == second["id"]


def test_roles_without_a_person_or_a_say_may_not_attest(sqlite_api: Api) -> None:
    system, _, _ = owned(sqlite_api)
    for role in (Role.READER, Role.COORDINATOR, Role.OWNER):
        client = sqlite_api.as_role(role)
        with no_trace(sqlite_api):
            answer = client.post(of(system), YES)
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
        assert client.read(of(system))["total"] == 0


def test_registrar_of_a_unit_attests_for_its_systems_only(sqlite_api: Api) -> None:
    unit, other = sqlite_api.unit(), sqlite_api.unit()
    inside, position, _ = owned(sqlite_api, unitId=unit["id"])
    sqlite_api.patch(f"/v1/positions/{position['id']}", {"unitId": unit["id"]})
    outside, _, _ = owned(sqlite_api, unitId=other["id"])
    client = sqlite_api.as_role(Role.REGISTRAR, unit["id"])
    assert attest(client, inside)["systemId"] == inside["id"]
    with no_trace(sqlite_api):
        assert client.post(of(outside), YES).status_code == 403


def test_system_that_nobody_can_speak_for_is_refused(api: Api) -> None:
    ownerless, vacant = api.system(), api.system()
    api.assign(vacant, api.position())
    api.assign(ownerless, api.position(), basis="practice")
    with no_trace(api):
        for system, code in ((ownerless, "no-owner"), (vacant, "vacant")):
            answer = api.post(of(system), YES)
            assert (answer.status_code, answer.json()["code"]) == (409, code)
        assert api.post(of({"id": NOBODY}), YES).status_code == 404
        assert api.get(of({"id": NOBODY})).status_code == 404
        assert api.get(f"/v1/attestations/{NOBODY}").status_code == 404
        assert api.get(f"{REQUESTS}/{NOBODY}").status_code == 404


def test_incomplete_or_unknown_answers_are_refused(sqlite_api: Api) -> None:
    system, _, _ = owned(sqlite_api)
    refused: list[tuple[Made, str, str]] = [
        ({**YES, "insight": "maybe"}, "/insight", "enum"),
        ({**YES, "time": True}, "/time", "enum"),
        ({**YES, "money": None}, "/money", "enum"),
        ({**YES, "confirmsOwnership": "yes"}, "/confirmsOwnership", "bool-type"),
        ({**YES, "positionId": "me"}, "/positionId", "uuid"),
        ({**YES, "note": ""}, "/note", "string-too-short"),
        ({**YES, "valid": True}, "/valid", "unknown-key"),
    ]
    for missing in YES:
        rest = {key: answer for key, answer in YES.items() if key != missing}
        refused.append((rest, f"/{missing}", "missing"))
    with no_trace(sqlite_api):
        for body, pointer, code in refused:
            refusal(sqlite_api.post(of(system), body), 400, pointer, code)


def test_not_knowing_is_an_answer_that_moves_nothing(sqlite_api: Api) -> None:
    chief, _ = held_position(sqlite_api, level=1)
    position, _ = held_position(sqlite_api, chief)
    system = sqlite_api.system()
    sqlite_api.assign(system, position)
    assert attest(sqlite_api, system, {**YES, "insight": "unknown", "money": "unknown"})["askedPositionId"] is None
    verdicts = {one["rule"]: one["verdict"] for one in sqlite_api.read(f"/v1/systems/{system['id']}/verdicts")["items"]}
    assert (verdicts["OWN005"], verdicts["OWN006"]) == ("ok", "unknown")
    assert asked(sqlite_api, system) == []


def change_owner(api: Api, system: Made) -> None:
    position, _ = held_position(api)
    api.make(
        f"/v1/systems/{system['id']}/responsibilities?replace=true", {"duty": "owner", "positionId": position["id"]}
    )


def change_holder(api: Api, position: Made) -> Made:
    """The person who holds the position from now on, in place of the one before."""
    person = api.person()
    assert api.patch(f"/v1/tenures/{position['tenureId']}", {"personId": person["id"]}).status_code == 200
    return person


def change_criticality(api: Api, system: Made) -> None:
    assert api.patch(f"/v1/systems/{system['id']}", {"criticality": "notCritical"}).status_code == 200


def assert_broken_until_attested_again(api: Api, system: Made) -> None:
    """OWN005 is there at once, and goes with a new attestation."""
    before = api.read(of(system))["items"]
    assert attested(api, system) == {"attestedOn": "2026-03-02", **YES, "valid": False}
    assert not any(one["valid"] for one in before)
    assert finding(api, system, "OWN005") == {"verdict": "flagged", "attestedOn": "2026-03-02", "withinMonths": 12}
    assert attest(api, system)["valid"] is True
    assert attested(api, system) == {"attestedOn": "2026-03-02", **YES, "valid": True}
    assert [one["valid"] for one in api.read(of(system))["items"]] == [True] + [False] * len(before)
    assert "OWN005" not in api.flagged(system)


def test_other_owner_holder_or_criticality_breaks_the_seal(api: Api) -> None:
    system, position, _ = owned(api)
    attest(api, system)
    assert "OWN005" not in api.flagged(system)
    change_holder(api, position)
    assert_broken_until_attested_again(api, system)
    change_owner(api, system)
    assert_broken_until_attested_again(api, system)
    change_criticality(api, system)
    assert_broken_until_attested_again(api, system)


def is_valid(api: Api, system: Made) -> bool:
    found = attested(api, system)
    return found is not None and found["valid"]


def test_sums_of_the_operation_may_differ_by_the_policys_tolerance(sqlite_api: Api) -> None:
    system, _, _ = owned(sqlite_api)
    line = f"/v1/budget-lines/{sqlite_api.budget(system, estimatedDkk=100, allocatedDkk=100)['id']}"
    attest(sqlite_api, system)
    kept: list[Made] = [{"estimatedDkk": 110}, {"allocatedDkk": 90}, {"kind": "licence"}, {"account": "4711"}]
    for change in kept:
        assert sqlite_api.patch(line, change).status_code == 200
        assert is_valid(sqlite_api, system)
    broken: list[Made] = [{"estimatedDkk": 122}, {"allocatedDkk": 80}, {"estimatedDkk": None}, {"kind": "development"}]
    for change in broken:
        assert sqlite_api.patch(line, change).status_code == 200
        assert_broken_until_attested_again(sqlite_api, system)
    assert sqlite_api.patch(line, {"kind": "operation"}).status_code == 200
    attest(sqlite_api, system)
    assert sqlite_api.delete(line).status_code == 204
    assert_broken_until_attested_again(sqlite_api, system)


def test_year_that_was_not_known_and_one_that_is_over_break_nothing(sqlite_api: Api) -> None:
    system, _, _ = owned(sqlite_api)
    last = sqlite_api.budget(system, fiscalYear=2025, estimatedDkk=100, allocatedDkk=100)
    attest(sqlite_api, system)
    sqlite_api.budget(system, estimatedDkk=100)
    sqlite_api.budget(system, fiscalYear=2027, estimatedDkk=100)
    assert sqlite_api.patch(f"/v1/budget-lines/{last['id']}", {"estimatedDkk": 101}).status_code == 200
    assert is_valid(sqlite_api, system)


def test_what_is_as_it_was_attested_is_valid_again(sqlite_api: Api) -> None:
    system, _, _ = owned(sqlite_api)
    line = f"/v1/budget-lines/{sqlite_api.budget(system, estimatedDkk=100)['id']}"
    attest(sqlite_api, system)
    sqlite_api.patch(line, {"estimatedDkk": 1000})
    assert "OWN005" in sqlite_api.flagged(system)
    sqlite_api.patch(line, {"estimatedDkk": 105})
    assert attested(sqlite_api, system) == {"attestedOn": "2026-03-02", **YES, "valid": True}
    assert "OWN005" not in sqlite_api.flagged(system)


def test_change_of_anything_else_leaves_the_seal_whole(sqlite_api: Api) -> None:
    system, position, person = owned(sqlite_api)
    sqlite_api.budget(system, estimatedDkk=100, allocatedDkk=100)
    attest(sqlite_api, system)
    sqlite_api.patch(f"/v1/systems/{system['id']}", {"name": "Nyt navn", "notes": "Ny note."})
    sqlite_api.patch(f"/v1/positions/{position['id']}", {"title": "Ny titel", "managementLevel": 1})
    sqlite_api.patch(f"/v1/people/{person['id']}", {"name": "Person 99"})
    sqlite_api.assign(system, sqlite_api.position(), "fix")
    other, _, _ = owned(sqlite_api)
    sqlite_api.budget(other, estimatedDkk=5)
    assert attested(sqlite_api, system) == {"attestedOn": "2026-03-02", **YES, "valid": True}


def test_owner_who_leaves_breaks_the_seal_on_the_day(api: Api) -> None:
    position = api.position()
    api.hold(position, validUntil="2026-03-10")
    api.hold(position, validFrom="2026-03-11")
    system = api.system()
    api.assign(system, position)
    made = attest(api, system)
    api.time.advance(days=8)
    assert ("OWN005" in api.flagged(system), api.read(f"/v1/attestations/{made['id']}")["valid"]) == (False, True)
    api.time.advance(days=1)
    assert ("OWN005" in api.flagged(system), api.read(f"/v1/attestations/{made['id']}")["valid"]) == (True, False)


def test_no_stands_until_it_is_answered_anew_or_the_owner_changes(sqlite_api: Api) -> None:
    system, _, _ = owned(sqlite_api)
    line = sqlite_api.budget(system, fiscalYear=2025, estimatedDkk=100)
    attest(sqlite_api, system, NO)
    assert sqlite_api.flagged(system) & {"OWN005", "OWN006"} == {"OWN006"}
    sqlite_api.patch(f"/v1/budget-lines/{line['id']}", {"estimatedDkk": 101})
    assert sqlite_api.flagged(system) & {"OWN005", "OWN006"} == {"OWN006"}
    change_criticality(sqlite_api, system)
    assert sqlite_api.flagged(system) & {"OWN005", "OWN006"} == {"OWN005", "OWN006"}
    attest(sqlite_api, system)
    assert sqlite_api.flagged(system) & {"OWN005", "OWN006"} == set()
    attest(sqlite_api, system, NO)
    other = sqlite_api.position()
    sqlite_api.hold(other)
    assert sqlite_api.post(
        f"/v1/systems/{system['id']}/responsibilities?replace=true",
        {"duty": "owner", "basis": "formal", "positionId": other["id"]},
    ).is_success
    assert sqlite_api.flagged(system) & {"OWN005", "OWN006"} == {"OWN005"}


def test_attestation_lasts_as_long_as_the_policy_says(sqlite_api: Api) -> None:
    system, _, _ = owned(sqlite_api)
    attest(sqlite_api, system)
    sqlite_api.time.advance(days=365)
    assert "OWN005" not in sqlite_api.flagged(system)
    sqlite_api.time.advance(days=1)
    assert "OWN005" in sqlite_api.flagged(system)
    assert attested(sqlite_api, system) == {"attestedOn": "2026-03-02", **YES, "valid": True}
    attest(sqlite_api, system)
    assert "OWN005" not in sqlite_api.flagged(system)
    sqlite_api.time.advance(days=40)
    sqlite_api.put("/v1/policy", {"attestationWithinMonths": 1})
    assert finding(sqlite_api, system, "OWN005") == {
        "verdict": "flagged",
        "attestedOn": "2027-03-03",
        "withinMonths": 1,
    }


def test_new_owner_has_as_long_to_attest_at_all(sqlite_api: Api) -> None:
    sqlite_api.put("/v1/policy", {"attestationWithinMonths": 1})
    system, _, _ = owned(sqlite_api)
    sqlite_api.time.advance(days=31)
    assert "OWN005" not in sqlite_api.flagged(system)
    sqlite_api.time.advance(days=1)
    assert finding(sqlite_api, system, "OWN005") == {"verdict": "flagged", "attestedOn": None, "withinMonths": 1}
    change_owner(sqlite_api, system)
    assert "OWN005" not in sqlite_api.flagged(system)
    sqlite_api.time.advance(days=31)
    assert "OWN005" in sqlite_api.flagged(system)


class Line:
    """A system whose owner has a vacant position above, then a head, then a director, who is the topmost."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.director, self.director_person = held_position(api, level=1, title="Direktør")
        self.head, self.head_person = held_position(api, self.director, title="Fagchef")
        self.vacant = api.position(2, reportsToId=self.head["id"])
        self.owner, self.owner_person = held_position(api, self.vacant, level=3)
        self.system = api.system()
        api.assign(self.system, self.owner)


@pytest.fixture
def line(api: Api) -> Line:
    return furnished(api, Line)


def test_no_asks_the_nearest_position_above_that_someone_holds(api: Api, line: Line) -> None:
    made = attest(as_person(api, line.owner_person), line.system, NO)
    assert made["askedPositionId"] == line.head["id"]
    (request,) = api.read(REQUESTS)["items"]
    assert request == {
        **request,
        "systemId": line.system["id"],
        "systemName": line.system["name"],
        "positionId": line.head["id"],
        "positionTitle": "Fagchef",
        "campaignId": None,
        "causeId": made["id"],
        "due": "2026-04-01",
        "state": "open",
        "answerId": None,
    }
    assert api.read(f"{REQUESTS}/{request['id']}") == request
    assert finding(api, line.system, "OWN006") == {
        "verdict": "flagged",
        "attestedOn": "2026-03-02",
        "confirmsOwnership": True,
        "lacking": ["time"],
        "askedPositionId": line.head["id"],
        "askedTitle": "Fagchef",
    }


def test_any_no_moves_the_question(sqlite_api: Api) -> None:
    line = Line(sqlite_api)
    for answers in ({"confirmsOwnership": False}, {"insight": "no"}, {"time": "no"}, {"money": "no"}):
        assert attest(sqlite_api, line.system, {**YES, **answers})["askedPositionId"] == line.head["id"]
        assert "OWN006" in sqlite_api.flagged(line.system)


def test_where_every_position_above_is_vacant_the_nearest_is_asked(sqlite_api: Api) -> None:
    top = sqlite_api.position(1)
    nearest = sqlite_api.position(2, reportsToId=top["id"])
    position, _ = held_position(sqlite_api, nearest, level=3)
    system = sqlite_api.system()
    sqlite_api.assign(system, position)
    assert attest(sqlite_api, system, NO)["askedPositionId"] == nearest["id"]
    with no_trace(sqlite_api):
        answer = sqlite_api.post(of(system), {**YES, "positionId": nearest["id"]})
        assert (answer.status_code, answer.json()["code"]) == (409, "vacant")
    sqlite_api.hold(nearest)
    assert attest(sqlite_api, system, positionId=nearest["id"])["positionId"] == nearest["id"]


def test_time_to_answer_is_the_policys(sqlite_api: Api) -> None:
    sqlite_api.put("/v1/policy", {"questionWithinDays": 5})
    line = Line(sqlite_api)
    attest(sqlite_api, line.system, NO)
    assert [request["due"] for request in sqlite_api.read(REQUESTS)["items"]] == ["2026-03-07"]


def test_yes_from_above_clears_the_finding(api: Api, line: Line) -> None:
    owners = attest(api, line.system, NO)
    head = as_person(api, line.head_person)
    made = attest(head, line.system)
    assert (made["positionId"], made["personId"]) == (line.head["id"], line.head_person["id"])
    assert (made["valid"], made["askedPositionId"]) == (True, None)
    assert not {"OWN005", "OWN006"} & api.flagged(line.system)
    (request,) = api.read(REQUESTS)["items"]
    assert (request["state"], request["answerId"]) == ("answered", made["id"])
    assert api.read(f"/v1/attestations/{owners['id']}") == {**owners, "valid": False}
    with no_trace(api):
        assert head.post(of(line.system), YES).status_code == 403


def test_another_no_moves_the_question_further_up_until_nobody_is_left(api: Api, line: Line) -> None:
    attest(as_person(api, line.owner_person), line.system, NO)
    made = attest(as_person(api, line.head_person), line.system, {**YES, "money": "no"})
    assert made["askedPositionId"] == line.director["id"]
    assert (asked(api, line.system), asked(api, line.system, "answered")) == ([line.director["id"]], [line.head["id"]])
    found = finding(api, line.system, "OWN006")
    assert (found["lacking"], found["askedTitle"]) == (["money"], "Direktør")
    top = attest(as_person(api, line.director_person), line.system, {**YES, "confirmsOwnership": False})
    assert (top["positionId"], top["askedPositionId"]) == (line.director["id"], None)
    assert asked(api, line.system) == []
    found = finding(api, line.system, "OWN006")
    assert (found["confirmsOwnership"], found["askedPositionId"], found["askedTitle"]) == (False, None, None)


def test_registrar_answers_for_a_position_above_by_naming_it(sqlite_api: Api) -> None:
    line = Line(sqlite_api)
    client = sqlite_api.as_role(Role.REGISTRAR)
    attest(client, line.system, NO)
    for position in (line.director, line.vacant):
        with no_trace(sqlite_api):
            answer = client.post(of(line.system), {**YES, "positionId": position["id"]})
            refusal(answer, 409, "/positionId", "not-asked")
    made = attest(client, line.system, positionId=line.head["id"])
    assert (made["positionId"], made["personId"]) == (line.head["id"], line.head_person["id"])
    assert "OWN006" not in sqlite_api.flagged(line.system)


def test_owners_new_answer_closes_the_questions_above(api: Api, line: Line) -> None:
    owner = as_person(api, line.owner_person)
    first = attest(owner, line.system, NO)
    second = attest(owner, line.system, {**YES, "insight": "no"})
    assert (second["askedPositionId"], asked(api, line.system)) == (line.head["id"], [line.head["id"]])
    third = attest(as_person(api, line.head_person), line.system, NO)
    assert asked(api, line.system) == [line.director["id"]]
    last = attest(owner, line.system)
    answered = api.read(REQUESTS, state="answered")
    assert answered["total"] == 3
    assert {(one["causeId"], one["positionId"], one["answerId"]) for one in answered["items"]} == {
        (first["id"], line.head["id"], second["id"]),
        (second["id"], line.head["id"], third["id"]),
        (third["id"], line.director["id"], last["id"]),
    }
    assert not {"OWN005", "OWN006"} & api.flagged(line.system)


def test_asked_position_is_named_as_it_is_called_today(sqlite_api: Api) -> None:
    line = Line(sqlite_api)
    attest(sqlite_api, line.system, NO)
    sqlite_api.patch(f"/v1/positions/{line.head['id']}", {"title": "Centerchef"})
    assert finding(sqlite_api, line.system, "OWN006")["askedTitle"] == "Centerchef"
    assert [request["positionTitle"] for request in sqlite_api.read(REQUESTS)["items"]] == ["Centerchef"]


def test_question_goes_with_the_position_to_its_next_holder(api: Api, line: Line) -> None:
    attest(api, line.system, NO)
    successor = change_holder(api, line.head)
    assert api.read(REQUESTS, personId=line.head_person["id"])["total"] == 0
    assert api.read(REQUESTS, personId=successor["id"])["total"] == 1
    assert attest(as_person(api, successor), line.system)["personId"] == successor["id"]


def test_list_of_requests_is_filtered(api: Api, line: Line) -> None:
    other, position, person = owned(api, name="Andet system")
    attest(api, line.system, NO)
    campaign = api.make("/v1/attestation-campaigns", {"due": "2026-03-04"})["id"]

    def found(client: Api = api, **params: Any) -> list[tuple[str, str]]:
        items = client.read(REQUESTS, **params)["items"]
        return [(item["systemId"], item["positionId"]) for item in items]

    mine, owners, above = (
        (other["id"], position["id"]),
        (line.system["id"], line.owner["id"]),
        (line.system["id"], line.head["id"]),
    )
    assert found() == [mine, owners, above]
    assert found(sort="-due,-systemName") == [above, owners, mine]
    first = api.read(REQUESTS, limit=2)
    rest = api.read(REQUESTS, limit=2, cursor=first["nextCursor"])
    assert [one["positionId"] for one in first["items"] + rest["items"]] == [owner for _, owner in found()]
    assert found(systemId=other["id"]) == [mine]
    assert found(positionId=line.head["id"]) == [above]
    assert found(positionId=[line.head["id"], line.owner["id"]], systemId=line.system["id"]) == [owners, above]
    assert found(personId=person["id"]) == [mine]
    assert found(as_person(api, person), personId=person["id"]) == [mine]
    assert found(personId=[person["id"], line.head_person["id"]]) == [mine, above]
    assert found(personId=person["id"], positionId=line.head["id"]) == []
    assert found(personId=NOBODY) == []
    assert found(campaignId=campaign) == [mine, owners]
    assert (found(state="open"), found(state="overdue"), found(state="answered")) == ([mine, owners, above], [], [])
    attest(api, other)
    api.time.advance(days=2)
    assert found(state="overdue") == []
    api.time.advance(days=1)
    assert (found(state="open"), found(state="overdue"), found(state="answered")) == ([above], [owners], [mine])
    assert found(state=["overdue", "answered"]) == [mine, owners]
    states = [item["state"] for item in api.read(REQUESTS)["items"]]
    assert states == ["answered", "overdue", "open"]
    assert api.get(REQUESTS, params={"state": "late"}).status_code == 400


def test_overdue_question_may_still_be_answered(sqlite_api: Api) -> None:
    line = Line(sqlite_api)
    attest(sqlite_api, line.system, NO)
    sqlite_api.time.advance(days=30)
    assert (asked(sqlite_api, line.system), asked(sqlite_api, line.system, "overdue")) == ([line.head["id"]], [])
    sqlite_api.time.advance(days=1)
    assert (asked(sqlite_api, line.system), asked(sqlite_api, line.system, "overdue")) == ([], [line.head["id"]])
    attest(as_person(sqlite_api, line.head_person), line.system)
    assert asked(sqlite_api, line.system, "answered") == [line.head["id"]]
    assert "OWN006" not in sqlite_api.flagged(line.system)


def test_system_that_was_never_in_use_is_deleted_with_its_attestations_and_questions(api: Api) -> None:
    chief, _ = held_position(api, level=1)
    position, _ = held_position(api, chief)
    system = api.system(lifecycle="planned")
    held = api.assign(system, position)
    made = attest(api, system, NO)
    assert made["askedPositionId"] == chief["id"]
    revision = api.register.edition().revision
    assert api.delete(f"/v1/systems/{system['id']}").status_code == 204
    deleted = {(entry["action"], entry["resource"]) for entry in feed_since(api, revision)}
    assert {("delete", "attestation"), ("delete", "attestation-request")} <= deleted
    assert api.get(f"/v1/attestations/{made['id']}").status_code == 404
    assert api.get(f"/v1/responsibilities/{held['id']}").status_code == 404
    assert api.read(REQUESTS)["total"] == 0
