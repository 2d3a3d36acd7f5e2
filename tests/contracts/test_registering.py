"""/v1/contracts and /v1/contracts/{id}: registering, finding, changing, deleting."""

from typing import Any

import orjson
import pytest
from sqlmodel import select

from app.models import JournalEntry
from app.vocabulary import Role
from tests.support.api import Api
from tests.support.refusals import feed_since, no_trace, refusal

pytestmark = pytest.mark.one_database("what a body may hold")

CONTRACTS = "/v1/contracts"
NOBODY = "01890a5d-ac96-774b-bcce-b302099a8057"


def at(contract: dict[str, Any]) -> str:
    return f"{CONTRACTS}/{contract['id']}"


def journalled(api: Api, contract: dict[str, Any]) -> list[tuple[list[str] | None, list[str] | None]]:
    """The systems before and after, as the journal has them, entry by entry; None on a side that there is not."""
    statement = select(JournalEntry).where(JournalEntry.resource_id == contract["id"]).order_by("revision")
    with api.register.database.reading() as session:
        sides = [(entry.before, entry.after) for entry in session.exec(statement)]
    return [
        (orjson.loads(before)["systemIds"] if before else None, orjson.loads(after)["systemIds"] if after else None)
        for before, after in sides
    ]


def test_contract_needs_a_name_only(api: Api) -> None:
    answer = api.post(CONTRACTS, {"name": "  Rammeaftale "})
    assert answer.status_code == 201
    made = answer.json()
    assert answer.headers["location"] == at(made)
    assert made == {
        "id": made["id"],
        "createdAt": "2026-03-02T09:00:00Z",
        "updatedAt": "2026-03-02T09:00:00Z",
        "name": "Rammeaftale",
        "kind": "unknown",
        "supplier": None,
        "startsOn": None,
        "endsOn": None,
        "noticeMonths": None,
        "discontinued": False,
        "reference": None,
        "hotline": None,
        "hotlineHours": None,
        "systemIds": [],
        "source": None,
        "externalId": None,
    }
    assert api.read(at(made)) == made
    assert api.read(CONTRACTS)["items"] == [made]


def test_everything_said_is_kept_and_each_system_once(api: Api) -> None:
    first, second = api.system(), api.system()
    body = {
        "name": "Driftsaftale",
        "supplier": "KMD",
        "startsOn": "2024-01-01",
        "endsOn": "2024-01-01",
        "noticeMonths": 0,
        "reference": "24/1234",
        "source": "kontraktbank",
        "externalId": "K-1",
    }
    made = api.make(CONTRACTS, {**body, "systemIds": [second["id"], first["id"], second["id"]]})
    assert {key: made[key] for key in body} == body
    assert made["systemIds"] == sorted([first["id"], second["id"]])
    assert api.read(at(made)) == made


def test_changed_contract_keeps_what_the_patch_leaves_out(api: Api) -> None:
    system = api.system()
    made = api.make(CONTRACTS, {"name": "K", "supplier": "KMD", "endsOn": "2027-01-01", "systemIds": [system["id"]]})
    api.time.advance(hours=1)
    changed = api.patch(at(made), {"noticeMonths": 6, "supplier": None})
    assert changed.status_code == 200
    assert changed.json() == {**made, "noticeMonths": 6, "supplier": None, "updatedAt": "2026-03-02T10:00:00Z"}


def test_systems_of_the_patch_take_the_place_of_all_before(api: Api) -> None:
    first, second, third = (api.system()["id"] for _ in range(3))
    made = api.make(CONTRACTS, {"name": "K", "systemIds": [first, second]})
    revision = api.register.edition().revision
    assert api.patch(at(made), {"systemIds": [third, second]}).json()["systemIds"] == [second, third]
    (entry,) = feed_since(api, revision)
    assert (entry["resource"], entry["changed"]) == ("contract", ["systemIds"])
    assert api.patch(at(made), {"systemIds": None}).json()["systemIds"] == []
    assert journalled(api, made) == [(None, [first, second]), ([first, second], [second, third]), ([second, third], [])]


def test_same_systems_in_another_order_are_no_change(api: Api) -> None:
    first, second = api.system()["id"], api.system()["id"]
    made = api.make(CONTRACTS, {"name": "K", "systemIds": [first, second]})
    with no_trace(api):
        assert api.patch(at(made), {"systemIds": [second, first]}).json() == made


def test_deleted_contract_is_gone_and_the_journal_says_what_it_covered(api: Api) -> None:
    system = api.system()
    made = api.make(CONTRACTS, {"name": "K", "systemIds": [system["id"]]})
    assert api.delete(at(made)).status_code == 204
    assert api.get(at(made)).status_code == 404
    assert journalled(api, made)[-1] == ([system["id"]], None)
    assert api.card(system)["name"] == system["name"]


def test_list_filters_and_sorts(api: Api) -> None:
    first, second = api.system()["id"], api.system()["id"]
    rows: dict[str, dict[str, Any]] = {
        "alfa": {"name": "alfa 100%", "supplier": "KMD", "endsOn": "2026-06-30", "systemIds": [first]},
        "beta": {"name": "Beta", "supplier": "Netcompany", "systemIds": [first, second]},
        "care": {"name": "ÆLDREAFTALE", "supplier": "KMD", "endsOn": "2026-05-31", "source": "s", "externalId": "1"},
        "dbase": {"name": "databaser", "endsOn": "2030-01-01", "source": "t", "externalId": "1"},
    }
    made = {name: api.make(CONTRACTS, body) for name, body in rows.items()}
    lists: list[tuple[dict[str, Any], list[str]]] = [
        ({"sort": "endsOn"}, ["care", "alfa", "dbase", "beta"]),
        ({"sort": "-endsOn"}, ["beta", "dbase", "alfa", "care"]),
        ({"q": "ALFA"}, ["alfa"]),
        ({"q": "ældre"}, ["care"]),
        ({"q": "%"}, ["alfa"]),
        ({"q": "_"}, []),
        ({"supplier": "KMD"}, ["alfa", "care"]),
        ({"supplier": ["KMD", "Netcompany"], "systemId": first}, ["alfa", "beta"]),
        ({"systemId": second}, ["beta"]),
        # One that covers both is listed once.
        ({"systemId": [first, second]}, ["alfa", "beta"]),
        ({"systemId": NOBODY}, []),
        # The day itself is not before; without an end nothing ends.
        ({"endsBefore": "2026-06-30"}, ["care"]),
        ({"endsBefore": "2026-07-01"}, ["alfa", "care"]),
        ({"source": "s"}, ["care"]),
        ({"externalId": "1", "sort": "endsOn"}, ["care", "dbase"]),
        ({"externalId": "1", "source": "t"}, ["dbase"]),
    ]
    for query, expected in lists:
        listed = api.read(CONTRACTS, **query)
        assert listed["items"] == [made[name] for name in expected], query
        assert listed["total"] == len(expected)


def test_pages_hold_every_contract_once_those_without_an_end_too(api: Api) -> None:
    for index, day in enumerate(["2026-05-01", None, "2026-05-01", None, "2026-04-01"]):
        api.make(CONTRACTS, {"name": f"K{index}", "endsOn": day})
    for sort in ("name", "endsOn", "-endsOn,name"):
        whole, found, cursor = api.read(CONTRACTS, sort=sort, fields="name")["items"], [], None
        for _ in range(3):
            page = api.read(CONTRACTS, sort=sort, fields="name", limit=2, **({"cursor": cursor} if cursor else {}))
            found += page["items"]
            cursor = page["nextCursor"]
        assert (found, cursor) == (whole, None), sort


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"endsBefore": "31-12-2026"}, "?endsBefore"),
        ({"systemId": "KSD"}, "?systemId"),
        ({"q": ""}, "?q"),
        ({"sort": "supplier"}, "?sort"),
        ({"name": "K"}, "?name"),
    ],
)
def test_list_refuses_what_it_does_not_know(sqlite_api: Api, query: dict[str, str], pointer: str) -> None:
    answer = sqlite_api.get(CONTRACTS, params=query)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == pointer


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"price": 1}, "/price", "unknown-key"),
    ({"name": " "}, "/name", "string-too-short"),
    ({"name": "Aftale\nbilag"}, "/name", "line-break"),
    ({"name": "x" * 201}, "/name", "string-too-long"),
    ({"reference": "010180-1234"}, "/reference", "cpr-number"),
    ({"supplier": "\x00"}, "/supplier", "control-character"),
    ({"startsOn": "2026-01-02", "endsOn": "2026-01-01"}, "/endsOn", "backwards-period"),
    ({"endsOn": "1.1.2026"}, "/endsOn", "date"),
    ({"noticeMonths": -1}, "/noticeMonths", "greater-than-equal"),
    ({"noticeMonths": 121}, "/noticeMonths", "less-than-equal"),
    ({"noticeMonths": "3"}, "/noticeMonths", "int-type"),
    ({"noticeMonths": True}, "/noticeMonths", "int-type"),
    ({"systemIds": NOBODY}, "/systemIds", "list-type"),
    ({"systemIds": ["KSD"]}, "/systemIds/0", "uuid"),
    ({"systemIds": [NOBODY]}, "/systemIds/0", "unknown-reference"),
    ({"source": "kontraktbank"}, "", "half-key"),
]


@pytest.mark.parametrize(("body", "pointer", "code"), BAD)
def test_refused_contract_leaves_no_trace(sqlite_api: Api, body: dict[str, Any], pointer: str, code: str) -> None:
    sqlite_api.system()
    with no_trace(sqlite_api):
        refusal(sqlite_api.post(CONTRACTS, {"name": "K", **body}), 400, pointer, code)


def test_refused_changes_leave_no_trace(api: Api) -> None:
    system = api.system()
    made = api.make(CONTRACTS, {"name": "K", "startsOn": "2026-01-01", "systemIds": [system["id"]]})
    refused = [
        *BAD,
        ({"name": None}, "/name", "missing"),
        # What stands and what comes are judged together.
        ({"endsOn": "2025-12-31"}, "/endsOn", "backwards-period"),
        ({"systemIds": [system["id"], NOBODY]}, "/systemIds/1", "unknown-reference"),
    ]
    for body, pointer, code in refused:
        with no_trace(api):
            refusal(api.patch(at(made), body), 400, pointer, code)


def test_taken_key_is_refused_naming_the_one_that_has_it(api: Api) -> None:
    key = {"source": "kontraktbank", "externalId": "K-1"}
    first = api.make(CONTRACTS, {"name": "A", **key})
    second = api.make(CONTRACTS, {"name": "B", "source": "kontraktbank", "externalId": "K-2"})
    with no_trace(api):
        assert first["id"] in refusal(api.post(CONTRACTS, {"name": "C", **key}), 409, "/externalId", "duplicate-key")
        assert first["id"] in refusal(api.patch(at(second), key), 409, "/externalId", "duplicate-key")
    api.make(CONTRACTS, {"name": "C", "source": "esdh", "externalId": "K-1"})


def test_contract_that_there_is_not(api: Api) -> None:
    assert api.get(f"{CONTRACTS}/{NOBODY}").status_code == 404
    with no_trace(api):
        for answer in (
            api.client.patch(f"{CONTRACTS}/{NOBODY}", json={"name": "K"}, headers={"If-Match": "*"}),
            api.client.delete(f"{CONTRACTS}/{NOBODY}", headers={"If-Match": "*"}),
        ):
            assert answer.status_code == 404


def test_reader_cannot_register_contracts(api: Api) -> None:
    made = api.make(CONTRACTS, {"name": "K"})
    reader = api.as_role(Role.READER)
    with no_trace(api):
        assert reader.post(CONTRACTS, {"name": "K"}).status_code == 403
        assert reader.patch(at(made), {"name": "L"}).status_code == 403
        assert reader.delete(at(made)).status_code == 403
