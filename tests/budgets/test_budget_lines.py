"""/v1/systems/{id}/budget-lines and /v1/budget-lines/{id}: registering, reading, changing, deleting."""

from typing import Any

import pytest

from app.vocabulary import Role
from tests.support.api import Api
from tests.support.refusals import feed_since, no_trace, refusal

pytestmark = pytest.mark.one_database("what a body may hold")

NOBODY = "01890a5d-ac96-774b-bcce-b302099a8057"
MOST = 1_000_000_000_000


def of(system: dict[str, Any]) -> str:
    return f"/v1/systems/{system['id']}/budget-lines"


def at(line: dict[str, Any]) -> str:
    return f"/v1/budget-lines/{line['id']}"


def test_line_says_only_what_is_known(api: Api) -> None:
    system = api.system()
    answer = api.post(of(system), {"fiscalYear": 2026})
    assert answer.status_code == 201
    made = answer.json()
    assert answer.headers["location"] == at(made)
    assert made == {
        "id": made["id"],
        "createdAt": "2026-03-02T09:00:00Z",
        "updatedAt": "2026-03-02T09:00:00Z",
        "systemId": system["id"],
        "fiscalYear": 2026,
        "kind": "operation",
        "estimatedDkk": None,
        "allocatedDkk": None,
        "allocatedUnknownReason": None,
        "holderPositionId": None,
        "account": None,
        "priceLevelYear": None,
        "recurring": None,
    }
    assert api.read(at(made)) == made


def test_everything_said_is_kept_to_the_krone(api: Api) -> None:
    system, holder = api.system(), api.position()
    body = {
        "fiscalYear": 2027,
        "kind": "hours",
        "estimatedDkk": MOST,
        "allocatedDkk": 0,
        "allocatedUnknownReason": None,
        "holderPositionId": holder["id"],
        "account": "05.35.40 / XG-0017",
        "priceLevelYear": 2026,
        "recurring": False,
    }
    made = api.make(of(system), body)
    assert {key: made[key] for key in body} == body
    assert api.read(at(made)) == made


def test_changed_line_keeps_what_the_patch_leaves_out(api: Api) -> None:
    system = api.system()
    made = api.budget(system, estimatedDkk=900_000, allocatedDkk=500_000, account="A-1", kind="licence")
    api.time.advance(hours=1)
    changed = api.patch(at(made), {"allocatedDkk": 0, "account": None, "kind": None})
    assert changed.status_code == 200
    # The kind of a line has a usual value, which a cleared one falls back to.
    expected = {"allocatedDkk": 0, "account": None, "kind": "operation", "updatedAt": "2026-03-02T10:00:00Z"}
    assert changed.json() == {**made, **expected}
    assert api.read(at(made)) == changed.json()


def test_journal_tells_unknown_from_zero(api: Api) -> None:
    made = api.budget(api.system(), allocatedDkk=None)
    revision = api.register.edition().revision
    assert api.patch(at(made), {"allocatedDkk": 0}).status_code == 200
    (entry,) = feed_since(api, revision)
    assert (entry["resource"], entry["action"], entry["changed"]) == ("budget-line", "update", ["allocatedDkk"])
    with no_trace(api):
        assert api.patch(at(made), {"allocatedDkk": 0}).status_code == 200


def test_reason_for_an_unknown_amount_goes_when_the_amount_comes(api: Api) -> None:
    made = api.budget(api.system(), allocatedUnknownReason="Afventer budgetforlig")
    with no_trace(api):
        answer = api.patch(at(made), {"allocatedDkk": 0})
        refusal(answer, 400, "/allocatedUnknownReason", "contradiction")
    changed = api.patch(at(made), {"allocatedDkk": 0, "allocatedUnknownReason": None})
    assert (changed.json()["allocatedDkk"], changed.json()["allocatedUnknownReason"]) == (0, None)


def test_deleted_line_is_gone(api: Api) -> None:
    system = api.system()
    made = api.budget(system)
    assert api.delete(at(made)).status_code == 204
    assert api.get(at(made)).status_code == 404
    assert api.read(of(system))["total"] == 0


def test_list_filters_and_sorts(api: Api) -> None:
    system, holder = api.system(), api.position()
    api.budget(api.system(), fiscalYear=2026)
    lines = {
        "old": api.budget(system, fiscalYear=2025, kind="operation", holderPositionId=holder["id"]),
        "hours": api.budget(system, fiscalYear=2026, kind="hours", holderPositionId=holder["id"]),
        "licence": api.budget(system, fiscalYear=2026, kind="licence"),
        "next": api.budget(system, fiscalYear=2027, kind="licence"),
    }
    lists: list[tuple[dict[str, Any], list[str]]] = [
        ({}, ["old", "hours", "licence", "next"]),
        ({"sort": "-fiscalYear,kind"}, ["next", "hours", "licence", "old"]),
        ({"sort": "kind,-fiscalYear"}, ["hours", "next", "licence", "old"]),
        ({"fiscalYear": 2026}, ["hours", "licence"]),
        ({"fiscalYear": [2025, 2027]}, ["old", "next"]),
        ({"kind": "licence"}, ["licence", "next"]),
        ({"kind": ["licence", "hours"], "fiscalYear": 2026}, ["hours", "licence"]),
        ({"holderPositionId": holder["id"]}, ["old", "hours"]),
        ({"holderPositionId": NOBODY}, []),
        ({"fiscalYear": 2030}, []),
    ]
    for query, expected in lists:
        listed = api.read(of(system), **query)
        assert listed["items"] == [lines[name] for name in expected], query
        assert listed["total"] == len(expected)
    first = api.read(of(system), sort="kind,-fiscalYear", limit=2)
    rest = api.read(of(system), sort="kind,-fiscalYear", limit=2, cursor=first["nextCursor"])
    assert [*first["items"], *rest["items"]] == [lines[name] for name in ("hours", "next", "licence", "old")]
    assert rest["nextCursor"] is None


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"fiscalYear": "26"}, "?fiscalYear"),
        ({"fiscalYear": "i år"}, "?fiscalYear"),
        # More than any database's whole numbers hold.
        ({"fiscalYear": "99999999999999999999999"}, "?fiscalYear"),
        ({"kind": "drift"}, "?kind"),
        ({"holderPositionId": "Anna"}, "?holderPositionId"),
        ({"sort": "account"}, "?sort"),
        ({"account": "A-1"}, "?account"),
    ],
)
def test_list_refuses_what_it_does_not_know(sqlite_api: Api, query: dict[str, str], pointer: str) -> None:
    answer = sqlite_api.get(of(sqlite_api.system()), params=query)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == pointer


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"amount": 1}, "/amount", "unknown-key"),
    ({"fiscalYear": None}, "/fiscalYear", "int-type"),
    ({"fiscalYear": "2026"}, "/fiscalYear", "int-type"),
    ({"fiscalYear": 1999}, "/fiscalYear", "greater-than-equal"),
    ({"fiscalYear": 2101}, "/fiscalYear", "less-than-equal"),
    ({"kind": "drift"}, "/kind", "enum"),
    ({"estimatedDkk": -1}, "/estimatedDkk", "greater-than-equal"),
    ({"allocatedDkk": -1}, "/allocatedDkk", "greater-than-equal"),
    ({"allocatedDkk": MOST + 1}, "/allocatedDkk", "less-than-equal"),
    ({"allocatedDkk": 10**30}, "/allocatedDkk", "number-too-large"),
    ({"allocatedDkk": "5"}, "/allocatedDkk", "int-type"),
    ({"allocatedDkk": 5.0}, "/allocatedDkk", "int-type"),
    ({"allocatedDkk": 0.5}, "/allocatedDkk", "int-type"),
    ({"allocatedDkk": False}, "/allocatedDkk", "int-type"),
    ({"allocatedDkk": 0, "allocatedUnknownReason": "Aner det ikke"}, "/allocatedUnknownReason", "contradiction"),
    ({"allocatedUnknownReason": " "}, "/allocatedUnknownReason", "string-too-short"),
    ({"allocatedUnknownReason": "Spørg 010180-1234"}, "/allocatedUnknownReason", "cpr-number"),
    ({"account": "0101801234"}, "/account", "cpr-number"),
    ({"account": "A\x00B"}, "/account", "control-character"),
    ({"account": "x" * 201}, "/account", "string-too-long"),
    ({"holderPositionId": "Anna"}, "/holderPositionId", "uuid"),
    ({"holderPositionId": NOBODY}, "/holderPositionId", "unknown-reference"),
    ({"priceLevelYear": 26}, "/priceLevelYear", "greater-than-equal"),
    ({"recurring": "ja"}, "/recurring", "bool-type"),
    ({"recurring": 1}, "/recurring", "bool-type"),
]


@pytest.mark.parametrize(("body", "pointer", "code"), BAD)
def test_refused_line_leaves_no_trace(sqlite_api: Api, body: dict[str, Any], pointer: str, code: str) -> None:
    system = sqlite_api.system()
    with no_trace(sqlite_api):
        refusal(sqlite_api.post(of(system), {"fiscalYear": 2026, **body}), 400, pointer, code)


def test_refused_changes_leave_no_trace(api: Api) -> None:
    made = api.budget(api.system(), allocatedDkk=5)
    for body, pointer, code in BAD:
        # A year that is cleared is missing; a line always has one.
        expected = "missing" if body == {"fiscalYear": None} else code
        with no_trace(api):
            refusal(api.patch(at(made), body), 400, pointer, expected)


def test_line_of_a_system_that_there_is_not_is_refused(api: Api) -> None:
    with no_trace(api):
        assert api.post(f"/v1/systems/{NOBODY}/budget-lines", {"fiscalYear": 2026}).status_code == 404
    assert api.get(f"/v1/systems/{NOBODY}/budget-lines").status_code == 404
    assert api.get(f"/v1/budget-lines/{NOBODY}").status_code == 404


def test_position_that_holds_money_cannot_be_deleted(api: Api) -> None:
    holder = api.position()
    made = api.budget(api.system(), holderPositionId=holder["id"])
    with no_trace(api):
        answer = api.delete(f"/v1/positions/{holder['id']}")
        assert (answer.status_code, answer.json()["code"]) == (409, "in-use")
    assert api.patch(at(made), {"holderPositionId": None}).status_code == 200
    assert api.delete(f"/v1/positions/{holder['id']}").status_code == 204


def test_reader_cannot_register_money(api: Api) -> None:
    system = api.system()
    made = api.budget(system)
    reader = api.as_role(Role.READER)
    with no_trace(api):
        assert reader.post(of(system), {"fiscalYear": 2026}).status_code == 403
        assert reader.patch(at(made), {"allocatedDkk": 1}).status_code == 403
        assert reader.delete(at(made)).status_code == 403
