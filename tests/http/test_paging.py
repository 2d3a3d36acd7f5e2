"""Every list of the OpenAPI document, page by page, under every sort that it has."""

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import orjson
import pytest
from sqlmodel import col

from app.http.lists import Order, SortKey
from app.models import Unit
from app.organisation.units.schemas import UnitList
from tests.support.api import MONDAY, Api, open_api
from tests.support.differing import differ
from tests.support.document import DOCUMENT
from tests.support.furnishing import furnished
from tests.support.imports import csv, upload
from tests.support.refusals import refusal

LISTS = [
    path
    for path, item in DOCUMENT["paths"].items()
    if any(parameter["name"] == "cursor" for parameter in item.get("get", {}).get("parameters", ()))
]
#: Two values for every field that lists sort by, so that most items are equal in it.
TWICE = ["Ægir", "Bo"]


def address(path: str, ids: dict[str, str]) -> str:
    """`ids`: by area, of the resource that the list belongs to."""
    return path.replace("{id}", ids.get(path.split("/")[2], ""))


def described(path: str, name: str) -> Any:
    """What the document says of a query key of the list; None where it has no such key."""
    parameters = DOCUMENT["paths"][path]["get"]["parameters"]
    return next((each for each in parameters if each["name"] == name and each["in"] == "query"), None)


def sorts_of(path: str) -> list[str]:
    """The names that the document lists, without those that turn the order round."""
    terms: list[str] = described(path, "sort")["schema"]["items"]["enum"]
    return [term for term in terms if not term.startswith("-")]


def pages(api: Api, path: str, **params: Any) -> Iterator[dict[str, Any]]:
    """Each page, by following the Link header."""
    response = api.get(path, params={"limit": 2, **params})
    while True:
        assert response.status_code == 200, response.text
        page = response.json()
        yield page
        following = response.links.get("next", {}).get("url")
        assert (following is None) == (page["nextCursor"] is None)
        if following is None:
            return
        response = api.get(following)


@pytest.fixture
def ids(api: Api) -> dict[str, str]:
    return furnished(api, fill)


def fill(api: Api) -> dict[str, str]:
    """A register with at least five items in every list, many of them equal but for their ids."""
    units = [api.unit(TWICE[number % 2], kind=["team", "other"][number % 2]) for number in range(5)]
    positions = [api.position(2 + number % 2, unit=units[0], title=TWICE[number % 2]) for number in range(5)]
    for number in range(5):
        api.make("/v1/tokens", {"name": TWICE[number % 2], "role": "reader"})
    people = [api.person(TWICE[number % 2]) for number in range(5)]
    api.position(1, unit=units[0], leadsUnit=True)
    for position, person in zip(positions, people, strict=True):
        api.hold(position, person)
    for number in range(1, 5):
        then = {"validFrom": f"{2020 + number % 2}-01-01", "validUntil": f"{2020 + number % 2}-12-31"}
        api.hold(positions[0], people[number], role="deputy", **then)
        api.hold(positions[number], people[0], role="deputy", **then)
    systems = [
        api.system(TWICE[number % 2], unitId=units[0]["id"], criticality=["notCritical", "unknown"][number % 2])
        for number in range(5)
    ]
    for number, system in enumerate(systems):
        api.assign(systems[0], positions[number], ["fix", "monitor"][number % 2])
        api.budget(systems[0], fiscalYear=2026 + number % 2, kind=["operation", "licence"][number % 2])
        api.make("/v1/contracts", {"name": TWICE[number % 2], "endsOn": ["2027-01-01", None][number % 2]})
        api.put("/v1/policy", {"leavingWithinDays": number + 1})
        api.assign(system, positions[0])
        api.make(f"/v1/people/{people[0]['id']}/absences", {"from": ["2026-03-02", "2026-03-03"][number % 2]})
        api.make("/v1/attestation-campaigns", {"due": ["2026-06-01", "2026-07-01"][number % 2]})
    for number, system in enumerate(systems):
        path = f"/v1/systems/{system['id']}"
        api.make(f"{path}/handovers", {"duty": "owner", "toPositionId": positions[1]["id"]})
        dispute = {"duty": "owner", "namesPositionId": positions[1]["id"], "reason": "Ikke os."}
        api.make(f"{path}/disputes", dispute)
        answers = {"confirmsOwnership": True, "insight": "yes", "time": "yes", "money": ["yes", "no"][number % 2]}
        api.make(f"/v1/systems/{systems[0]['id']}/attestations", answers)
        differ(api, "systems", system, "notes", "KITOS' ord", hours=number % 2)
    for person in people:
        api.read(f"/v1/people/{person['id']}")
    api.app.state.reads.flush()
    faulty = upload(api, "systems", csv("System;Status", *(f"{name};x" for name in "ABCDE")), dryRun=True).json()
    return {
        "imports": faulty["id"],
        "units": units[0]["id"],
        "positions": positions[0]["id"],
        "people": people[0]["id"],
        "systems": systems[0]["id"],
    }


def test_every_list_meets_every_item_once_under_every_sort(api: Api, ids: dict[str, str]) -> None:
    for template in LISTS:
        path = address(template, ids)
        whole = {orjson.dumps(item) for item in api.read(path, limit=200)["items"]}
        assert len(whole) >= 5, path
        for name in sorts_of(template):
            for sort in (name, f"-{name}"):
                met = []
                for page in pages(api, path, sort=sort):
                    assert page["total"] == len(whole)
                    assert len(page["items"]) <= 2
                    met += [orjson.dumps(item) for item in page["items"]]
                assert (len(met), set(met)) == (len(whole), whole), (path, sort)


def test_the_order_downwards_is_the_order_upwards_turned_round(api: Api, ids: dict[str, str]) -> None:
    for template in LISTS:
        path = address(template, ids)
        for name in sorts_of(template):
            up, down = (api.read(path, sort=sort, limit=200)["items"] for sort in (name, f"-{name}"))
            assert up == down[::-1], (path, name)


def test_names_stand_in_danish_order_whatever_the_database(api: Api) -> None:
    names = ["Åse", "Zoo", "ærø", "Ærø", "Østen", "øl", "abe", "Aben", "Éva", "Bo"]
    for name in names:
        api.unit(name)
        api.person(name)
        api.system(name)
        api.make("/v1/contracts", {"name": name})
        api.make("/v1/tokens", {"name": name, "role": "reader"})
    unit = api.unit("Aa")
    for name in names:
        api.position(unit=unit, title=name)
    wanted = ["abe", "aben", "bo", "éva", "zoo", "ærø", "ærø", "øl", "østen", "åse"]
    for path, key in (
        ("/v1/units", "name"),
        ("/v1/people", "name"),
        ("/v1/systems", "name"),
        ("/v1/contracts", "name"),
        ("/v1/tokens", "name"),
        ("/v1/positions", "title"),
    ):
        met = [item[key].lower() for page in pages(api, path, sort=key) for item in page["items"]]
        assert [name for name in met if name not in {"aa", "test"}] == wanted, path


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("ære", ["Ærespris"]),
        ("ÆRE", ["Ærespris"]),
        ("aere", ["Ærespris"]),
        ("ørs", ["Ørsted"]),
        ("oers", ["Ørsted"]),
        ("ors", ["Ørsted"]),
        ("åm", ["Åmark"]),
        ("aama", ["Åmark"]),
        ("ama", ["Åmark"]),
        ("ANDRE", ["André"]),
        ("andré", ["André"]),
        ("müll", ["Müller"]),
        ("a", ["Ærespris", "André", "Åmark"]),
        ("%", []),
        ("_", []),
    ],
)
def test_parts_of_names_are_found_however_they_are_written(api: Api, sought: str, found: list[str]) -> None:
    for name in ("Ærespris", "Ørsted", "Åmark", "André", "Müller"):
        api.unit(name)
        api.person(name)
    for path in ("/v1/units", "/v1/people"):
        assert {item["name"] for item in api.read(path, q=sought)["items"]} == set(found), path


def test_the_document_says_what_every_list_can_be_sorted_by(sqlite_api: Api) -> None:
    made = {"units": sqlite_api.unit()["id"], "systems": sqlite_api.system()["id"]}
    made |= {"positions": sqlite_api.position()["id"], "people": sqlite_api.person()["id"]}
    made["imports"] = upload(sqlite_api, "systems", csv("System", "A"), dryRun=True).json()["id"]
    exports = [path for path in DOCUMENT["paths"] if path.startswith("/v1/exports/") and described(path, "sort")]
    assert len(exports) == 33
    for path in (*LISTS, *exports):
        sort = described(path, "sort")
        assert (sort["style"], sort["explode"], sort["schema"]["type"]) == ("form", False, "array")
        names, there = sorts_of(path), address(path, made)
        assert sort["schema"]["items"]["enum"] == [*names, *(f"-{name}" for name in names)]
        assert sqlite_api.get(there, params={"sort": ",".join(sort["schema"]["default"])}).status_code == 200
        for sent in ("nonsense", f"{names[0]},nonsense"):
            answer = sqlite_api.get(there, params={"sort": sent})
            detail = refusal(answer, 400, "?sort", "unknown-name")
            assert detail.endswith(f"There is no sort 'nonsense'; there are {', '.join(names)}."), path
        refusal(sqlite_api.get(there, params={"sort": ""}), 400, "?sort", "unknown-name")
        refusal(sqlite_api.get(f"{there}?sort={names[0]}&sort={names[0]}"), 400, "?sort", "repeated-key")
        refusal(sqlite_api.get(there, params={"sort": ",".join(names * 60)}), 400, "?sort", "too-long")


def test_an_order_has_a_column_for_each_name_of_its_list() -> None:
    with pytest.raises(ValueError, match="UnitList can be sorted by"):
        Order(UnitList, {"name": SortKey(col(Unit.name_sort))}, SortKey(col(Unit.id)))


#: One value for each filter that lists have, by its key; what is not here takes an id.
FILTERS: dict[str, str] = {
    "q": "a",
    "at": "2026-03-02",
    "from": "2026-03-02",
    "since": "2026-03-02",
    "until": "2026-03-02",
    "to": "2026-03-02",
    "knownAt": "2026-03-02",
    "changedSince": "2026-01-01",
    "endsBefore": "2028-01-01",
    "phasedOutBefore": "2028-01-01",
    "fiscalYear": "2026",
    "managementLevel": "2",
    "ownerLevelMin": "1",
    "ownerLevelMax": "4",
    "rule": "OWN001",
    "kle": "01",
    "source": "s",
    "externalId": "x",
    "supplier": "s",
}


def filters_of(path: str) -> dict[str, str]:
    """A value of every filter of the list, other than what leaving it out means."""
    found = {}
    for parameter in DOCUMENT["paths"][path]["get"]["parameters"]:
        name, schema = parameter["name"], parameter.get("schema", {})
        if parameter["in"] != "query" or name in {"limit", "cursor", "fields", "facets", "sort"}:
            continue
        codes = [code for code in values_of(schema) if code != schema.get("default")]
        if "boolean" in str(schema):
            found[name] = "false" if schema.get("default") is True else "true"
        else:
            found[name] = FILTERS.get(name) or (codes[0] if codes else X)
    return found


def values_of(schema: Any) -> list[str]:
    """The closed list of a parameter's schema, wherever in it that stands."""
    if "$ref" in schema:
        return values_of(DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    within = [schema["items"]] if "items" in schema else schema.get("anyOf", [])
    return schema.get("enum", []) + [value for part in within for value in values_of(part)]


def test_a_cursor_belongs_to_its_list_its_sort_and_its_filters(api: Api, ids: dict[str, str]) -> None:
    cursors = {path: api.read(address(path, ids), limit=1)["nextCursor"] for path in LISTS}
    assert len(set(cursors.values())) == len(LISTS)
    for (path, own), another in zip(cursors.items(), [*cursors.values()][1:] + [*cursors.values()][:1], strict=True):
        there = address(path, ids)
        usual = described(path, "sort")["schema"]["default"]
        second = api.read(there, limit=1, cursor=own)["items"]
        assert second == api.read(there, limit=2)["items"][1:]
        for free in ({"limit": 7}, {"fields": next(iter(second[0]))}, {"limit": 2, "fields": next(iter(second[0]))}):
            assert api.read(there, cursor=own, **free)["items"], (path, free)
        assert api.read(there, limit=1, cursor=own, sort=",".join(usual))["items"] == second
        others = [{"cursor": another}]
        others += [{"cursor": own, "sort": sort} for sort in described(path, "sort")["schema"]["items"]["enum"]]
        others += [{"cursor": own, name: value} for name, value in filters_of(path).items()]
        for params in others:
            if params.get("sort") != ",".join(usual):
                detail = refusal(api.get(there, params=params), 400, "?cursor", "broken-cursor")
                assert "belongs to another list, another sort or other filters" in detail


def test_a_cursor_belongs_to_the_resource_in_the_path(sqlite_api: Api) -> None:
    people = [sqlite_api.person() for _ in range(2)]
    for person in people:
        for day in ("2026-03-03", "2026-03-05"):
            sqlite_api.make(f"/v1/people/{person['id']}/absences", {"from": day, "until": day})
    paths = [f"/v1/people/{person['id']}/absences" for person in people]
    cursor = sqlite_api.read(paths[0], limit=1)["nextCursor"]
    assert len(sqlite_api.read(paths[0], cursor=cursor)["items"]) == 1
    refusal(sqlite_api.get(paths[1], params={"cursor": cursor}), 400, "?cursor", "broken-cursor")


def test_a_cursor_knows_the_values_of_its_filters_and_not_how_they_were_said(sqlite_api: Api) -> None:
    for number in range(3):
        sqlite_api.system(f"System {number}", criticality="notCritical")
    asked = "/v1/systems?criticality=unknown&criticality=notCritical&limit=1"
    cursor = sqlite_api.get(asked).json()["nextCursor"]
    again = "/v1/systems?criticality=notCritical&criticality=unknown&sort=name&includeSubunits=false"
    assert len(sqlite_api.get(f"{again}&cursor={cursor}").json()["items"]) == 2
    refusal(sqlite_api.get(f"/v1/systems?criticality=notCritical&cursor={cursor}"), 400, "?cursor", "broken-cursor")
    sqlite_api.time.advance(hours=2)
    then = [f"2026-03-02T{hour}:00:00Z" for hour in ("09", "10")]
    known = sqlite_api.read("/v1/systems", limit=1, knownAt=then[0])["nextCursor"]
    assert len(sqlite_api.read("/v1/systems", knownAt=then[0], cursor=known)["items"]) == 2
    # Another instant of the same day.
    answer = sqlite_api.get("/v1/systems", params={"knownAt": then[1], "cursor": known})
    refusal(answer, 400, "?cursor", "broken-cursor")


def test_a_cursor_survives_writes_a_restart_and_the_night(api: Api, database_url: str) -> None:
    position, systems = api.position(), [api.system(f"System {number}") for number in range(4)]
    for system in systems:
        api.assign(system, position)
    paths = (f"/v1/positions/{position['id']}/responsibilities", "/v1/responsibilities", "/v1/systems")
    cursors = {path: api.read(path, limit=1)["nextCursor"] for path in paths}
    api.unit("Ny")
    api.patch(f"/v1/systems/{systems[3]['id']}", {"notes": "Ændret."})
    api.register.database.dispose()
    restarted = open_api(database_url, MONDAY + timedelta(days=1))
    for path, cursor in cursors.items():
        assert len(restarted.read(path, cursor=cursor)["items"]) == 3, path
    restarted.register.database.dispose()


X = "01890a5d-ac96-774b-bcce-b302099a8057"
#: A sort, and what a cursor of it says of the position.
BROKEN: list[tuple[str, Any]] = [
    ("name", []),
    ("name", ["A"]),
    ("name", ["A", X, X]),
    ("name", [None, X]),
    ("name", ["A", 5]),
    ("name", ["A\x00", X]),
    ("name", [["A"], X]),
    ("name", {"A": X}),
    ("name", None),
    ("severityRank", ["4", X]),
    ("severityRank", [4.0, X]),
    ("severityRank", [True, X]),
    ("severityRank", [10**30, X]),
    ("severityRank", [2**63, X]),
    ("updatedAt", ["yesterday", X]),
    ("updatedAt", [5, X]),
    ("updatedAt", ["0001-01-01T00:00:00+10:00", X]),
    ("updatedAt", ["9999-12-31T23:59:59-10:00", X]),
]


@pytest.mark.parametrize(("sort", "position"), BROKEN)
def test_a_forged_position_is_refused(api: Api, sort: str, position: Any) -> None:
    for _ in range(2):
        api.system()
    mark = api.read("/v1/systems", sort=sort, limit=1)["nextCursor"].partition(".")[0]
    text = base64.urlsafe_b64encode(json.dumps(position).encode()).decode().rstrip("=")
    answer = api.get("/v1/systems", params={"sort": sort, "cursor": f"{mark}.{text}"})
    refusal(answer, 400, "?cursor", "broken-cursor")


@pytest.mark.parametrize("text", ["", "%", "=", ".", "bnVsbA", "{mark}", "{mark}.", "{mark}.%", "{mark}.æ", "A" * 2001])
def test_a_broken_cursor_is_refused(sqlite_api: Api, text: str) -> None:
    for _ in range(2):
        sqlite_api.system()
    mark = sqlite_api.read("/v1/systems", limit=1)["nextCursor"].partition(".")[0]
    answer = sqlite_api.get("/v1/systems", params={"cursor": text.format(mark=mark)})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "?cursor"), answer.text


def test_an_item_that_goes_between_two_pages_moves_no_other(api: Api) -> None:
    systems = [api.system(f"System {number}", lifecycle="planned") for number in range(5)]
    first = api.read("/v1/systems", limit=2)
    api.delete(f"/v1/systems/{systems[1]['id']}")
    api.system("System 0a")
    rest = api.read("/v1/systems", limit=10, cursor=first["nextCursor"])
    assert [item["name"] for item in rest["items"]] == ["System 2", "System 3", "System 4"]


@pytest.mark.parametrize("path", LISTS)
def test_every_list_keeps_to_its_limits(sqlite_api: Api, path: str) -> None:
    position, person, system = sqlite_api.position(), sqlite_api.person(), sqlite_api.system()
    made = {"units": position["unitId"], "positions": position["id"], "people": person["id"], "systems": system["id"]}
    made["imports"] = upload(sqlite_api, "systems", csv("System", "A"), dryRun=True).json()["id"]
    there = address(path, made)
    for limit in ("0", "-1", "201", "ten", "1e2", "", "99999999999999999999"):
        answer = sqlite_api.get(there, params={"limit": limit})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "?limit"), limit
    assert sqlite_api.read(there, limit=200)["nextCursor"] is None
    refusal(sqlite_api.get(there, params={"fields": "nonsense"}), 400, "?fields", "unknown-name")


@pytest.mark.parametrize("query", ["changedSince=0001-01-01T00:00:00%2B10:00", "&".join(["kle=01"] * 1100)])
def test_extreme_filters_are_refused_and_no_failure(api: Api, query: str) -> None:
    assert api.get(f"/v1/systems?{query}").status_code == 400
