"""Every list of the OpenAPI document, page by page, under every sort that it has."""

import base64
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from app.cli.documents import NO_DATABASE
from app.core.config import Settings
from app.main import create_app
from tests.support.api import Api
from tests.support.refusals import refusal

DOCUMENT: dict[str, Any] = create_app(Settings(database_url=NO_DATABASE)).openapi()
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


def sorts_of(api: Api, path: str) -> list[str]:
    """The names that the refusal of another one lists."""
    detail = refusal(api.get(path, params={"sort": "nonsense"}), 400, "?sort", "unknown-name")
    return detail.rpartition("there are ")[2].rstrip(".").split(", ")


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
    """A register with at least five items in every list, many of them equal but for their ids."""
    units = [api.unit(TWICE[number % 2], kind=["team", "other"][number % 2]) for number in range(5)]
    positions = [api.position(2 + number % 2, unit=units[0], title=TWICE[number % 2]) for number in range(5)]
    for number in range(5):
        api.make("/v1/tokens", {"name": TWICE[number % 2], "role": "reader"})
    people = [api.person(TWICE[number % 2]) for number in range(5)]
    api.position(1, unit=units[0], leadsUnit=True)
    for position, person in zip(positions, people, strict=True):
        api.hold(position, person)
    for number in range(5):
        role = {"role": "deputy", "validFrom": ["2026-03-02", "2026-03-03"][number % 2]}
        api.hold(positions[0], people[0], **role)
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
    return {
        "units": units[0]["id"],
        "positions": positions[0]["id"],
        "people": people[0]["id"],
        "systems": systems[0]["id"],
    }


def test_every_list_meets_every_item_once_under_every_sort(api: Api, ids: dict[str, str]) -> None:
    for path in (address(path, ids) for path in LISTS):
        whole = {orjson.dumps(item) for item in api.read(path, limit=200)["items"]}
        assert len(whole) >= 5, path
        for name in sorts_of(api, path):
            for sort in (name, f"-{name}"):
                met = []
                for page in pages(api, path, sort=sort):
                    assert page["total"] == len(whole)
                    assert len(page["items"]) <= 2
                    met += [orjson.dumps(item) for item in page["items"]]
                assert (len(met), set(met)) == (len(whole), whole), (path, sort)


def test_the_order_downwards_is_the_order_upwards_turned_round(api: Api, ids: dict[str, str]) -> None:
    for path in (address(path, ids) for path in LISTS):
        for name in sorts_of(api, path):
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


def cursor(*values: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(list(values))).decode().rstrip("=")


X = "01890a5d-ac96-774b-bcce-b302099a8057"
BROKEN = [
    ("name", ""),
    ("name", "%"),
    ("name", "="),
    ("name", "A" * 2001),
    ("name", "bnVsbA"),
    ("name", cursor()),
    ("name", cursor("name", "A")),
    ("name", cursor("name", "A", X, X)),
    ("name", cursor("-name", "A", X)),
    ("name", cursor("name", None, X)),
    ("name", cursor("name", "A", 5)),
    ("name", cursor("name", "A\x00", X)),
    ("name", cursor("name", ["A"], X)),
    ("severityRank", cursor("severityRank", "4", X)),
    ("severityRank", cursor("severityRank", 4.0, X)),
    ("severityRank", cursor("severityRank", True, X)),
    ("severityRank", base64.urlsafe_b64encode(f'["severityRank",{10**30},"{X}"]'.encode()).decode()),
    ("severityRank", cursor("severityRank", 2**63, X)),
    ("updatedAt", cursor("updatedAt", "yesterday", X)),
    ("updatedAt", cursor("updatedAt", 5, X)),
    ("updatedAt", cursor("updatedAt", "0001-01-01T00:00:00+10:00", X)),
    ("updatedAt", cursor("updatedAt", "9999-12-31T23:59:59-10:00", X)),
]


@pytest.mark.parametrize(("sort", "text"), BROKEN)
def test_a_broken_cursor_is_refused(api: Api, sort: str, text: str) -> None:
    answer = api.get("/v1/systems", params={"sort": sort, "cursor": text})
    assert answer.status_code == 400, answer.text
    assert answer.json()["errors"][0]["pointer"] == "?cursor"


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
    there = address(path, made)
    for limit in ("0", "-1", "201", "ten", "1e2", "", "99999999999999999999"):
        answer = sqlite_api.get(there, params={"limit": limit})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "?limit"), limit
    assert sqlite_api.read(there, limit=200)["nextCursor"] is None
    refusal(sqlite_api.get(there, params={"fields": "nonsense"}), 400, "?fields", "unknown-name")


@pytest.mark.parametrize("query", ["changedSince=0001-01-01T00:00:00%2B10:00", "&".join(["kle=01"] * 1100)])
def test_extreme_filters_are_refused_and_no_failure(api: Api, query: str) -> None:
    assert api.get(f"/v1/systems?{query}").status_code == 400
