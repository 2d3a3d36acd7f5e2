"""Exports with `knownAt` are the files that the same export gave at that instant, whatever came later."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.support.api import MONDAY, Api
from tests.support.exports import REMEMBERED, download, lines
from tests.support.findings import waive
from tests.support.furnishing import furnished
from tests.support.refusals import no_trace, refusal

World = dict[str, dict[str, Any]]
Asked = dict[str, Any]


def text(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def build(api: Api) -> World:
    return furnished(api, make_world)


def make_world(api: Api) -> World:
    """Two systems of one name, one planned, one retired; owners, duties in both senses, money, accepted findings."""
    top = api.unit("Direktionen", source="hr", externalId="E1")
    benefits, it = api.unit("Ydelser", parentId=top["id"]), api.unit("IT", parentId=top["id"])
    team = api.unit("Team", parentId=benefits["id"])
    chief = api.position(1, top, title="Direktør", source="hr", externalId="S1", leadsUnit=True)
    lead, namesake = api.position(4, benefits, title="Leder"), api.position(4, it, title="Leder")
    spare = api.position(5, team, title="Medarbejder")
    first, second = api.person("Person 1"), api.person("Person 2")
    api.hold(chief, first)
    tenure = api.hold(lead, second, validFrom="2026-01-01")
    alfa = api.system(
        "Alfa",
        unitId=benefits["id"],
        usingUnitIds=[it["id"], team["id"]],
        criticality="businessCritical",
        source="cmdb",
        externalId="1",
    )
    twin = api.system("Tvilling", unitId=it["id"], criticality="societyCritical", supplier="Leverandør")
    other = api.system("Tvilling", unitId=team["id"], criticality="societyCritical")
    planned = api.system("Kommende", lifecycle="planned", unitId=benefits["id"])
    old = api.system("Forhen", lifecycle="inOperation", unitId=top["id"])
    owned = api.assign(alfa, chief, validFrom="2026-01-01")
    low = api.assign(twin, lead, validFrom="2026-01-01")
    fixing = api.assign(alfa, lead, "fix", validFrom="2026-02-01")
    practice = api.assign(alfa, spare, "fix", basis="practice", validUntil="2026-03-31")
    ended = api.assign(twin, namesake, "monitor", validFrom="2025-01-01", validUntil="2025-12-31")
    coming = api.assign(other, chief, validFrom="2026-06-01")
    line = api.budget(alfa, estimatedDkk=100, allocatedDkk=100, holderPositionId=spare["id"], account="4711")
    next_year = api.budget(alfa, fiscalYear=2027, kind="licence", estimatedDkk=50, recurring=True)
    unknown = api.budget(twin, estimatedDkk=900, allocatedUnknownReason="Venter på budgettet.")
    spent = api.budget(twin, fiscalYear=2025, allocatedDkk=10, holderPositionId=lead["id"])
    api.assign(planned, chief)
    api.budget(planned, estimatedDkk=7)
    waive(api, twin, "OWN003")
    api.time.advance(hours=1)
    # Something has closed already, and something was changed already.
    assert api.post(f"/v1/systems/{old['id']}/retire", {}).status_code == 200
    assert api.patch(f"/v1/budget-lines/{spent['id']}", {"account": "1234"}).status_code == 200
    api.time.advance(hours=1)
    return {
        "top": top,
        "benefits": benefits,
        "it": it,
        "team": team,
        "chief": chief,
        "lead": lead,
        "namesake": namesake,
        "spare": spare,
        "first": first,
        "second": second,
        "tenure": tenure,
        "alfa": alfa,
        "twin": twin,
        "other": other,
        "upcoming": planned,
        "old": old,
        "owned": owned,
        "low": low,
        "fixing": fixing,
        "practised": practice,
        "ended": ended,
        "coming": coming,
        "line": line,
        "nextYear": next_year,
        "unknown": unknown,
        "spent": spent,
    }


def change(api: Api, world: World) -> None:
    """Everything is renamed, moved, ended or deleted, over some days."""

    def patch(path: str, which: str, **values: Any) -> None:
        answer = api.patch(f"/v1/{path}/{world[which]['id']}", values)
        assert answer.status_code == 200, answer.text

    def delete(path: str, which: str) -> None:
        answer = api.delete(f"/v1/{path}/{world[which]['id']}")
        assert answer.status_code == 204, answer.text

    api.time.advance(hours=1)
    patch("systems", "alfa", name="Zeta", externalId="2", criticality="notCritical", usingUnitIds=[])
    patch("people", "first", name="Person 1 Ny")
    patch("budget-lines", "line", allocatedDkk=0, estimatedDkk=200, holderPositionId=world["lead"]["id"])
    patch("responsibilities", "fixing", validUntil="2026-03-02")
    api.time.advance(days=1)
    delete("responsibilities", "practised")
    delete("responsibilities", "ended")
    delete("positions", "spare")
    delete("positions", "namesake")
    patch("systems", "other", unitId=world["it"]["id"], name="Enling", personalData=["cpr"])
    delete("units", "team")
    patch("positions", "lead", title="Chef", unitId=world["it"]["id"], managementLevel=2)
    api.time.advance(days=1)
    delete("budget-lines", "nextYear")
    patch("budget-lines", "unknown", allocatedDkk=5, allocatedUnknownReason=None)
    patch("budget-lines", "spent", account=None)
    patch("responsibilities", "low", validUntil="2026-03-03")
    delete("responsibilities", "coming")
    api.assign(world["other"], world["lead"])
    delete("systems", "upcoming")
    office = api.unit("Sekretariatet")
    patch("units", "benefits", name="Borger", parentId=office["id"])
    patch("units", "top", name="Ledelsen", externalId="E2")
    patch("positions", "chief", title="Kommunaldirektør", externalId="S2")
    patch("tenures", "tenure", validUntil="2026-03-03")
    api.hold(world["lead"], world["first"])
    omega = api.system("Omega", unitId=world["benefits"]["id"])
    api.assign(omega, world["chief"], "fix")
    api.budget(omega, estimatedDkk=1)
    api.time.advance(days=400)
    assert api.read("/v1/systems")["total"] == 5


#: What systems are asked for in each dataset but findings, whose filters are others.
SYSTEMS: list[Asked] = [
    {},
    {"q": "ALFA"},
    {"unitId": "top", "includeSubunits": "true"},
    {"unitId": ["benefits", "team"]},
    {"criticality": ["businessCritical", "societyCritical"]},
    {"hasOwner": "true"},
    {"ownerPersonId": "second"},
    {"rule": "OWN003"},
    {"waived": "true"},
    {"lifecycle": ["planned", "retired"]},
    {"fundingState": ["funded", "unfunded"]},
    {"source": "cmdb", "externalId": "1"},
]
ASKED: dict[str, list[Asked]] = {
    "systems": [
        *SYSTEMS,
        {"sort": "-name"},
        {"sort": "-severityRank,name"},
        {"sort": "criticality,-findingCount"},
        {"sort": "-updatedAt"},
        {"sort": "createdAt,id"},
        {"duty": "fix", "personId": "second"},
        {"positionId": "spare"},
    ],
    "responsibilities": [
        *SYSTEMS,
        {"duty": "fix"},
        {"duty": ["owner", "monitor"], "basis": "formal"},
        {"basis": "practice"},
        {"positionId": "spare"},
        {"personId": "second"},
        {"personId": ["first", "second"], "duty": "owner"},
        {"at": "2025-06-01"},
        {"at": "2026-03-02"},
        {"at": "2026-06-01", "duty": "owner"},
    ],
    "budgets": [
        *SYSTEMS,
        {"fiscalYear": 2026},
        {"fiscalYear": [2025, 2027]},
        {"duty": "fix", "positionId": "spare"},
        {"duty": "owner", "personId": "second"},
    ],
    "findings": [
        {},
        {"state": "waived"},
        {"state": "closed"},
        {"state": "all"},
        {"rule": ["OWN001", "OWN003"], "state": "all"},
        {"severity": ["high", "critical"]},
        {"minSeverity": "high", "state": "all"},
        {"unitId": "it"},
        {"unitId": "top", "includeSubunits": "true"},
        {"unitId": "benefits", "includeSubunits": "true"},
        {"systemId": "alfa"},
        {"systemId": ["upcoming", "twin"], "state": "all"},
        {"ownerPositionId": "chief"},
        {"criticality": "societyCritical"},
        {"sort": "rule"},
        {"sort": "-rule,systemName"},
        {"sort": "systemName,-severityRank"},
        {"sort": "-systemName", "state": "all"},
        {"sort": "openedAt", "state": "all"},
        {"sort": "-openedAt,rule"},
    ],
}


def filled(world: World, params: Asked) -> Asked:
    """The parameters with ids for the names of what is in the world."""

    def fill(value: Any) -> Any:
        return world[value]["id"] if isinstance(value, str) and value in world else value

    return {
        key: [fill(one) for one in value] if isinstance(value, list) else fill(value) for key, value in params.items()
    }


def test_every_filter_gives_what_it_gave_then(api: Api) -> None:
    world = build(api)
    asked = [(f"{dataset}.json", filled(world, params)) for dataset in REMEMBERED for params in ASKED[dataset]]
    then = text(api.time.now())
    before = [download(api, file, **params) for file, params in asked]
    change(api, world)
    for (file, params), known in zip(asked, before, strict=True):
        assert download(api, file, **params, knownAt=then) == known, (file, params)
        # Else the case would say nothing.
        assert download(api, file, **params) != known, (file, params)


def test_files_name_and_order_things_as_they_did_then(api: Api) -> None:
    world = build(api)
    asked: list[tuple[str, Asked]] = [(f"{dataset}.csv", {}) for dataset in REMEMBERED]
    asked += [(f"{dataset}.csv", {"dialect": "rfc4180"}) for dataset in REMEMBERED]
    asked += [("systems.csv", {"sort": "-severityRank,name"}), ("findings.csv", {"state": "all", "sort": "systemName"})]
    asked += [("findings.csv", {"state": "closed"}), ("responsibilities.csv", filled(world, {"positionId": "spare"}))]
    then = text(api.time.now())
    before = [download(api, file, **params) for file, params in asked]
    books = {dataset: lines(download(api, f"{dataset}.xlsx")) for dataset in REMEMBERED}
    change(api, world)
    for (file, params), known in zip(asked, before, strict=True):
        assert download(api, file, **params, knownAt=then) == known, (file, params)
    for dataset, book in books.items():
        assert lines(download(api, f"{dataset}.xlsx", knownAt=then)) == book
    (alfa,) = [line for line in books["systems"] if line["System"] == "Alfa"]
    assert (alfa["Systemejer"], alfa["Ejers navn"], alfa["Brugende enheder"]) == ("S1", "Person 1", "IT, Team")


def test_files_keep_the_order_that_was_asked_for(sqlite_api: Api) -> None:
    api, world = sqlite_api, build(sqlite_api)
    asked = [
        ("budgets.csv", "-name"),
        ("budgets.csv", "-severityRank,-name"),
        ("budgets.csv", "updatedAt,name"),
        ("responsibilities.csv", "-systemName"),
        ("responsibilities.csv", "personName,duty"),
        ("responsibilities.csv", "-positionTitle,validFrom"),
    ]
    then = text(api.time.now())
    known = [lines(download(api, file, sort=sort)) for file, sort in asked]
    change(api, world)
    for (file, sort), before in zip(asked, known, strict=True):
        found = lines(download(api, file, sort=sort, knownAt=then))
        assert [line["Systemets navn"] for line in found] == [line["Systemets navn"] for line in before], (file, sort)
        assert sorted(found, key=str) == sorted(before, key=str), (file, sort)


def test_each_instant_has_its_own_file(api: Api) -> None:
    position = api.position(1, title="Chef")
    tenure = api.hold(position, api.person("Person 1"))
    system = api.system("Alfa", criticality="notCritical")
    owned, line = api.assign(system, position), api.budget(system, estimatedDkk=1)
    steps = [
        lambda: api.patch(f"/v1/positions/{position['id']}", {"title": "Leder"}),
        lambda: api.patch(f"/v1/budget-lines/{line['id']}", {"allocatedDkk": 0}),
        lambda: api.patch(f"/v1/systems/{system['id']}", {"name": "Beta"}),
        lambda: api.patch(f"/v1/tenures/{tenure['id']}", {"validUntil": "2026-03-02"}),
        lambda: api.delete(f"/v1/responsibilities/{owned['id']}"),
        lambda: api.delete(f"/v1/budget-lines/{line['id']}"),
    ]
    kept: list[tuple[str, dict[str, bytes]]] = []
    for step in [*steps, None]:
        kept.append((text(api.time.now()), {dataset: download(api, f"{dataset}.json") for dataset in REMEMBERED}))
        api.time.advance(hours=7)
        if step is not None:
            assert step().status_code in {200, 204}
    assert len({tuple(files.values()) for _, files in kept}) == len(kept)
    for then, files in kept:
        assert {dataset: download(api, f"{dataset}.json", knownAt=then) for dataset in REMEMBERED} == files, then


def test_export_of_now_is_what_is_known_now(api: Api) -> None:
    build(api)
    now = text(api.time.now())
    for dataset in REMEMBERED:
        for suffix in ("csv", "json"):
            file = f"{dataset}.{suffix}"
            assert download(api, file, knownAt=now) == download(api, file)


def test_finding_that_the_calendar_opened_is_not_in_the_file_of_the_day_before_anyone_asked(sqlite_api: Api) -> None:
    api = sqlite_api
    api.system("Alfa", phasedOutOn="2026-03-03")
    api.time.advance(days=3)
    asked_at = api.time.now()
    asked = {"rule": "LIF001"}
    assert [line["Åbnet"] for line in lines(download(api, "findings.csv", **asked))] == ["05-03-2026"]
    assert lines(download(api, "findings.csv", **asked, knownAt=text(asked_at))) != []
    earlier = text(asked_at - timedelta(seconds=1))
    assert lines(download(api, "findings.csv", **asked, knownAt=earlier)) == []
    assert lines(download(api, "systems.csv", **asked, knownAt=earlier)) == []


def test_finding_that_closed_since_was_open_then(api: Api) -> None:
    system = api.system("Alfa")
    api.time.advance(hours=1)
    then = text(api.time.now())
    api.time.advance(days=1)
    api.assign(system, api.position(1))
    api.time.advance(hours=1)
    asked = {"rule": "OWN001", "systemId": system["id"]}
    for at, state, closed_on in (
        ({"knownAt": then}, "open", None),
        ({"knownAt": then}, "all", None),
        ({}, "closed", "2026-03-03T10:00:00Z"),
        ({"knownAt": text(api.time.now())}, "closed", "2026-03-03T10:00:00Z"),
        ({"knownAt": text(api.time.now())}, "all", "2026-03-03T10:00:00Z"),
    ):
        (found,) = api.read("/v1/exports/findings.json", **asked, **at, state=state)["items"]
        assert (found["openedAt"], found["closedAt"]) == ("2026-03-02T09:00:00Z", closed_on)
    for at, state in (({"knownAt": then}, "closed"), ({"knownAt": text(api.time.now())}, "open"), ({}, "open")):
        assert api.read("/v1/exports/findings.json", **asked, **at, state=state)["total"] == 0


@pytest.mark.parametrize("dataset", REMEMBERED)
def test_unknown_sorts_and_instants_are_refused_before_anything_is_sent(sqlite_api: Api, dataset: str) -> None:
    sqlite_api.system()
    sqlite_api.time.advance(hours=1)
    then = text(MONDAY)
    before, after = text(MONDAY - timedelta(microseconds=1)), text(MONDAY + timedelta(hours=1, minutes=5, seconds=1))
    with no_trace(sqlite_api):
        for suffix in ("csv", "xlsx", "json"):
            path = f"/v1/exports/{dataset}.{suffix}"
            for sort in ("colour", "-severityRank,colour", "name,"):
                refusal(sqlite_api.get(path, params={"knownAt": then, "sort": sort}), 400, "?sort", "unknown-name")
            refusal(sqlite_api.get(path, params={"knownAt": before}), 400, "?knownAt", "before-the-register")
            refusal(sqlite_api.get(path, params={"knownAt": after}), 400, "?knownAt", "in-the-future")
            for wrong in ("2026-03-02T09:00:00", "yesterday"):
                answer = sqlite_api.get(path, params={"knownAt": wrong})
                assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "?knownAt")
