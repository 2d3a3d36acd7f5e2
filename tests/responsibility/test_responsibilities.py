"""/v1/systems/{id}/responsibilities and /v1/responsibilities/{id}: registering, reading, changing, deleting."""

from typing import Any

import pytest

from app.vocabulary import Role
from tests.support.api import Api
from tests.support.refusals import no_trace, refusal

NOBODY = "01890a5d-ac96-774b-bcce-b302099a8057"


def of(system: dict[str, Any]) -> str:
    return f"/v1/systems/{system['id']}/responsibilities"


def at(row: dict[str, Any]) -> str:
    return f"/v1/responsibilities/{row['id']}"


def test_responsibility_is_formal_and_begins_today_unless_said_otherwise(api: Api) -> None:
    system, position = api.system(), api.position()
    answer = api.post(of(system), {"duty": "fix", "positionId": position["id"]})
    assert answer.status_code == 201
    made = answer.json()
    assert answer.headers["location"] == at(made)
    assert made == {
        "id": made["id"],
        "createdAt": "2026-03-02T09:00:00Z",
        "updatedAt": "2026-03-02T09:00:00Z",
        "systemId": system["id"],
        "duty": "fix",
        "basis": "formal",
        "positionId": position["id"],
        "validFrom": "2026-03-02",
        "validUntil": None,
    }
    assert api.read(at(made)) == made
    assert api.read(of(system))["items"] == [made]


def test_changed_responsibility_keeps_what_the_patch_leaves_out(api: Api) -> None:
    system, position, other = api.system(), api.position(), api.position()
    made = api.assign(system, position, "fix", validUntil="2026-12-31")
    api.time.advance(hours=1)
    changed = api.patch(at(made), {"positionId": other["id"], "duty": "develop", "validUntil": None})
    assert changed.status_code == 200
    assert changed.json() == {
        **made,
        "positionId": other["id"],
        "duty": "develop",
        "validUntil": None,
        "updatedAt": "2026-03-02T10:00:00Z",
    }
    assert api.read(at(made)) == changed.json()


def test_patch_that_changes_nothing_is_no_change(api: Api) -> None:
    system, position = api.system(), api.position()
    made = api.assign(system, position, "fix")
    api.time.advance(hours=1)
    with no_trace(api):
        assert api.patch(at(made), {"duty": "fix", "validFrom": "2026-03-02"}).json() == made


def test_deleted_responsibility_is_gone(api: Api) -> None:
    system = api.system()
    made = api.assign(system, api.position(), "fix")
    assert api.delete(at(made)).status_code == 204
    assert api.get(at(made)).status_code == 404
    assert api.read(of(system))["total"] == 0


Rota = tuple[dict[str, Any], dict[str, dict[str, Any]]]

LISTS: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["owned-before", "fixed", "owned", "fixed-in-practice"]),
    ({"sort": "-validFrom"}, ["fixed-in-practice", "owned", "fixed", "owned-before"]),
    ({"sort": "duty,validFrom"}, ["fixed", "fixed-in-practice", "owned-before", "owned"]),
    ({"duty": "owner"}, ["owned-before", "owned"]),
    ({"duty": ["owner", "fix"], "basis": "formal"}, ["owned-before", "fixed", "owned"]),
    ({"basis": "practice"}, ["fixed-in-practice"]),
    # Both the first and the last day count.
    ({"at": "2026-01-01"}, ["fixed", "owned"]),
    ({"at": "2025-12-31"}, ["owned-before", "fixed"]),
    ({"at": "2026-03-02"}, ["fixed", "owned"]),
    ({"at": "2026-03-03"}, ["owned", "fixed-in-practice"]),
    ({"at": "2023-12-31"}, []),
]


@pytest.fixture
def rota(api: Api) -> Rota:
    """A system and what is registered of it, by a nickname; another system has a responsibility too."""
    system, first, second = api.system(), api.position(), api.position()
    api.assign(api.system(), first, "fix")
    return system, {
        "owned-before": api.assign(system, first, validFrom="2024-01-01", validUntil="2025-12-31"),
        "owned": api.assign(system, second, validFrom="2026-01-01"),
        "fixed": api.assign(system, first, "fix", validFrom="2025-06-01", validUntil="2026-03-02"),
        "fixed-in-practice": api.assign(system, second, "fix", basis="practice", validFrom="2026-03-03"),
    }


def test_list_filters_and_sorts(api: Api, rota: Rota) -> None:
    system, rows = rota
    for query, expected in LISTS:
        listed = api.read(of(system), **query)
        assert listed["items"] == [rows[name] for name in expected], query
        assert (listed["total"], listed["nextCursor"]) == (len(expected), None)


def test_list_filters_by_position(api: Api, rota: Rota) -> None:
    system, rows = rota
    first, second = rows["fixed"]["positionId"], rows["owned"]["positionId"]
    listed = api.read(of(system), positionId=first, fields="id")
    assert listed["items"] == [{"id": rows["owned-before"]["id"]}, {"id": rows["fixed"]["id"]}]
    assert api.read(of(system), positionId=[first, second])["total"] == 4
    assert api.read(of(system), positionId=NOBODY)["items"] == []


def test_pages_hold_every_responsibility_once(api: Api, rota: Rota) -> None:
    system, rows = rota
    for sort in ("validFrom", "-validFrom", "duty,-validFrom"):
        whole, found, cursor = api.read(of(system), sort=sort)["items"], [], None
        for _ in rows:
            page = api.read(of(system), sort=sort, limit=1, **({"cursor": cursor} if cursor else {}))
            found += page["items"]
            cursor = page["nextCursor"]
        assert (found, cursor) == (whole, None), sort


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"at": "2026-2-1"}, "?at"),
        ({"at": "today"}, "?at"),
        ({"duty": "boss"}, "?duty"),
        ({"positionId": "KSD"}, "?positionId"),
        ({"sort": "title"}, "?sort"),
        ({"fields": "title"}, "?fields"),
        ({"day": "2026-02-01"}, "?day"),
    ],
)
def test_list_refuses_what_it_does_not_know(sqlite_api: Api, query: dict[str, str], pointer: str) -> None:
    answer = sqlite_api.get(of(sqlite_api.system()), params=query)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"].split("/")[0] == pointer


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"holder": "x"}, "/holder", "unknown-key"),
        ({"systemId": NOBODY}, "/systemId", "unknown-key"),
        ({"duty": None}, "/duty", "enum"),
        ({"duty": "boss"}, "/duty", "enum"),
        ({"basis": "Formal"}, "/basis", "enum"),
        ({"positionId": None}, "/positionId", "uuid"),
        ({"positionId": "KSD"}, "/positionId", "uuid"),
        ({"positionId": NOBODY}, "/positionId", "unknown-reference"),
        ({"validFrom": "01-03-2026"}, "/validFrom", "date"),
        ({"validFrom": 20260301}, "/validFrom", "date"),
        ({"validFrom": "2026-02-30"}, "/validFrom", "date-from-datetime-parsing"),
        ({"validFrom": "2026-03-05", "validUntil": "2026-03-04"}, "/validUntil", "backwards-period"),
        # It would begin today, the second of March.
        ({"validUntil": "2026-03-01"}, "/validUntil", "backwards-period"),
    ],
)
def test_refused_responsibility_leaves_no_trace(sqlite_api: Api, body: dict[str, Any], pointer: str, code: str) -> None:
    system, position = sqlite_api.system(), sqlite_api.position()
    with no_trace(sqlite_api):
        answer = sqlite_api.post(of(system), {"duty": "owner", "positionId": position["id"], **body})
        refusal(answer, 400, pointer, code)


@pytest.mark.parametrize(
    ("patch", "pointer", "code"),
    [
        ({"holder": "x"}, "/holder", "unknown-key"),
        ({"duty": None}, "/duty", "missing"),
        ({"positionId": None}, "/positionId", "missing"),
        ({"positionId": NOBODY}, "/positionId", "unknown-reference"),
        ({"validFrom": None}, "/validFrom", "missing"),
        ({"validFrom": "2026-06-01"}, "/validUntil", "backwards-period"),
        ({"validUntil": "2025-12-31"}, "/validUntil", "backwards-period"),
    ],
)
def test_refused_change_leaves_no_trace(sqlite_api: Api, patch: dict[str, Any], pointer: str, code: str) -> None:
    system, position = sqlite_api.system(), sqlite_api.position()
    made = sqlite_api.assign(system, position, validFrom="2026-01-01", validUntil="2026-05-31")
    with no_trace(sqlite_api):
        refusal(sqlite_api.patch(at(made), patch), 400, pointer, code)


def test_responsibility_for_a_system_that_there_is_not_is_refused(api: Api) -> None:
    position = api.position()
    with no_trace(api):
        answer = api.post(f"/v1/systems/{NOBODY}/responsibilities", {"duty": "fix", "positionId": position["id"]})
        assert answer.status_code == 404
        assert NOBODY in answer.json()["detail"]
    assert api.get(f"/v1/systems/{NOBODY}/responsibilities").status_code == 404
    assert api.get(f"/v1/responsibilities/{NOBODY}").status_code == 404


def test_period_of_one_day_is_a_period(api: Api) -> None:
    made = api.assign(api.system(), api.position(), validUntil="2026-03-02")
    assert (made["validFrom"], made["validUntil"]) == ("2026-03-02", "2026-03-02")


def test_same_position_cannot_hold_the_same_duty_twice_at_a_time(api: Api) -> None:
    system, position = api.system(), api.position(title="Driftsleder")
    first = api.assign(system, position, "fix", validFrom="2026-01-01", validUntil="2026-06-30")
    body = {"duty": "fix", "positionId": position["id"], "validFrom": "2026-06-30"}
    with no_trace(api):
        answer = api.post(of(system), body)
        detail = refusal(answer, 409, "/validFrom", "responsibility-overlap")
    assert answer.json()["code"] == "responsibility-overlap"
    for named in ("Driftsleder", "fix", "2026-01-01", "2026-06-30", first["id"]):
        assert named in detail
    api.make(of(system), {**body, "validFrom": "2026-07-01"})


def test_practising_ownership_twice_is_no_second_owner(api: Api) -> None:
    system, position = api.system(), api.position()
    api.assign(system, position, basis="practice")
    with no_trace(api):
        answer = api.post(of(system), {"duty": "owner", "basis": "practice", "positionId": position["id"]})
        assert "in practice" in refusal(answer, 409, "/validFrom", "responsibility-overlap")


def test_duty_may_have_several_positions_and_a_position_both_bases(api: Api) -> None:
    system, first, second = api.system(), api.position(), api.position()
    api.assign(system, first, "fix")
    api.assign(system, second, "fix")
    api.assign(system, first, "fix", basis="practice")
    api.assign(system, first, "monitor")
    assert api.read(of(system))["total"] == 4


def test_change_cannot_make_two_of_the_same(api: Api) -> None:
    system, position = api.system(), api.position()
    api.assign(system, position, "fix")
    other = api.assign(system, position, "monitor")
    with no_trace(api):
        refusal(api.patch(at(other), {"duty": "fix"}), 409, "/validFrom", "responsibility-overlap")


def test_position_with_a_responsibility_cannot_be_deleted(api: Api) -> None:
    position = api.position()
    made = api.assign(api.system(), position, "fix", validFrom="2024-01-01", validUntil="2024-12-31")
    with no_trace(api):
        answer = api.delete(f"/v1/positions/{position['id']}")
        assert (answer.status_code, answer.json()["code"]) == (409, "in-use")
    assert api.delete(at(made)).status_code == 204
    assert api.delete(f"/v1/positions/{position['id']}").status_code == 204


def test_reader_cannot_register_responsibilities(api: Api) -> None:
    system, position = api.system(), api.position()
    made = api.assign(system, position, "fix")
    reader = api.as_role(Role.READER)
    with no_trace(api):
        assert reader.post(of(system), {"duty": "owner", "positionId": position["id"]}).status_code == 403
        assert reader.patch(at(made), {"duty": "develop"}).status_code == 403
        assert reader.delete(at(made)).status_code == 403
    assert reader.read(of(system))["items"] == [made]
