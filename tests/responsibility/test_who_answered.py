"""GET /v1/responsibilities and `at`: who answered on a day, the same on every route."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.support.api import Api
from tests.support.exports import download
from tests.support.furnishing import furnished
from tests.support.imports import revision, upload
from tests.support.refusals import no_trace, refusal
from tests.support.statements import counted

DAY = "2025-03-03"
Json = dict[str, Any]


@dataclass
class Place:
    """Held by A until 30 June 2025 and by B since; owns and fixes the system since 2024. Today is 2 March 2026."""

    api: Api
    position: Json
    a: Json
    b: Json
    tenures: list[Json]
    system: Json
    owning: Json

    def rows(self, **params: Any) -> list[Json]:
        """Of the ownership, unless asked for otherwise."""
        items: list[Json] = self.api.read("/v1/responsibilities", **{"duty": "owner", **params})["items"]
        return items

    def stretches(self, **params: Any) -> list[tuple[str | None, str, str | None]]:
        return [(row["personName"], row["validFrom"], row["validUntil"]) for row in self.rows(**params)]


def make_place(api: Api) -> Place:
    unit = api.unit("Ydelser")
    position = api.position(2, unit, title="Chef", leadsUnit=True)
    a, b = api.person("Anna"), api.person("Bo")
    tenures = [
        api.hold(position, a, validFrom="2024-01-01", validUntil="2025-06-30"),
        api.hold(position, b, validFrom="2025-07-01"),
    ]
    system = api.system("KSD", unitId=unit["id"])
    owning = api.assign(system, position, validFrom="2024-01-01")
    api.assign(system, position, "fix", validFrom="2024-01-01")
    api.time.advance(hours=1)
    return Place(api, position, a, b, tenures, system, owning)


@pytest.fixture
def place(api: Api) -> Place:
    return furnished(api, make_place)


@pytest.fixture
def sqlite_place(sqlite_api: Api) -> Place:
    return furnished(sqlite_api, make_place)


def refused(api: Api, path: str, **params: str) -> str:
    """The details of a refusal for what was asked."""
    with no_trace(api):
        answer = api.get(path, params=params)
    assert answer.status_code == 400, answer.text
    problem = answer.json()
    return " ".join([problem["detail"], *(error["detail"] for error in problem["errors"])])


# ------------------------------------------------------------------ the same everywhere
def test_every_route_names_the_one_who_answered_then(place: Place) -> None:
    api, system = place.api, f"/v1/systems/{place.system['id']}"
    for at, name, person in ((DAY, "Anna", place.a), ("2025-07-01", "Bo", place.b)):
        (exported,) = api.read("/v1/exports/responsibilities.json", at=at, duty="owner")["items"]
        (listed,) = place.rows(at=at)
        card = api.read(system, at=at)
        duties = {row["duty"]: row for row in api.read(f"{system}/duties", at=at)["duties"]}
        first = api.read(f"{system}/escalation", at=at, duty="fix")["steps"][0]
        (fixing,) = next(row for row in card["duties"] if row["duty"] == "fix")["formal"]
        named = [
            exported,
            listed,
            card["owner"],
            duties["owner"]["formal"][0],
            duties["fix"]["formal"][0],
            fixing,
            first,
        ]
        assert {(one["personName"], one["personId"]) for one in named} == {(name, person["id"])}
        table = download(api, "responsibilities.csv", at=at, dialect="rfc4180").decode()
        assert [other in table for other in ("Anna", "Bo")] == [name == "Anna", name == "Bo"]
        held = api.read(f"/v1/people/{person['id']}/responsibilities", at=at)["items"]
        assert place.owning["id"] in {one["id"] for one in held}


def test_row_says_all_about_the_stretch(place: Place) -> None:
    assert place.rows(at=DAY) == [
        {
            "id": f"{place.owning['id']}:2024-01-01",
            "responsibilityId": place.owning["id"],
            "systemId": place.system["id"],
            "systemName": "KSD",
            "criticality": "unknown",
            "personalData": ["unknown"],
            "duty": "owner",
            "basis": "formal",
            "positionId": place.position["id"],
            "positionTitle": "Chef",
            "managementLevel": 2,
            "unitId": place.position["unitId"],
            "unitName": "Ydelser",
            "personId": place.a["id"],
            "personName": "Anna",
            "validFrom": "2024-01-01",
            "validUntil": "2025-06-30",
            "responsibilityFrom": "2024-01-01",
            "responsibilityUntil": None,
        }
    ]


def test_without_a_day_it_is_today(place: Place) -> None:
    assert place.stretches() == place.stretches(at="2026-03-02") == [("Bo", "2025-07-01", None)]


def test_day_and_instant_are_both_taken(place: Place) -> None:
    said = place.rows(at=DAY)
    # The last is early in the morning of the same day in Denmark.
    for at in ("2025-03-03T10:00:00Z", "2025-03-03T23:59:00+01:00", "2025-03-02T23:30:00Z"):
        assert place.rows(at=at) == said
    chain = f"/v1/systems/{place.system['id']}/escalation"
    noon = place.api.read(chain, at="2025-03-03T12:00:00+01:00")
    assert place.api.read(chain, at=DAY) == noon


# ------------------------------------------------------------------------- stretches
def test_stretch_is_not_cut_to_what_was_asked(place: Place) -> None:
    anna, bo = ("Anna", "2024-01-01", "2025-06-30"), ("Bo", "2025-07-01", None)
    asked = {"sort": "validFrom"}
    assert place.stretches(**{"from": "2025-06-30", "to": "2025-07-01"}, **asked) == [anna, bo]
    assert place.stretches(**{"from": "2025-06-30", "to": "2025-06-30"}, **asked) == [anna]
    assert place.stretches(**{"from": "2025-07-01"}, **asked) == [bo]
    assert place.stretches(to="2025-01-01", **asked) == [anna]
    assert place.stretches(to="2023-12-31", **asked) == []


def test_vacancy_between_two_holders_is_a_stretch_of_nobody(place: Place) -> None:
    api = place.api
    assert api.patch(f"/v1/tenures/{place.tenures[0]['id']}", {"validUntil": "2025-03-31"}).status_code == 200
    assert place.stretches(**{"from": "2024-01-01"}, sort="validFrom") == [
        ("Anna", "2024-01-01", "2025-03-31"),
        (None, "2025-04-01", "2025-06-30"),
        ("Bo", "2025-07-01", None),
    ]
    (vacant,) = place.rows(at="2025-05-01")
    assert (vacant["personId"], vacant["personName"]) == (None, None)
    owner = api.read(f"/v1/systems/{place.system['id']}", at="2025-05-01")["owner"]
    assert (owner["positionId"], owner["personId"]) == (place.position["id"], None)


def test_last_day_of_work_ends_a_stretch(place: Place) -> None:
    api = place.api
    assert api.patch(f"/v1/people/{place.b['id']}", {"leavesOn": "2025-12-31"}).status_code == 200
    assert place.stretches(at="2025-12-31") == [("Bo", "2025-07-01", "2025-12-31")]
    assert place.stretches(at="2026-01-01") == [(None, "2026-01-01", None)]


def test_two_periods_of_one_person_on_end_are_one_stretch(sqlite_place: Place) -> None:
    place, api = sqlite_place, sqlite_place.api
    assert api.patch(f"/v1/tenures/{place.tenures[1]['id']}", {"validUntil": "2025-10-31"}).status_code == 200
    api.hold(place.position, place.b, validFrom="2025-11-01")
    assert place.stretches() == [("Bo", "2025-07-01", None)]


def test_own_period_of_the_responsibility_stands_beside(sqlite_place: Place) -> None:
    place, api = sqlite_place, sqlite_place.api
    path = f"/v1/responsibilities/{place.owning['id']}"
    assert api.patch(path, {"validFrom": "2024-06-01", "validUntil": "2026-12-31"}).status_code == 200
    bounds = ("validFrom", "validUntil", "responsibilityFrom", "responsibilityUntil")
    assert [row[bound] for row in place.rows(at=DAY) for bound in bounds] == [
        *("2024-06-01", "2025-06-30", "2024-06-01", "2026-12-31")
    ]
    assert [row[bound] for row in place.rows() for bound in bounds] == [
        *("2025-07-01", "2026-12-31", "2024-06-01", "2026-12-31")
    ]


# ----------------------------------------------------------------------- two clocks
def test_corrected_past_is_told_as_corrected_and_as_it_was_known(place: Place) -> None:
    api, then = place.api, place.api.time.now().isoformat()
    api.time.advance(days=1)
    for tenure, change in zip(place.tenures, ({"validUntil": "2025-02-28"}, {"validFrom": "2025-03-01"}), strict=True):
        assert api.patch(f"/v1/tenures/{tenure['id']}", change).status_code == 200
    assert place.stretches(at=DAY) == [("Bo", "2025-03-01", None)]
    # A day that is past stands for what was known at its end.
    for known_at in (then, "2026-03-02"):
        assert place.stretches(at=DAY, knownAt=known_at) == [("Anna", "2024-01-01", "2025-06-30")]
        card = api.read(f"/v1/systems/{place.system['id']}", at=DAY, knownAt=known_at)
        assert card["owner"]["personName"] == "Anna"


def test_titles_and_names_are_as_they_are_recorded_now(sqlite_place: Place) -> None:
    place, api = sqlite_place, sqlite_place.api
    then = api.time.now().isoformat()
    api.time.advance(hours=1)
    api.patch(f"/v1/positions/{place.position['id']}", {"title": "Centerchef", "managementLevel": 3})
    api.patch(f"/v1/people/{place.a['id']}", {"name": "Anna Ny"})
    facts = ("positionTitle", "managementLevel", "personName")
    assert [row[fact] for row in place.rows(at=DAY) for fact in facts] == ["Centerchef", 3, "Anna Ny"]
    assert [row[fact] for row in place.rows(at=DAY, knownAt=then) for fact in facts] == ["Chef", 2, "Anna"]


def test_who_and_the_owner_of_the_day_are_what_filters_test(sqlite_place: Place) -> None:
    place = sqlite_place
    a, b = place.a["id"], place.b["id"]
    assert len(place.rows(at=DAY, personId=a)) == len(place.rows(at=DAY, ownerPersonId=a, duty="fix")) == 1
    assert place.rows(at=DAY, personId=b) == place.rows(at=DAY, ownerPersonId=b, duty="fix") == []
    assert place.rows(at="2023-12-31", hasOwner="true") == []


# --------------------------------------------------------------------------- refusals
@pytest.mark.parametrize("path", ["/v1/systems", "/v1/exports/systems.json", "/v1/exports/systems.csv"])
def test_list_of_systems_sends_a_question_about_a_day_elsewhere(sqlite_place: Place, path: str) -> None:
    assert "/v1/responsibilities" in refused(sqlite_place.api, path, at=DAY)


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/v1/systems", {"changedSince": "0.5"}),
        ("/v1/systems", {"knownAt": "1"}),
        ("/v1/responsibilities", {"at": "-1"}),
        ("/v1/responsibilities", {"knownAt": "1"}),
        ("/v1/exports/responsibilities.json", {"at": "-1"}),
        ("/v1/findings", {"knownAt": "1"}),
    ],
)
def test_number_is_no_day_and_no_instant(sqlite_place: Place, path: str, params: dict[str, str]) -> None:
    assert "YYYY-MM-DD" in refused(sqlite_place.api, path, **params)


def test_number_is_refused_for_one_system_too(sqlite_place: Place) -> None:
    system = f"/v1/systems/{sqlite_place.system['id']}"
    for path in (system, f"{system}/duties", f"{system}/escalation"):
        for key, value in (("at", "-1"), ("knownAt", "1")):
            assert "YYYY-MM-DD" in refused(sqlite_place.api, path, **{key: value})


@pytest.mark.parametrize("path", ["/v1/responsibilities", "/v1/exports/responsibilities.csv"])
def test_day_and_period_exclude_each_other(sqlite_place: Place, path: str) -> None:
    for pointer, code, asked in (
        ("?from", "day-or-period", {"at": DAY, "from": DAY}),
        ("?to", "day-or-period", {"at": DAY, "to": DAY}),
        ("?to", "backwards-period", {"from": DAY, "to": "2025-03-02"}),
    ):
        answer = sqlite_place.api.get(path, params=asked)
        detail = refusal(answer, 400, pointer, code)
        assert answer.json()["detail"] == f"{pointer}: {detail}"


# ------------------------------------------------------------------------------ files
@pytest.mark.parametrize(
    ("file", "params"),
    [
        ("responsibilities.xlsx", {"at": DAY}),
        ("responsibilities.csv", {"at": DAY}),
        ("responsibilities.json", {"at": f"{DAY}T10:00:00Z"}),
        ("systems.csv", {"knownAt": "2026-03-02"}),
        ("systems.xlsx", {"knownAt": "2026-03-02"}),
    ],
)
def test_name_of_the_file_says_the_day(sqlite_place: Place, file: str, params: dict[str, str]) -> None:
    sqlite_place.api.time.advance(days=3)
    answer = sqlite_place.api.get(f"/v1/exports/{file}", params=params)
    assert answer.status_code == 200, answer.text
    day = params.get("at", "2026-03-02")[:10]
    assert f"pr-{day}" in answer.headers["content-disposition"]


def test_file_about_a_day_comes_back_without_a_change(place: Place) -> None:
    api = place.api
    for params in ({"at": DAY}, {"from": "2024-01-01"}):
        content = download(api, "responsibilities.csv", **params)
        before = revision(api)
        answer = upload(api, "responsibilities", content)
        assert answer.status_code == 201, answer.text
        report = answer.json()
        assert [report[name] for name in ("created", "updated", "rejected")] == [0, 0, 0]
        assert report["rows"] == report["unchanged"] > 0
        assert report["problems"] == []
        assert revision(api) == before


def test_rows_are_counted_once_whatever_page_order_or_instant_is_asked(sqlite_place: Place) -> None:
    api = sqlite_place.api
    for path, first, second in (
        ("/v1/responsibilities", {"at": "2025-03-03T10:00:00Z"}, {"at": "2025-03-03T11:00:00Z", "sort": "-validFrom"}),
        ("/v1/systems", {"limit": "1"}, {"sort": "-name"}),
        ("/v1/findings", {"limit": "1"}, {"limit": "2"}),
    ):
        total = api.read(path, **first)["total"]
        with counted(api) as statements:
            assert api.read(path, **second)["total"] == total
        assert not any("count(" in statement for statement in statements), path
        other = api.read(path, **{**second, "criticality": "notCritical"})
        assert other["total"] == 0 < total, path
