"""One system and the list of systems, as the register knew them at an earlier instant."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.vocabulary import Role
from tests.support.api import MONDAY, Api
from tests.support.findings import waive
from tests.support.furnishing import furnished
from tests.support.refusals import no_trace, refusal

UNKNOWN = "01890a5d-ac96-774b-bcce-b302099a8057"
World = dict[str, dict[str, Any]]


def text(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def names(api: Api, **params: Any) -> list[str]:
    return [item["name"] for item in api.read("/v1/systems", **params)["items"]]


@pytest.fixture
def world(api: Api) -> World:
    """Four systems on Monday at nine: one owned well, one owned too low and accepted, one planned, one in a team."""
    return furnished(api, build)


@pytest.fixture
def changed(api: Api) -> World:
    """The same after a busy Tuesday."""
    return furnished(api, build_and_change)


def build_and_change(api: Api) -> World:
    world = build(api)
    change(api, world)
    return world


def build(api: Api) -> World:
    top = api.unit("Direktionen")
    benefits, it = api.unit("Ydelser", parentId=top["id"]), api.unit("IT", parentId=top["id"])
    team = api.unit("Team", parentId=benefits["id"])
    chief, lead = api.position(1, top), api.position(4, benefits)
    first, second = api.person("Person 1"), api.person("Person 2")
    chief_tenure, lead_tenure = api.hold(chief, first), api.hold(lead, second)
    alfa = api.system(
        "Alfa",
        description="Det gamle system.",
        unitId=benefits["id"],
        criticality="businessCritical",
        supplier="Leverandør Øst",
        kle=["27.18"],
        source="cmdb",
        externalId="1",
    )
    beta = api.system("Beta", unitId=it["id"], criticality="societyCritical", personalData=["sensitive"])
    gamma = api.system("Gamma", unitId=benefits["id"], lifecycle="planned", phasedOutOn="2030-01-01")
    delta = api.system("Delta", unitId=team["id"])
    api.assign(alfa, chief)
    fix = api.assign(alfa, lead, "fix")
    api.assign(beta, lead)
    api.assign(beta, chief, "monitor", basis="practice")
    line = api.budget(alfa, estimatedDkk=100, allocatedDkk=100)
    waive(api, beta, "OWN003")
    return {
        "top": top,
        "benefits": benefits,
        "it": it,
        "team": team,
        "chief": chief,
        "lead": lead,
        "first": first,
        "second": second,
        "chiefTenure": chief_tenure,
        "leadTenure": lead_tenure,
        "alfa": alfa,
        "beta": beta,
        "gamma": gamma,
        "delta": delta,
        "fixing": fix,
        "line": line,
    }


def change(api: Api, world: World) -> None:
    def patch(path: str, **values: Any) -> None:
        assert api.patch(path, values).status_code == 200

    api.time.advance(days=1)
    office = api.unit("Sekretariatet")
    patch(f"/v1/units/{world['benefits']['id']}", parentId=office["id"])
    patch(f"/v1/systems/{world['delta']['id']}", unitId=world["it"]["id"])
    assert api.delete(f"/v1/units/{world['team']['id']}").status_code == 204
    patch(f"/v1/tenures/{world['leadTenure']['id']}", validUntil="2026-03-02")
    api.hold(world["lead"], world["first"])
    assert api.delete(f"/v1/responsibilities/{world['fixing']['id']}").status_code == 204
    api.make(
        f"/v1/systems/{world['beta']['id']}/responsibilities?replace=true",
        {"duty": "owner", "basis": "formal", "positionId": world["chief"]["id"]},
    )
    api.assign(world["delta"], world["lead"])
    patch(f"/v1/budget-lines/{world['line']['id']}", allocatedDkk=0)
    api.time.advance(hours=1)
    patch(
        f"/v1/systems/{world['alfa']['id']}",
        name="Zeta",
        description="Det nye.",
        criticality="notCritical",
        supplier="Leverandør Vest",
        kle=["85"],
        externalId="2",
        personalData=["cpr"],
    )
    patch(f"/v1/systems/{world['beta']['id']}", phasedOutOn="2026-12-31", lifecycle="phasingOut")
    assert api.delete(f"/v1/systems/{world['gamma']['id']}").status_code == 204
    api.system("Omega", unitId=world["team"]["parentId"])
    api.time.advance(hours=1)


#: Filter, what it finds on Monday at half past nine, and what it finds after Tuesday's changes.
CASES: list[tuple[dict[str, Any], list[str], list[str]]] = [
    ({}, ["Alfa", "Beta", "Delta", "Gamma"], ["Beta", "Delta", "Omega", "Zeta"]),
    ({"q": "gamle system"}, ["Alfa"], []),
    ({"q": "det nye"}, [], ["Zeta"]),
    ({"q": "oest"}, ["Alfa"], []),
    ({"criticality": ["businessCritical", "societyCritical"]}, ["Alfa", "Beta"], ["Beta"]),
    ({"lifecycle": ["planned", "phasingOut"]}, ["Gamma"], ["Beta"]),
    ({"personalData": ["cpr", "sensitive"]}, ["Beta"], ["Beta", "Zeta"]),
    ({"unitId": "benefits"}, ["Alfa", "Gamma"], ["Omega", "Zeta"]),
    ({"unitId": "team"}, ["Delta"], []),
    ({"unitId": "top", "includeSubunits": "true"}, ["Alfa", "Beta", "Delta", "Gamma"], ["Beta", "Delta"]),
    ({"unitId": "benefits", "includeSubunits": "true"}, ["Alfa", "Delta", "Gamma"], ["Omega", "Zeta"]),
    ({"unitId": ["team", "it"], "includeSubunits": "true"}, ["Beta", "Delta"], ["Beta", "Delta"]),
    ({"ownerPositionId": "chief"}, ["Alfa"], ["Beta", "Zeta"]),
    ({"ownerPersonId": "first"}, ["Alfa"], ["Beta", "Delta", "Zeta"]),
    ({"ownerPersonId": "second"}, ["Beta"], []),
    ({"ownerUnitId": "benefits"}, ["Beta"], ["Delta"]),
    ({"ownerLevelMin": 2}, ["Beta"], ["Delta"]),
    ({"ownerLevelMax": 2}, ["Alfa"], ["Beta", "Zeta"]),
    ({"hasOwner": "false"}, ["Delta", "Gamma"], ["Omega"]),
    ({"hasOwner": "true"}, ["Alfa", "Beta"], ["Beta", "Delta", "Zeta"]),
    ({"duty": "fix"}, ["Alfa"], []),
    ({"duty": "fix", "positionId": "lead"}, ["Alfa"], []),
    ({"duty": "owner", "positionId": "lead"}, ["Beta"], ["Delta"]),
    ({"duty": "monitor", "positionId": "chief"}, ["Beta"], ["Beta"]),
    ({"duty": ["owner", "fix"], "personId": "second"}, ["Alfa", "Beta"], []),
    ({"positionId": "lead"}, ["Alfa", "Beta"], ["Delta"]),
    ({"personId": "first"}, ["Alfa", "Beta"], ["Beta", "Delta", "Zeta"]),
    ({"duty": "fix", "positionId": "chief"}, [], []),
    ({"fundingState": "funded"}, ["Alfa"], []),
    ({"fundingState": "unfunded"}, [], ["Zeta"]),
    ({"rule": "OWN001"}, ["Delta"], ["Omega"]),
    ({"rule": "OWN003"}, ["Beta"], []),
    ({"rule": "OWN003", "waived": "true"}, ["Beta"], []),
    ({"rule": "OWN003", "waived": "false"}, [], []),
    ({"rule": ["OWN003", "FUN001"]}, ["Beta"], ["Zeta"]),
    ({"waived": "true"}, ["Beta"], []),
    ({"minSeverity": "critical"}, ["Beta", "Delta"], ["Omega"]),
    ({"kle": "27"}, ["Alfa"], []),
    ({"kle": "85"}, [], ["Zeta"]),
    ({"supplier": "leverandør vest"}, [], ["Zeta"]),
    ({"source": "cmdb", "externalId": "1"}, ["Alfa"], []),
    ({"source": "cmdb"}, ["Alfa"], ["Zeta"]),
    ({"changedSince": "2026-03-02T09:00:00Z"}, ["Alfa", "Beta", "Delta", "Gamma"], ["Beta", "Delta", "Omega", "Zeta"]),
    ({"changedSince": "2026-03-02T09:00:01Z"}, [], ["Beta", "Delta", "Omega", "Zeta"]),
    ({"changedSince": "2026-03-03T09:30:00Z"}, [], ["Beta", "Omega", "Zeta"]),
    ({"phasedOutBefore": "2027-01-01"}, [], ["Beta"]),
    ({"phasedOutBefore": "2031-01-01"}, ["Gamma"], ["Beta"]),
    ({"unitId": "benefits", "hasOwner": "true", "duty": "fix", "personId": "second"}, ["Alfa"], []),
]


def filled(world: World, params: dict[str, Any]) -> dict[str, Any]:
    """The parameters with ids for the names of what is in the world."""

    def fill(value: Any) -> Any:
        return world[value]["id"] if isinstance(value, str) and value in world else value

    return {
        key: [fill(one) for one in value] if isinstance(value, list) else fill(value) for key, value in params.items()
    }


def test_every_filter_looks_at_what_was_known_then(api: Api, changed: World) -> None:
    then = text(MONDAY + timedelta(minutes=30))
    for params, before, after in CASES:
        asked = filled(changed, params)
        assert names(api, knownAt=then, **asked) == before, params
        assert names(api, **asked) == after, params
        assert names(api, knownAt=text(api.time.now()), **asked) == after, params


def test_cards_are_those_that_stood_to_the_last_key(api: Api, world: World) -> None:
    api.time.advance(minutes=30)
    then = text(api.time.now())
    systems = {name: world[name]["id"] for name in ("alfa", "beta", "gamma", "delta")}
    cards = {name: api.read(f"/v1/systems/{systems[name]}") for name in systems}
    listed = api.read("/v1/systems")
    assert (cards["alfa"]["owner"]["personName"], cards["alfa"]["funding"]["state"]) == ("Person 1", "funded")
    change(api, world)
    api.patch(f"/v1/people/{world['first']['id']}", {"name": "Person 1 med nyt navn"})
    for name, card in cards.items():
        assert api.read(f"/v1/systems/{systems[name]}", knownAt=then) == card
        if name != "gamma":
            assert api.read(f"/v1/systems/{systems[name]}") != card
    assert api.read("/v1/systems", knownAt=then) == listed
    assert api.card(world["beta"])["owner"]["personName"] == "Person 1 med nyt navn"


def test_deleted_system_is_still_known_then_and_a_later_one_is_not(api: Api, changed: World) -> None:
    gamma = f"/v1/systems/{changed['gamma']['id']}"
    deleted_at = MONDAY + timedelta(days=1, hours=1)
    assert api.get(gamma).status_code == 404
    assert api.read(gamma, knownAt=text(deleted_at - timedelta(microseconds=1)))["name"] == "Gamma"
    assert api.get(gamma, params={"knownAt": text(deleted_at)}).status_code == 404
    (omega,) = api.read("/v1/systems", q="omega")["items"]
    path = f"/v1/systems/{omega['id']}"
    assert api.read(path, knownAt=text(deleted_at)) == omega
    missing = api.get(path, params={"knownAt": text(deleted_at - timedelta(microseconds=1))})
    assert (missing.status_code, missing.json()["code"]) == (404, "not-found")
    assert "at that instant" in missing.json()["detail"]
    assert api.get(f"/v1/systems/{UNKNOWN}", params={"knownAt": text(deleted_at)}).status_code == 404


def test_key_leads_to_the_system_that_had_it_then(api: Api, changed: World) -> None:
    then = text(MONDAY)
    old, new = "/v1/systems/by-key/cmdb/1", "/v1/systems/by-key/cmdb/2"
    assert api.read(old, knownAt=then) == api.read(f"/v1/systems/{changed['alfa']['id']}", knownAt=then)
    assert api.get(old).status_code == 404
    assert api.read(new)["name"] == "Zeta"
    assert api.get(new, params={"knownAt": then}).status_code == 404
    api.time.advance(hours=1)
    taker = api.system("Efterfølger", source="cmdb", externalId="1")
    assert api.read(old)["id"] == taker["id"]
    assert api.read(old, knownAt=then)["name"] == "Alfa"


SORTS = {
    "name": ["Alfa", "Beta", "Delta", "Gamma"],
    "-name": ["Gamma", "Delta", "Beta", "Alfa"],
    "criticality,name": ["Delta", "Gamma", "Alfa", "Beta"],
    "-criticality,-name": ["Beta", "Alfa", "Gamma", "Delta"],
    "-severityRank,name": ["Beta", "Delta", "Alfa", "Gamma"],
    "findingCount,name": ["Gamma", "Alfa", "Beta", "Delta"],
    "updatedAt,name": ["Alfa", "Beta", "Delta", "Gamma"],
    "-createdAt,-name": ["Gamma", "Delta", "Beta", "Alfa"],
    "id": ["Alfa", "Beta", "Gamma", "Delta"],
    "-id": ["Delta", "Gamma", "Beta", "Alfa"],
}


def pages(api: Api, **params: Any) -> Iterator[dict[str, Any]]:
    cursor: dict[str, Any] = {}
    while True:
        page = api.read("/v1/systems", **params, **cursor)
        yield page
        if page["nextCursor"] is None:
            return
        cursor = {"cursor": page["nextCursor"]}


def test_sorts_and_pages_are_those_of_then(api: Api, changed: World) -> None:
    then = text(MONDAY + timedelta(minutes=30))
    for sort, expected in SORTS.items():
        assert names(api, knownAt=then, sort=sort) == expected, sort
        walked = list(pages(api, knownAt=then, sort=sort, limit=1))
        assert [item["name"] for page in walked for item in page["items"]] == expected, sort
        assert [page["total"] for page in walked] == [4] * 4
    asked = {"knownAt": then, "sort": "-name", "limit": 2, "unitId": changed["top"]["id"], "includeSubunits": "true"}
    first = api.get("/v1/systems", params=asked)
    assert first.json()["total"] == 4
    link = first.headers["link"].split(">")[0].removeprefix("<")
    # What comes in between does not move the pages of the past.
    api.system("Beta 2", unitId=changed["top"]["id"])
    assert [item["name"] for item in api.read(link)["items"]] == ["Beta", "Alfa"]


def test_fields_and_unknown_sorts_are_as_in_the_list_of_today(sqlite_api: Api) -> None:
    api, then = sqlite_api, text(MONDAY)
    system = api.system("Delta", version="1")
    api.time.advance(hours=1)
    api.patch(f"/v1/systems/{system['id']}", {"version": "2"})
    found = api.read("/v1/systems", knownAt=then, fields="name,version", q="delta")
    assert found["items"] == [{"name": "Delta", "version": "1"}]
    refusal(api.get("/v1/systems", params={"knownAt": then, "sort": "colour"}), 400, "?sort", "unknown-name")
    refusal(api.get("/v1/systems", params={"knownAt": then, "fields": "colour"}), 400, "?fields", "unknown-name")
    broken = api.get("/v1/systems", params={"knownAt": then, "cursor": "x"})
    refusal(broken, 400, "?cursor", "broken-cursor")


UNSPEAKABLE = [
    (MONDAY - timedelta(microseconds=1), "before-the-register"),
    (MONDAY - timedelta(days=4000), "before-the-register"),
    (datetime.fromisoformat("0001-01-01T00:00:00+00:00"), "before-the-register"),
    (MONDAY + timedelta(days=2, minutes=5, microseconds=1), "in-the-future"),
    (datetime.fromisoformat("9999-12-31T23:59:59+00:00"), "in-the-future"),
]


def test_instants_that_the_register_cannot_speak_of_are_refused(api: Api) -> None:
    system = api.system("Alfa", source="cmdb", externalId="1")
    api.time.advance(days=2)
    api.card(system)
    with no_trace(api):
        for path in ("/v1/systems", f"/v1/systems/{system['id']}", "/v1/systems/by-key/cmdb/1"):
            for known_at, code in UNSPEAKABLE:
                refusal(api.get(path, params={"knownAt": text(known_at)}), 400, "?knownAt", code)


def test_clock_of_a_client_may_be_a_little_ahead(sqlite_api: Api) -> None:
    api = sqlite_api
    system = api.system()
    ahead = text(api.time.now() + timedelta(minutes=5))
    assert api.read(f"/v1/systems/{system['id']}", knownAt=ahead) == system
    assert api.read("/v1/systems", knownAt=ahead)["items"] == [system]


def test_what_is_no_instant_is_refused(sqlite_api: Api) -> None:
    system = sqlite_api.system()
    for path in ("/v1/systems", f"/v1/systems/{system['id']}"):
        for wrong in ("2026-03-02T09:00:00", "0.5", "-1", "yesterday", ""):
            answer = sqlite_api.get(path, params={"knownAt": wrong})
            assert answer.status_code == 400, wrong
            assert [problem["pointer"] for problem in answer.json()["errors"]] == ["?knownAt"]


def test_instant_may_be_written_in_any_zone(sqlite_api: Api) -> None:
    system = sqlite_api.system("Alfa")
    sqlite_api.time.advance(hours=1)
    sqlite_api.patch(f"/v1/systems/{system['id']}", {"name": "Beta"})
    path = f"/v1/systems/{system['id']}"
    assert sqlite_api.read(path, knownAt="2026-03-02T10:59:59+01:00")["name"] == "Alfa"
    assert sqlite_api.read(path, knownAt="2026-03-02T11:00:00+01:00")["name"] == "Beta"


def test_answer_is_the_same_for_every_instant_between_two_writes(api: Api, world: World) -> None:
    path = f"/v1/systems/{world['alfa']['id']}"
    written = api.time.now()
    api.time.advance(hours=6)
    api.patch(path, {"name": "Alfa 2"})
    next_written = api.time.now()
    api.time.advance(hours=6)
    between = [
        written,
        written + timedelta(microseconds=1),
        written + timedelta(hours=3),
        next_written - timedelta(microseconds=1),
    ]
    for asked in (path, "/v1/systems", f"/v1/systems?unitId={world['top']['id']}&includeSubunits=true&sort=-name"):
        join = "&" if "?" in asked else "?"
        answers = {api.get(f"{asked}{join}knownAt={text(at)}").content for at in between}
        assert len(answers) == 1, asked
        after = {api.get(f"{asked}{join}knownAt={text(at)}").content for at in (next_written, api.time.now())}
        assert len(after) == 1, asked
        assert answers != after
        assert after == {api.get(asked).content}


def test_several_writes_at_one_instant_show_the_last(api: Api) -> None:
    system = api.system("Alfa")
    for name in ("Beta", "Gamma"):
        api.patch(f"/v1/systems/{system['id']}", {"name": name})
    assert api.read(f"/v1/systems/{system['id']}", knownAt=text(MONDAY))["name"] == "Gamma"
    assert names(api, knownAt=text(MONDAY)) == ["Gamma"]


def test_clock_that_is_set_back_leaves_what_was_known_in_order(api: Api) -> None:
    system = api.system("Alfa")
    path = f"/v1/systems/{system['id']}"
    api.time.advance(hours=2)
    api.patch(path, {"name": "Beta"})
    api.time.advance(minutes=-3)
    api.patch(path, {"name": "Gamma"})
    assert api.read(path)["name"] == "Gamma"
    assert api.read(path, knownAt="2026-03-02T10:59:59Z")["name"] == "Alfa"
    assert api.read(path, knownAt="2026-03-02T11:00:00Z")["name"] == "Gamma"


def test_finding_that_the_calendar_opened_was_not_known_before_anyone_asked(api: Api) -> None:
    system = api.system("Alfa", phasedOutOn="2026-03-03")
    path = f"/v1/systems/{system['id']}"
    api.time.advance(days=3, hours=3)
    asked_at = api.time.now()

    def late(at: datetime) -> list[str]:
        return names(api, rule="LIF001", knownAt=text(at))

    assert late(asked_at) == ["Alfa"]
    assert late(asked_at - timedelta(microseconds=1)) == []
    # Two days after the date, but the register had not looked yet.
    assert late(MONDAY + timedelta(days=2)) == []
    assert api.read(path, knownAt=text(asked_at - timedelta(microseconds=1))) == system
    card = api.card(system)
    assert card["revision"] > system["revision"]
    assert api.read(path, knownAt=text(asked_at)) == card
    api.time.advance(days=1)
    assert late(asked_at - timedelta(microseconds=1)) == []
    assert late(api.time.now()) == ["Alfa"]


def test_tenure_that_begins_in_time_is_known_from_the_evaluation_of_its_day(api: Api) -> None:
    position = api.position(1)
    api.hold(position, api.person("Person 1"), validUntil="2026-03-03")
    person = api.person("Person 2")
    api.hold(position, person, validFrom="2026-03-04")
    system = api.system("Alfa")
    api.assign(system, position)
    api.time.advance(days=1)
    assert names(api, ownerPersonId=person["id"]) == []
    tuesday = text(api.time.now())
    api.time.advance(days=1)
    assert names(api, ownerPersonId=person["id"]) == ["Alfa"]
    assert names(api, duty="owner", personId=person["id"]) == ["Alfa"]
    assert names(api, ownerPersonId=person["id"], knownAt=tuesday) == []
    assert names(api, duty="owner", personId=person["id"], knownAt=tuesday) == []
    assert api.read(f"/v1/systems/{system['id']}", knownAt=tuesday)["owner"]["personName"] == "Person 1"


def test_duty_that_is_held_twice_finds_its_system_once(api: Api) -> None:
    system, position = api.system("Alfa"), api.position()
    api.assign(system, position, "fix")
    api.assign(system, position, "fix", basis="practice")
    api.time.advance(hours=1)
    found = api.read("/v1/systems", knownAt=text(MONDAY), positionId=position["id"], duty=["fix", "monitor"])
    assert (found["total"], [item["name"] for item in found["items"]]) == (1, ["Alfa"])


def test_owner_in_practice_is_found_by_the_duty(sqlite_api: Api) -> None:
    api = sqlite_api
    system, position = api.system("Alfa"), api.position()
    held = api.assign(system, position, basis="practice")
    api.time.advance(hours=1)
    assert api.delete(f"/v1/responsibilities/{held['id']}").status_code == 204
    asked = {"duty": "owner", "positionId": position["id"]}
    assert names(api, knownAt=text(MONDAY), **asked) == ["Alfa"]
    assert names(api, knownAt=text(MONDAY), ownerPositionId=position["id"]) == []
    assert names(api, **asked) == []


def test_unit_that_was_made_later_has_no_systems_then(api: Api, world: World) -> None:
    api.time.advance(hours=1)
    above = api.unit("Ny overenhed")
    api.patch(f"/v1/units/{world['top']['id']}", {"parentId": above["id"]})
    asked = {"unitId": above["id"], "includeSubunits": "true"}
    assert names(api, **asked) == ["Alfa", "Beta", "Delta", "Gamma"]
    assert names(api, knownAt=text(MONDAY), **asked) == []


def test_tag_of_the_past_does_not_let_a_change_through(sqlite_api: Api) -> None:
    path = f"/v1/systems/{sqlite_api.system('Alfa')['id']}"
    sqlite_api.time.advance(hours=1)
    assert sqlite_api.patch(path, {"name": "Alfa 2"}).status_code == 200
    then = {"knownAt": text(MONDAY)}
    old = sqlite_api.get(path, params=then).headers["etag"]
    assert old != sqlite_api.get(path).headers["etag"]
    with no_trace(sqlite_api):
        assert sqlite_api.client.patch(path, json={"name": "Alfa 3"}, headers={"If-Match": old}).status_code == 412
    sqlite_api.patch(path, {"name": "Alfa 4"})
    unmoved = sqlite_api.get(path, params=then, headers={"If-None-Match": old})
    assert (unmoved.status_code, unmoved.content) == (304, b"")


def test_every_reader_may_look_back(sqlite_api: Api) -> None:
    system = sqlite_api.system("Alfa")
    sqlite_api.time.advance(hours=1)
    sqlite_api.patch(f"/v1/systems/{system['id']}", {"name": "Beta"})
    for role in (Role.READER, Role.OWNER):
        reader = sqlite_api.as_role(role)
        assert reader.read(f"/v1/systems/{system['id']}", knownAt=text(MONDAY)) == system
        assert names(reader, knownAt=text(MONDAY)) == ["Alfa"]


def test_day_between_two_evaluations_names_who_answered_then(api: Api) -> None:
    """Nobody writes or asks from Monday to the 20th; a holder, an owner and a fixer have their last day on the 5th."""
    stays, changes, moves = (api.position(2) for _ in range(3))
    first, second = api.person("Første"), api.person("Anden")
    api.hold(stays, api.person("Blivende"), validFrom="2026-01-01")
    api.hold(changes, first, validFrom="2026-01-01", validUntil="2026-03-05")
    api.hold(changes, second, validFrom="2026-03-06")
    held, handed, ended, same = (api.system(name) for name in ("A holder", "B owner", "C fixer", "D same"))
    api.assign(held, changes, validFrom="2026-01-01")
    api.assign(handed, stays, validFrom="2026-01-01", validUntil="2026-03-05")
    api.assign(handed, moves, validFrom="2026-03-06")
    api.assign(ended, stays, validFrom="2026-01-01")
    api.assign(ended, moves, "fix", validFrom="2026-01-01", validUntil="2026-03-05")
    api.assign(same, stays, validFrom="2026-01-01")
    api.time.advance(days=18)

    def answering(day: str) -> list[Any]:
        listed = api.read("/v1/systems", knownAt=day)["items"]
        assert [api.read(f"/v1/systems/{system['id']}", knownAt=day) for system in listed] == listed
        fixers = [duty["formal"] for duty in listed[2]["duties"] if duty["duty"] == "fix"]
        return [listed[0]["owner"]["personName"], listed[1]["owner"]["positionId"], len(fixers[0]), listed[3]["owner"]]

    owner = answering("2026-03-02")[3]
    assert owner["personName"] == "Blivende"
    assert answering("2026-03-05") == ["Første", stays["id"], 1, owner]
    assert answering("2026-03-06") == ["Anden", moves["id"], 0, owner]
    assert answering("2026-03-19") == ["Anden", moves["id"], 0, owner]
