"""/v1/people/{id}/absences and /v1/absences/{id}: who is away, and what that does to chains."""

from typing import Any

from app.vocabulary import Role
from tests.support.api import Api
from tests.support.refusals import feed_since, no_trace, refusal

NOBODY = "01890a5d-ac96-774b-bcce-b302099a8057"


def of(person: dict[str, Any]) -> str:
    return f"/v1/people/{person['id']}/absences"


def at(row: dict[str, Any]) -> str:
    return f"/v1/absences/{row['id']}"


def test_absence_begins_today_and_has_no_end_unless_said_otherwise(api: Api) -> None:
    person = api.person()
    answer = api.post(of(person), {})
    assert answer.status_code == 201
    made = answer.json()
    assert answer.headers["location"] == at(made)
    assert made == {
        "id": made["id"],
        "createdAt": "2026-03-02T09:00:00Z",
        "updatedAt": "2026-03-02T09:00:00Z",
        "personId": person["id"],
        "from": "2026-03-02",
        "until": None,
    }
    assert api.read(at(made)) == made
    assert api.read(of(person)) == {"items": [made], "nextCursor": None, "total": 1}
    until_today = api.make(of(person), {"until": "2026-03-02"})
    assert (until_today["from"], until_today["until"]) == ("2026-03-02", "2026-03-02")


def test_changed_absence_keeps_what_the_patch_leaves_out(api: Api) -> None:
    made = api.make(of(api.person()), {"from": "2026-04-01", "until": "2026-04-30"})
    api.time.advance(hours=1)
    for patch, first, last in (
        ({"until": "2026-04-15"}, "2026-04-01", "2026-04-15"),
        ({"from": "2026-04-15"}, "2026-04-15", "2026-04-15"),
        ({"until": None}, "2026-04-15", None),
        # An absence always begins; null leaves the day as it was.
        ({"from": None}, "2026-04-15", None),
        ({"from": "2026-05-01", "until": "2026-05-02"}, "2026-05-01", "2026-05-02"),
    ):
        changed = api.patch(at(made), patch)
        assert changed.status_code == 200
        assert changed.json() == {**made, "from": first, "until": last, "updatedAt": "2026-03-02T10:00:00Z"}
        assert api.read(at(made)) == changed.json()


def test_deleted_absence_is_gone_but_for_the_feed(api: Api) -> None:
    person = api.person()
    made = api.make(of(person), {"from": "2026-04-01", "until": "2026-04-30"})
    revision = api.read("/v1/changes")["nextAfter"]
    assert api.delete(at(made)).status_code == 204
    assert api.get(at(made)).status_code == 404
    assert api.read(of(person))["items"] == []
    (entry,) = feed_since(api, revision)
    assert (entry["action"], entry["resource"], entry["resourceId"]) == ("delete", "absence", made["id"])


def test_absences_are_listed_newest_first_and_by_the_day_that_they_cover(api: Api) -> None:
    person, other = api.person(), api.person()
    spring = api.make(of(person), {"from": "2026-04-01", "until": "2026-04-30"})
    autumn = api.make(of(person), {"from": "2026-09-01"})
    overlapping = api.make(of(person), {"from": "2026-04-30", "until": "2026-05-02"})
    api.make(of(other), {"from": "2026-04-01"})

    def listed(**params: str) -> list[str]:
        return [item["id"] for item in api.read(of(person), **params)["items"]]

    assert listed() == [autumn["id"], overlapping["id"], spring["id"]]
    assert listed(sort="from") == [spring["id"], overlapping["id"], autumn["id"]]
    assert listed(at="2026-03-31") == []
    assert listed(at="2026-04-01") == [spring["id"]]
    assert listed(at="2026-04-30") == [overlapping["id"], spring["id"]]
    assert listed(at="2026-05-03") == []
    assert listed(at="2030-01-01") == [autumn["id"]]


def test_period_that_ends_before_it_begins_is_refused(sqlite_api: Api) -> None:
    api = sqlite_api
    person = api.person()
    made = api.make(of(person), {"from": "2026-04-01", "until": "2026-04-30"})
    with no_trace(api):
        ended = api.post(of(person), {"until": "2026-03-01"})
        backwards = api.post(of(person), {"from": "2026-03-02", "until": "2026-03-01"})
        ends_early = api.patch(at(made), {"until": "2026-03-31"})
        begins_late = api.patch(at(made), {"from": "2026-05-01"})
    assert refusal(ended, 400, "/until", "backwards-period") == (
        "until is before 2026-03-02, when the period would begin: give from."
    )
    for answer in (backwards, ends_early, begins_late):
        assert answer.status_code == 400
        assert [problem["code"] for problem in answer.json()["errors"]] == ["backwards-period"]


def test_what_is_no_absence_is_refused(sqlite_api: Api) -> None:
    api = sqlite_api
    person = api.person()
    made = api.make(of(person), {})
    for body, pointer, code in (
        ({"from": "1 april"}, "/from", "date"),
        ({"until": 20260401}, "/until", "date"),
        ({"validFrom": "2026-04-01"}, "/validFrom", "unknown-key"),
        ({"personId": person["id"]}, "/personId", "unknown-key"),
        ({"reason": "Ferie"}, "/reason", "unknown-key"),
    ):
        with no_trace(api):
            created = api.post(of(person), body)
            changed = api.patch(at(made), body)
        refusal(created, 400, pointer, code)
        refusal(changed, 400, pointer, code)
    for params, pointer, code in (
        ({"at": "today"}, "?at", "day-or-instant"),
        ({"sort": "until"}, "?sort", "unknown-name"),
        ({"personId": person["id"]}, "?personId", "unknown-key"),
    ):
        refusal(api.get(of(person), params=params), 400, pointer, code)


def test_unknown_person_and_absence_are_not_found(sqlite_api: Api) -> None:
    api = sqlite_api
    api.person()
    any_version = {"If-Match": "*"}
    with no_trace(api):
        answers = [
            api.get(f"/v1/people/{NOBODY}/absences"),
            api.post(f"/v1/people/{NOBODY}/absences", {}),
            api.get(f"/v1/absences/{NOBODY}"),
            api.client.patch(f"/v1/absences/{NOBODY}", json={"until": None}, headers=any_version),
            api.client.delete(f"/v1/absences/{NOBODY}", headers=any_version),
        ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "not-found")] * 5


def test_change_of_an_absence_needs_the_version_that_was_read(sqlite_api: Api) -> None:
    api = sqlite_api
    path = at(api.make(of(api.person()), {}))
    stale = {"If-Match": api.get(path).headers["etag"]}
    assert api.patch(path, {"until": "2026-03-09"}).status_code == 200
    with no_trace(api):
        statuses = [
            api.client.patch(path, json={"until": None}).status_code,
            api.client.delete(path).status_code,
            api.client.patch(path, json={"until": None}, headers=stale).status_code,
            api.client.delete(path, headers=stale).status_code,
        ]
    assert statuses == [428, 428, 412, 412]


def test_only_those_who_keep_the_organisation_write_absences_and_everyone_reads_them(sqlite_api: Api) -> None:
    api = sqlite_api
    person = api.person()
    made = api.make(of(person), {})
    any_version = {"If-Match": "*"}
    for role in Role:
        other = api.as_role(role)
        if role is Role.ON_CALL:
            assert other.get(of(person)).status_code == 403
            continue
        assert other.read(of(person))["items"] == [other.read(at(made))] == [made]
        if role in {Role.STEWARD, Role.ADMIN}:
            continue
        with no_trace(api):
            answers = [
                other.post(of(person), {}),
                other.client.patch(at(made), json={"until": "2026-04-01"}, headers=any_version),
                other.client.delete(at(made), headers=any_version),
            ]
        assert [answer.status_code for answer in answers] == [403] * 3, role
    steward = api.as_role(Role.STEWARD)
    own = steward.make(of(person), {"from": "2026-05-01"})
    assert steward.patch(at(own), {"until": "2026-05-02"}).status_code == 200
    assert steward.delete(at(own)).status_code == 204


def test_person_with_absences_is_not_deleted(api: Api) -> None:
    person = api.person()
    made = api.make(of(person), {})
    path = f"/v1/people/{person['id']}"
    with no_trace(api):
        answer = api.delete(path)
    assert (answer.status_code, answer.json()["code"]) == (409, "in-use")
    assert api.delete(at(made)).status_code == 204
    assert api.delete(path).status_code == 204


def test_absence_marks_the_steps_of_the_person_on_its_days_and_no_others(api: Api) -> None:
    position, above = api.position(2, leadsUnit=True), api.position(1)
    api.patch(f"/v1/positions/{position['id']}", {"reportsToId": above["id"]})
    person = api.person("Person 1")
    api.hold(position, person)
    api.hold(position, api.person("Person 2"), role="deputy")
    api.hold(above, person)
    system = api.system()
    api.assign(system, position)
    absence = api.make(of(person), {"from": "2026-03-09", "until": "2026-03-10"})

    def steps(**params: str) -> list[tuple[str, str, bool]]:
        found = api.read(f"/v1/systems/{system['id']}/escalation", **params)["steps"]
        return [(step["personName"], step["role"], step["absent"]) for step in found]

    there = [("Person 1", "holder", False), ("Person 1", "holder", False)]
    # Someone in two seats is away from both.
    gone = [("Person 1", "holder", True), ("Person 2", "deputy", False), ("Person 1", "holder", True)]
    assert steps() == steps(at="2026-03-08T12:00:00Z") == steps(at="2026-03-11T12:00:00Z") == there
    assert steps(at="2026-03-09T12:00:00Z") == steps(at="2026-03-10T12:00:00Z") == gone
    api.time.advance(days=7)
    assert steps() == gone
    api.patch(at(absence), {"until": None})
    assert steps(at="2030-01-01T12:00:00Z") == gone
    # Of two absences, each counts.
    api.make(of(person), {"from": "2026-03-01", "until": "2026-03-20"})
    assert api.delete(at(absence)).status_code == 204
    assert steps() == steps(at="2026-03-20T12:00:00Z") == gone
    assert steps(at="2026-03-21T12:00:00Z") == there


def test_absence_is_found_on_what_the_person_owns_and_ends_with_it(sqlite_api: Api) -> None:
    api = sqlite_api
    position, person = api.position(), api.person()
    api.hold(position, person)
    system, other = api.system(), api.system()
    api.assign(system, position)
    elsewhere = api.position()
    api.hold(elsewhere)
    api.assign(other, elsewhere)
    cards = [api.card(one) for one in (system, other)]
    api.time.advance(hours=1)
    gone = api.make(of(person), {})
    assert api.flagged(system) - {finding["rule"] for finding in cards[0]["findings"]} == {"OWN009", "CON001"}
    assert api.card(other) == cards[1]
    # A deputy who is there stands in, and two weeks are short.
    deputy = api.hold(position, role="deputy", validFrom="2026-01-01")
    assert "OWN009" not in api.flagged(system)
    assert api.patch(f"/v1/tenures/{deputy['id']}", {"validUntil": "2026-03-01"}).status_code == 200
    assert "OWN009" in api.flagged(system)
    assert api.patch(at(gone), {"until": "2026-03-15"}).status_code == 200
    assert "OWN009" not in api.flagged(system)
    # What follows on the next day is the same absence.
    api.make(of(person), {"from": "2026-03-16", "until": "2026-03-16"})
    assert "OWN009" in api.flagged(system)
