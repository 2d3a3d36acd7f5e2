"""GET /v1/systems/{id}/escalation: who acts now, at another time, and as it was once known."""

from dataclasses import dataclass
from typing import Any

import pytest

from app.vocabulary import Role
from tests.responsibility.test_handovers import acting
from tests.support.api import Api
from tests.support.furnishing import furnished
from tests.support.refusals import no_trace, refusal
from tests.support.statements import counted

NOBODY = "01890a5d-ac96-774b-bcce-b302099a8057"
MONDAY = "2026-03-02T09:00:00Z"


@dataclass
class Town:
    """Council, centre and team with a leader each; a system that the leader owns and a member, by `tenure`, fixes."""

    api: Api
    mayor: dict[str, Any]
    chief: dict[str, Any]
    leader: dict[str, Any]
    member: dict[str, Any]
    system: dict[str, Any]
    fix: dict[str, Any]
    tenure: dict[str, Any]

    @property
    def path(self) -> str:
        return f"/v1/systems/{self.system['id']}/escalation"

    def ask(self, **params: Any) -> Any:
        return self.api.read(self.path, **params)

    def who(self, **params: Any) -> list[str]:
        """`title:reasonCode` of each step."""
        return [f"{step['title']}:{step['reasonCode']}" for step in self.ask(**params)["steps"]]


LINE = ["Leder:owner", "Chef:superior", "Borgmester:superior"]
ALL = ["Sagsbehandler:formal", *LINE]


def make_town(api: Api) -> Town:
    """Written at one instant, the beginning of the tests' time; all of it is valid from 1 January."""
    council = api.unit("Byrådet")
    centre = api.unit("Centret", parentId=council["id"])
    team = api.unit("Teamet", parentId=centre["id"])
    mayor = api.position(0, council, title="Borgmester", leadsUnit=True)
    chief = api.position(2, centre, title="Chef", leadsUnit=True)
    leader = api.position(4, team, title="Leder", leadsUnit=True)
    member = api.position(5, team, title="Sagsbehandler")
    tenures = []
    for number, position in enumerate((mayor, chief, leader, member), start=1):
        person = api.person(f"Person {number}", email=f"person{number}@example.dk", phone=f"1111111{number}")
        tenures.append(api.hold(position, person, validFrom="2026-01-01"))
    system = api.system("KSD", unitId=team["id"], source="cmdb", externalId="7")
    api.assign(system, leader, validFrom="2026-01-01")
    fix = api.assign(system, member, "fix", validFrom="2026-01-01")
    return Town(api, mayor, chief, leader, member, system, fix, tenures[-1])


@pytest.fixture
def town(api: Api) -> Town:
    return furnished(api, make_town)


@pytest.fixture
def sqlite_town(sqlite_api: Api) -> Town:
    return furnished(sqlite_api, make_town)


def holder_of(api: Api, position: dict[str, Any]) -> dict[str, Any]:
    holder: dict[str, Any] = api.read(f"/v1/positions/{position['id']}")["holder"]
    return holder


def away(api: Api, position: dict[str, Any], **period: str) -> dict[str, Any]:
    return api.make(f"/v1/people/{holder_of(api, position)['personId']}/absences", dict(period))


# ------------------------------------------------------------------ the answer
def test_answer_names_each_step_with_position_person_and_reason(town: Town) -> None:
    person = holder_of(town.api, town.member)
    answer = town.ask()
    assert answer["steps"][0] == {
        "order": 1,
        "positionId": town.member["id"],
        "title": "Sagsbehandler",
        "managementLevel": 5,
        "unitName": "Teamet",
        "personId": person["personId"],
        "personName": "Person 4",
        "email": "person4@example.dk",
        "phone": "11111114",
        "role": "holder",
        "reason": "Har formelt ansvaret for at fejlrette systemet.",
        "reasonCode": "formal",
        "vacant": False,
        "absent": False,
        "absentUntil": None,
    }
    assert [step["order"] for step in answer["steps"]] == [1, 2, 3, 4]
    assert [step["positionId"] for step in answer["steps"]] == [
        position["id"] for position in (town.member, town.leader, town.chief, town.mayor)
    ]
    assert {key: value for key, value in answer.items() if key != "steps"} == {
        "systemId": town.system["id"],
        "systemName": "KSD",
        "duty": "fix",
        "at": MONDAY,
        "knownAt": None,
        "actingOrder": 1,
        "missing": [],
        "contacts": [],
        "emergencyPlanUrl": None,
    }


def test_another_duty_has_its_own_chain(sqlite_town: Town) -> None:
    town = sqlite_town
    town.api.assign(town.system, town.mayor, "develop", basis="practice")
    assert town.who(duty="fix") == ALL
    assert town.who(duty="develop") == ["Borgmester:practice", "Leder:owner", "Chef:superior"]
    assert town.who(duty="monitor") == LINE
    assert town.who(duty="owner") == ["Leder:formal", "Chef:superior", "Borgmester:superior"]
    assert town.ask(duty="monitor")["duty"] == "monitor"


def test_acting_order_is_the_first_who_is_there_and_has_a_phone(town: Town) -> None:
    api = town.api
    away(api, town.member)
    assert town.ask()["actingOrder"] == 2
    deputy = api.person("Person 5", email="person5@example.dk", phone=None)
    api.hold(town.member, deputy, role="deputy")
    answer = town.ask()
    assert [(step["title"], step["role"], step["personName"], step["absent"]) for step in answer["steps"][:3]] == [
        ("Sagsbehandler", "holder", "Person 4", True),
        ("Sagsbehandler", "deputy", "Person 5", False),
        ("Leder", "holder", "Person 3", False),
    ]
    assert answer["steps"][1]["email"] == "person5@example.dk"
    assert answer["steps"][1]["reason"] == "Stedfortræder for stillingen »Sagsbehandler«."
    # The deputy has no phone, so that nobody reaches them at night.
    assert (answer["actingOrder"], answer["missing"]) == (
        3,
        ["Der er intet telefonnummer på stedfortræderen for stillingen »Sagsbehandler«; gå videre til den næste."],
    )
    api.patch(f"/v1/people/{deputy['id']}", {"phone": "55 55 55 55"})
    assert (town.ask()["actingOrder"], town.ask()["missing"]) == (2, [])
    api.make(f"/v1/people/{deputy['id']}/absences", {})
    assert town.ask()["actingOrder"] == 3
    for position in (town.leader, town.chief, town.mayor):
        away(api, position)
    assert town.ask()["actingOrder"] is None
    assert [step["absent"] for step in town.ask()["steps"]] == [True] * 5


def test_where_nobody_who_is_there_has_a_phone_nobody_is_marked_and_it_is_said_whom_to_call(sqlite_town: Town) -> None:
    town, api = sqlite_town, sqlite_town.api
    for position in (town.member, town.leader, town.chief, town.mayor):
        api.patch(f"/v1/people/{holder_of(api, position)['personId']}", {"phone": None})
    nobody = "Der er ikke registreret et telefonnummer på nogen af dem, der er til stede."
    assert (town.ask()["actingOrder"], town.ask()["missing"]) == (
        None,
        [nobody, "Der er hverken registreret en vagt eller en hotline. Ring til kommunens hovednummer."],
    )
    api.patch(f"/v1/units/{town.chief['unitId']}", {"onCallName": "Vagten", "onCallPhone": "70 10 20 30"})
    assert town.ask()["missing"] == [nobody, "Ring til vagten: »Vagten«."]
    # A mail address reaches nobody at night, whoever has one.
    api.patch(f"/v1/people/{holder_of(api, town.member)['personId']}", {"email": None})
    assert town.ask()["actingOrder"] is None
    api.patch(f"/v1/people/{holder_of(api, town.mayor)['personId']}", {"phone": "12 34 56 78"})
    assert (town.ask()["actingOrder"], len(town.ask()["missing"])) == (4, 3)
    away(api, town.mayor)
    assert (town.ask()["actingOrder"], town.ask()["missing"][0]) == (None, nobody)


def test_answer_says_how_long_somebody_is_absent(sqlite_town: Town) -> None:
    town = sqlite_town
    away(town.api, town.member, until="2026-03-20")
    away(town.api, town.leader)
    steps = town.ask()["steps"]
    assert [(step["absent"], step["absentUntil"]) for step in steps[:3]] == [
        (True, "2026-03-20"),
        (True, None),
        (False, None),
    ]


def test_what_is_not_registered_is_said(sqlite_town: Town) -> None:
    town, api = sqlite_town, sqlite_town.api
    assert town.ask(duty="develop")["missing"] == [
        "Ingen har ansvaret for at udvikle systemet; derfor begynder listen med ejeren."
    ]
    bare = api.system(unitId=town.member["unitId"])
    assert api.read(f"/v1/systems/{bare['id']}/escalation")["missing"] == [
        "Ingen har ansvaret for at fejlrette systemet.",
        "Der er ikke registreret nogen ansvarlig for systemet; derfor svarer lederen af enheden »Teamet«.",
    ]


# ------------------------------------------------------------ beside the chain
def test_contacts_are_whoever_is_on_call_and_the_suppliers_with_the_hotlines_of_their_contracts(town: Town) -> None:
    api = town.api
    centre = town.chief["unitId"]
    api.patch(f"/v1/units/{centre}", {"onCallName": "Vagtcentralen", "onCallPhone": "70 10 20 30"})
    api.patch(
        f"/v1/systems/{town.system['id']}",
        {
            "supplier": "Eksempelsoft A/S",
            "operationSupplier": "Eksempeldrift A/S",
            "emergencyPlanUrl": "https://beredskab.example.dk/ksd",
        },
    )
    running: dict[str, Any] = {"startsOn": "2025-01-01", "systemIds": [town.system["id"]]}
    for values in (
        {"name": "Licens", "kind": "licence", "supplier": "EKSEMPELSOFT A/S", "reference": "Sag 1"},
        {
            "name": "Drift",
            "kind": "operation",
            "supplier": "Eksempeldrift A/S",
            "hotline": "70 70 70 70",
            "hotlineHours": "Døgnet rundt",
        },
        {
            "name": "Nat",
            "kind": "maintenance",
            "supplier": "eksempeldrift a/s",
            "hotline": "71 71 71 71",
            "hotlineHours": "Om natten",
        },
        {"name": "Net", "supplier": "Eksempelnet", "hotline": "80 80 80 80", "reference": "N-7"},
        {"name": "Uden hotline", "supplier": "Andre"},
        {"name": "Udløbet", "supplier": "Gamle", "hotline": "1 1 1 1", "endsOn": "2026-03-01"},
        {"name": "Kommende", "supplier": "Nye", "hotline": "2 2 2 2", "startsOn": "2026-03-03"},
    ):
        api.make("/v1/contracts", {**running, **values})
    answer = town.ask()
    assert answer["emergencyPlanUrl"] == "https://beredskab.example.dk/ksd"
    assert answer["contacts"] == [
        {"kind": "onCall", "name": "Vagtcentralen", "phone": "70 10 20 30", "hours": None, "reference": None},
        {
            "kind": "operationSupplier",
            "name": "Eksempeldrift A/S",
            "phone": "70 70 70 70",
            "hours": "Døgnet rundt",
            "reference": "Drift",
        },
        {"kind": "supplier", "name": "Eksempelsoft A/S", "phone": None, "hours": None, "reference": "Sag 1"},
        # Another number of the same supplier is not left out.
        {
            "kind": "contract",
            "name": "eksempeldrift a/s",
            "phone": "71 71 71 71",
            "hours": "Om natten",
            "reference": "Nat",
        },
        {"kind": "contract", "name": "Eksempelnet", "phone": "80 80 80 80", "hours": None, "reference": "N-7"},
    ]
    assert [contact["name"] for contact in town.ask(at="2026-03-01")["contacts"]][-1] == "Gamle"


def test_nearest_unit_that_has_somebody_on_call_answers_for_those_below(sqlite_town: Town) -> None:
    town, api = sqlite_town, sqlite_town.api
    assert town.ask()["contacts"] == []
    api.patch(f"/v1/units/{town.mayor['unitId']}", {"onCallPhone": "11 11 11 11"})
    assert [(contact["name"], contact["phone"]) for contact in town.ask()["contacts"]] == [("Byrådet", "11 11 11 11")]
    # A name alone reaches nobody.
    api.patch(f"/v1/units/{town.member['unitId']}", {"onCallName": "Teamvagten"})
    assert town.ask()["contacts"][0]["name"] == "Byrådet"
    api.patch(f"/v1/units/{town.member['unitId']}", {"onCallPhone": "22 22 22 22"})
    assert [(contact["name"], contact["phone"]) for contact in town.ask()["contacts"]] == [
        ("Teamvagten", "22 22 22 22")
    ]


def test_where_nobody_is_there_the_answer_says_whom_to_call(sqlite_town: Town) -> None:
    town, api = sqlite_town, sqlite_town.api
    for position in (town.member, town.leader, town.chief, town.mayor):
        away(api, position)
    gone = "Ingen i kæden er til stede."
    assert town.ask()["missing"] == [
        gone,
        "Der er hverken registreret en vagt eller en hotline. Ring til kommunens hovednummer.",
    ]
    hotline = {"name": "Drift", "supplier": "Eksempeldrift A/S", "hotline": "70 70 70 70"}
    api.make("/v1/contracts", {**hotline, "systemIds": [town.system["id"]]})
    assert town.ask()["missing"] == [gone, "Der er ingen vagt registreret. Ring til »Eksempeldrift A/S«."]
    api.patch(f"/v1/units/{town.chief['unitId']}", {"onCallName": "Vagtcentralen", "onCallPhone": "70 10 20 30"})
    assert town.ask()["missing"] == [gone, "Ring til vagten: »Vagtcentralen«."]
    assert town.ask()["actingOrder"] is None


def test_vacant_position_has_a_step_without_a_person(sqlite_town: Town) -> None:
    town = sqlite_town
    vacant = town.api.position(4, unitId=town.member["unitId"], title="Ubesat")
    town.api.assign(town.system, vacant, "fix", basis="practice")
    step = town.ask()["steps"][0]
    assert {key: step[key] for key in ("title", "personId", "personName", "email", "phone", "role", "absent")} == {
        "title": "Ubesat",
        "personId": None,
        "personName": None,
        "email": None,
        "phone": None,
        "role": "holder",
        "absent": False,
    }
    assert (step["vacant"], town.ask()["actingOrder"]) == (True, 2)


def test_without_any_responsibility_the_chain_starts_with_the_leader_of_the_unit_and_says_so(sqlite_town: Town) -> None:
    api = sqlite_town.api
    bare = api.system(unitId=sqlite_town.member["unitId"])
    steps = api.read(f"/v1/systems/{bare['id']}/escalation")["steps"]
    assert [step["title"] for step in steps] == ["Leder", "Chef", "Borgmester"]
    assert steps[0]["reason"] == "Leder af enheden »Teamet«: der er ikke registreret nogen ansvarlig for systemet."
    lost = api.system()
    (step,) = api.read(f"/v1/systems/{lost['id']}/escalation")["steps"]
    assert (step["title"], step["reasonCode"]) == ("Borgmester", "top")


def test_chain_follows_every_change_of_the_organisation_at_once(sqlite_town: Town) -> None:
    town, api = sqlite_town, sqlite_town.api
    assert town.who() == ALL
    api.patch(f"/v1/positions/{town.chief['id']}", {"title": "Centerchef"})
    assert town.who() == ["Sagsbehandler:formal", "Leder:owner", "Centerchef:superior", "Borgmester:superior"]
    api.patch(f"/v1/positions/{town.leader['id']}", {"reportsToId": town.mayor["id"]})
    assert town.who() == ["Sagsbehandler:formal", "Leder:owner", "Borgmester:superior"]
    person = holder_of(api, town.leader)["personId"]
    api.patch(f"/v1/people/{person}", {"phone": "22222222", "email": None})
    step = town.ask()["steps"][1]
    assert (step["phone"], step["email"]) == ("22222222", None)


def sees(viewer: Api, town: Town, **params: Any) -> bool:
    """Whether all numbers and addresses are there; else none may be."""
    shown = set()
    for path in (town.path, "/v1/systems/by-key/cmdb/7/escalation"):
        answer = viewer.read(path, **params)
        assert [step["personName"] for step in answer["steps"]] == ["Person 4", "Person 3", "Person 2", "Person 1"]
        found = [step[key] for step in answer["steps"] for key in ("email", "phone")]
        found += [contact["phone"] for contact in answer["contacts"]]
        shown |= {value is not None for value in found}
    assert len(shown) == 1
    return shown.pop()


def test_who_is_on_duty_sees_mail_and_phone_and_readers_do_not(sqlite_town: Town) -> None:
    town = sqlite_town
    town.api.patch(f"/v1/units/{town.chief['unitId']}", {"onCallPhone": "70 10 20 30"})
    on_duty = {Role.ON_CALL, Role.COORDINATOR, Role.STEWARD, Role.ADMIN, Role.REGISTRAR}
    for role in Role:
        viewer = town.api.as_role(role)
        assert sees(viewer, town) == sees(viewer, town, knownAt=town.api.time.now().isoformat()) == (role in on_duty)


def test_registrar_of_a_unit_sees_the_numbers_of_the_systems_that_it_runs(sqlite_town: Town) -> None:
    town = sqlite_town
    elsewhere = town.api.unit("Andet")
    for unit_id, there in ((town.chief["unitId"], True), (town.member["unitId"], True), (elsewhere["id"], False)):
        assert sees(town.api.as_role(Role.REGISTRAR, unit_id), town) == there


def test_owner_sees_the_numbers_of_the_systems_that_the_person_answers_for(sqlite_town: Town) -> None:
    town, api = sqlite_town, sqlite_town.api
    for position, there in ((town.leader, True), (town.member, True), (town.chief, False)):
        assert sees(acting(api, Role.OWNER, {"id": holder_of(api, position)["personId"]}), town) == there
    # It follows from today, whatever day is asked about.
    api.patch(f"/v1/responsibilities/{town.fix['id']}", {"validUntil": "2026-03-02"})
    fixer = acting(api, Role.OWNER, {"id": holder_of(api, town.member)["personId"]})
    assert sees(fixer, town, at="2026-02-01")
    api.time.advance(days=1)
    assert not sees(fixer, town, at="2026-02-01")


def test_a_retired_system_says_so(sqlite_town: Town) -> None:
    town = sqlite_town
    town.api.post(f"/v1/systems/{town.system['id']}/retire", {"on": "2026-03-02"})
    assert town.ask()["missing"][0] == "Systemet er nedlagt."


def test_system_is_found_by_its_key(town: Town) -> None:
    assert town.api.read("/v1/systems/by-key/cmdb/7/escalation", duty="fix") == town.ask(duty="fix")
    with no_trace(town.api):
        answer = town.api.get("/v1/systems/by-key/cmdb/8/escalation")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


# ------------------------------------------------------------- another time
def test_at_asks_for_the_day_of_the_instant(town: Town) -> None:
    api = town.api
    api.patch(f"/v1/responsibilities/{town.fix['id']}", {"validUntil": "2026-03-31"})
    api.assign(town.system, town.chief, "fix", validFrom="2026-04-01", validUntil="2026-04-30")
    # Midnight in Denmark is 22:00 UTC the day before, from the end of March on.
    assert town.who(at="2026-03-31T21:59:59Z") == ALL
    assert town.who(at="2026-03-31T22:00:00Z") == ["Chef:formal", "Leder:owner", "Borgmester:superior"]
    assert town.who(at="2026-04-01T00:00:00+02:00") == ["Chef:formal", "Leder:owner", "Borgmester:superior"]
    assert town.who(at="2026-05-01T12:00:00Z") == LINE
    assert town.who(at="2025-12-31T12:00:00Z") == ["Leder:unitLeader", "Chef:superior", "Borgmester:superior"]
    assert town.ask(at="2026-04-01T00:00:00+02:00")["at"] == "2026-03-31T22:00:00Z"


def test_at_shows_who_held_the_position_and_who_will(sqlite_town: Town) -> None:
    town, api = sqlite_town, sqlite_town.api
    api.patch(f"/v1/tenures/{town.tenure['id']}", {"validUntil": "2026-03-31"})
    api.hold(town.member, api.person("Person 6"), validFrom="2026-05-01")
    away(api, town.member, **{"from": "2026-03-09", "until": "2026-03-10"})

    def first(at: str) -> tuple[str | None, bool]:
        step = town.ask(at=at)["steps"][0]
        return step["personName"], step["absent"]

    assert first("2026-03-02T12:00:00Z") == ("Person 4", False)
    assert first("2026-03-09T12:00:00Z") == ("Person 4", True)
    assert first("2026-03-10T12:00:00Z") == ("Person 4", True)
    assert first("2026-03-11T12:00:00Z") == ("Person 4", False)
    assert first("2026-04-15T12:00:00Z") == (None, False)
    assert first("2026-05-01T12:00:00Z") == ("Person 6", False)


def test_someone_who_has_left_by_then_holds_nothing(sqlite_town: Town) -> None:
    town = sqlite_town
    town.api.patch(f"/v1/people/{holder_of(town.api, town.member)['personId']}", {"leavesOn": "2026-03-15"})
    assert town.ask(at="2026-03-15T12:00:00Z")["steps"][0]["personName"] == "Person 4"
    assert town.ask(at="2026-03-16T12:00:00Z")["steps"][0]["personName"] is None


def test_first_and_last_instants_that_there_are_have_a_chain(sqlite_town: Town) -> None:
    for at, end in (("0001-01-01T00:00:00Z", "Leder:unitLeader"), ("9999-12-31T23:59:59Z", "Sagsbehandler:formal")):
        assert sqlite_town.ask(at=at)["at"] == at
        assert sqlite_town.who(at=at)[0] == end


# -------------------------------------------------------- as it was once known
def test_correcting_a_past_period_changes_what_is_known_now_but_not_what_was_known(town: Town) -> None:
    api = town.api
    api.time.advance(days=1)
    asked = {"at": "2026-02-10T12:00:00Z"}
    assert town.who(**asked) == ALL
    before = api.time.now().isoformat()
    api.time.advance(seconds=1)
    api.patch(f"/v1/responsibilities/{town.fix['id']}", {"validFrom": "2026-02-15"})
    assert town.who(**asked) == LINE
    assert town.who(**asked, knownAt=before) == ALL
    assert town.who(**asked, knownAt=api.time.now().isoformat()) == LINE
    # What was known of today did not change.
    assert town.who() == town.who(knownAt=before) == ALL


def test_known_at_alone_asks_about_that_instant(town: Town) -> None:
    town.api.patch(f"/v1/responsibilities/{town.fix['id']}", {"validUntil": "2026-03-05"})
    town.api.time.advance(days=30)
    then = town.ask(knownAt="2026-03-02T10:00:00+01:00")
    assert (then["at"], then["knownAt"]) == (MONDAY, MONDAY)
    assert town.who(knownAt=MONDAY) == ALL
    assert town.who(knownAt="2026-03-10T09:00:00Z") == LINE
    assert town.who(knownAt=MONDAY, at="2026-03-10T09:00:00Z") == LINE


def test_deleted_responsibility_and_earlier_names_are_known_then(town: Town) -> None:
    api = town.api
    shown = town.ask()["steps"]
    api.time.advance(hours=1)
    assert api.delete(f"/v1/responsibilities/{town.fix['id']}").status_code == 204
    api.patch(f"/v1/systems/{town.system['id']}", {"name": "Nyt navn"})
    api.patch(f"/v1/units/{town.member['unitId']}", {"name": "Nyt team"})
    api.patch(f"/v1/positions/{town.leader['id']}", {"title": "Ny leder", "managementLevel": 3})
    person = {"name": "Person 9", "email": "person9@example.dk", "phone": "99999999"}
    api.patch(f"/v1/people/{holder_of(api, town.leader)['personId']}", person)
    now = town.ask()
    assert now["systemName"] == "Nyt navn"
    assert town.who() == ["Ny leder:owner", "Chef:superior", "Borgmester:superior"]
    assert [now["steps"][0][key] for key in ("unitName", "managementLevel", "personName", "email", "phone")] == [
        "Nyt team",
        3,
        *person.values(),
    ]
    then = town.ask(knownAt=MONDAY)
    assert then["systemName"] == "KSD"
    assert then["steps"] == shown


def test_absences_tenures_and_moves_are_known_then(town: Town) -> None:
    api = town.api
    shown = town.ask()["steps"]
    api.time.advance(hours=1)
    absence = away(api, town.member, **{"from": "2026-03-01"})
    api.hold(town.member, api.person("Person 7"), role="deputy", validFrom="2026-01-01")
    marked = town.ask()["steps"]
    assert [step["personName"] for step in marked[:2]] == ["Person 4", "Person 7"]
    api.time.advance(hours=1)
    assert api.delete(f"/v1/absences/{absence['id']}").status_code == 204
    lone = api.position(1, title="Direktør")
    api.patch(f"/v1/positions/{town.chief['id']}", {"reportsToId": lone["id"]})
    assert town.who() == [
        "Sagsbehandler:formal",
        "Sagsbehandler:deputy",
        "Leder:owner",
        "Chef:superior",
        "Direktør:superior",
    ]
    assert town.ask(knownAt=MONDAY)["steps"] == shown
    assert town.ask(knownAt="2026-03-02T10:00:00Z")["steps"] == marked
    assert town.ask(knownAt="2026-03-02T10:59:59Z")["steps"] == marked
    assert town.ask(knownAt="2026-03-02T11:00:00Z")["steps"] == town.ask()["steps"]


def test_deleted_system_is_known_then(town: Town) -> None:
    api = town.api
    planned = api.system(lifecycle="planned")
    path = f"/v1/systems/{planned['id']}/escalation"
    api.assign(planned, town.chief, "fix")
    shown = api.read(path)["steps"]
    api.time.advance(hours=1)
    assert api.delete(f"/v1/systems/{planned['id']}").status_code == 204
    assert api.get(path).status_code == 404
    assert api.read(path, knownAt=MONDAY)["steps"] == shown
    assert api.get(path, params={"knownAt": "2026-03-02T10:00:00Z"}).status_code == 404


def test_forgotten_name_is_gone_from_earlier_chains_too(town: Town) -> None:
    api = town.api
    person = holder_of(api, town.member)["personId"]
    assert town.ask(knownAt=MONDAY)["steps"][0]["personName"] == "Person 4"
    api.time.advance(days=2)
    api.patch(f"/v1/people/{person}", {"leavesOn": "2026-03-03"})
    assert api.post(f"/v1/people/{person}/erasure").is_success
    step = town.ask(knownAt=MONDAY)["steps"][0]
    assert (step["personId"], step["personName"], step["email"], step["phone"]) == (person, "Sagsbehandler", None, None)


def test_instant_before_the_register_began_is_refused(town: Town) -> None:
    with no_trace(town.api):
        answer = town.api.get(town.path, params={"knownAt": "2026-03-02T08:59:59Z"})
    assert refusal(answer, 400, "?knownAt", "before-the-register") == (
        "The register begins at 2026-03-02T09:00:00Z; it knew nothing before."
    )


def test_instant_to_come_is_refused_but_for_clocks_that_run_ahead(sqlite_town: Town) -> None:
    town = sqlite_town
    with no_trace(town.api):
        answer = town.api.get(town.path, params={"knownAt": "2026-03-02T09:05:01Z"})
    refusal(answer, 400, "?knownAt", "in-the-future")
    assert town.who(knownAt="2026-03-02T09:05:00Z") == ALL


def test_unknown_system_and_one_that_was_made_later_are_not_found(town: Town) -> None:
    api = town.api
    api.time.advance(hours=1)
    later = api.system()
    with no_trace(api):
        unknown = api.get(f"/v1/systems/{NOBODY}/escalation")
        unknown_then = api.get(f"/v1/systems/{NOBODY}/escalation", params={"knownAt": MONDAY})
        made_later = api.get(f"/v1/systems/{later['id']}/escalation", params={"knownAt": MONDAY})
    for answer in (unknown, unknown_then, made_later):
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert unknown.json()["detail"] == f"There is no system {NOBODY}."
    assert made_later.json()["detail"] == f"There is no system {later['id']} at that instant."
    assert api.get(f"/v1/systems/{later['id']}/escalation").status_code == 200


def test_questions_that_make_no_sense_are_refused(sqlite_town: Town) -> None:
    for key, value, code in (
        ("at", "2026-03-02T09:00:00", "day-or-instant"),
        ("at", "-1", "day-or-instant"),
        ("at", "0001-01-01T00:00:00+02:00", "day-or-instant"),
        ("knownAt", "yesterday", "day-or-instant"),
        ("duty", "pay", "enum"),
        ("basis", "formal", "unknown-key"),
    ):
        with no_trace(sqlite_town.api):
            answer = sqlite_town.api.get(sqlite_town.path, params={key: value})
        refusal(answer, 400, f"?{key}", code)


def test_register_without_positions_has_nobody_to_name(api: Api) -> None:
    system = api.system()
    with no_trace(api):
        answer = api.get(f"/v1/systems/{system['id']}/escalation")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert answer.json()["detail"] == (
        "Nobody can act: the register holds no position yet. Register the organisation first."
    )
    api.time.advance(hours=1)
    api.position()
    path = f"/v1/systems/{system['id']}/escalation"
    assert api.get(path).status_code == 200
    assert api.get(path, params={"knownAt": MONDAY}).status_code == 409


# ------------------------------------------------------------------- disputes
def test_overdue_dispute_puts_the_nearest_common_superior_behind_those_who_can_repair(town: Town) -> None:
    api = town.api
    other = api.position(5, unitId=town.chief["unitId"], title="Konsulent")
    api.hold(other)
    body = {"duty": "fix", "namesPositionId": other["id"], "reason": "Ikke min."}
    dispute = api.make(f"/v1/systems/{town.system['id']}/disputes", body)
    assert dispute["deadline"] == "2026-03-16"
    assert town.who() == town.who(at="2026-03-16T12:00:00Z") == ALL
    disputed = ["Sagsbehandler:formal", "Chef:interim", "Leder:owner", "Borgmester:superior"]
    assert town.who(at="2026-03-17T12:00:00Z") == disputed
    assert town.who(at="2026-03-17T12:00:00Z", duty="monitor") == LINE
    api.time.advance(days=15)
    assert town.who() == disputed
    assert town.ask()["steps"][1]["reason"] == (
        "Nærmeste fælles overordnede: tvisten om ansvaret for at fejlrette systemet er ikke afgjort inden fristen."
    )
    api.time.advance(days=1)
    overdue = api.time.now().isoformat()
    api.time.advance(hours=1)
    chief = acting(api, Role.OWNER, {"id": holder_of(api, town.chief)["personId"]})
    answer = chief.post(f"/v1/disputes/{dispute['id']}/resolve", {"reason": "Konsulenten.", "positionId": other["id"]})
    assert answer.status_code == 200
    assert town.who() == ["Konsulent:formal", *LINE]
    # Until the day on which it was resolved, it was not; and an hour ago nobody knew that it would be.
    assert town.who(at="2026-03-17T12:00:00Z") == disputed
    assert town.who(knownAt=overdue) == disputed
    assert town.who(knownAt=api.time.now().isoformat()) == ["Konsulent:formal", *LINE]
    assert town.who(knownAt=MONDAY, at="2026-03-17T12:00:00Z") == disputed


# ----------------------------------------------------------------- statements
def make_line(api: Api, depth: int) -> dict[str, Any]:
    """A system that the lowest of a line owns and fixes; each in the line is away and has a deputy."""
    units = [api.unit()]
    positions = [_in_line(api, units[0], 0)]
    for level in range(1, depth):
        units.append(api.unit(parentId=units[-1]["id"]))
        positions.append(_in_line(api, units[-1], min(level, 5)))
    system = api.system(unitId=units[-1]["id"])
    for duty in ("owner", "fix"):
        api.assign(system, positions[-1], duty)
    return system


def _in_line(api: Api, unit: dict[str, Any], level: int) -> dict[str, Any]:
    position = api.position(level, unit, leadsUnit=True)
    person = api.person()
    api.hold(position, person)
    api.hold(position, role="deputy")
    api.make(f"/v1/people/{person['id']}/absences", {})
    return position


def test_chain_takes_as_many_statements_for_a_deep_line_as_for_a_short_one(api: Api) -> None:
    now: list[int] = []
    then: list[int] = []
    for depth in (3, 12):
        system = make_line(api, depth)
        known: dict[str, Any] = {"knownAt": api.time.now().isoformat()}
        for counts, params in ((now, {}), (then, known)):
            # Another day than today's, so that no organisation is in memory yet.
            with counted(api) as statements:
                answer = api.read(f"/v1/systems/{system['id']}/escalation", at="2026-06-01T12:00:00Z", **params)
            assert len(answer["steps"]) == 2 * depth
            counts.append(len(statements))
    # One of them asks, as for every answer, which edition stands, and who may come in since the last one.
    assert now[0] == now[1] <= 13
    assert then[0] == then[1] <= 14
