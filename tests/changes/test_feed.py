"""GET /v1/changes: every change once, oldest first, deletions included."""

from typing import Any

import pytest

from app.changes.schemas import ResourceName
from app.models import Journaled, metadata
from app.vocabulary import Role
from tests.support.api import Api
from tests.support.statements import statements_of

FEED = "/v1/changes"


def changes(api: Api, **params: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = api.read(FEED, **{"limit": 200, **params})["items"]
    return items


def head(api: Api) -> int:
    revision: int = api.read(FEED, limit=200)["nextAfter"]
    return revision


def test_a_change_has_the_keys_of_the_contract(api: Api) -> None:
    before = head(api)
    api.time.advance(minutes=1)
    unit = api.make("/v1/units", {"name": "Ydelser"}, headers={"Change-Reason": "Ny organisation"})
    assert api.read(FEED, after=before) == {
        "items": [
            {
                "revision": before + 1,
                "at": "2026-03-02T09:01:00Z",
                "actor": "test",
                "action": "create",
                "resource": "unit",
                "resourceId": unit["id"],
                "reason": "Ny organisation",
                "changed": ["id", "kind", "name"],
            }
        ],
        "nextAfter": before + 1,
    }


def test_an_update_names_the_fields_that_differ(api: Api) -> None:
    system = api.system("KSD")
    before = head(api)
    api.patch(f"/v1/systems/{system['id']}", {"name": "KSD 2", "supplier": "KMD"})
    (change,) = changes(api, after=before)
    assert (change["action"], change["changed"]) == ("update", ["name", "supplier"])

    contract = api.make("/v1/contracts", {"name": "Drift", "systemIds": [system["id"]]})
    before = head(api)
    api.patch(f"/v1/contracts/{contract['id']}", {"name": "Drift og support"})
    api.patch(f"/v1/contracts/{contract['id']}", {"systemIds": []})
    assert [change["changed"] for change in changes(api, after=before)] == [["name"], ["systemIds"]]


def test_personal_values_are_named_and_not_told(api: Api) -> None:
    before = head(api)
    person = api.person("Ida Holm", email="ida@kommune.example", phone="12 34 56 78")
    feed = api.get(FEED, params={"after": before})
    assert feed.json()["items"][0]["changed"] == ["email", "id", "name", "phone"]
    assert "Ida" not in feed.text
    assert "ida@" not in feed.text
    assert person["id"] in feed.text


def test_a_write_that_changes_nothing_is_not_in_the_feed(api: Api) -> None:
    system = api.system("KSD")
    before = head(api)
    assert api.patch(f"/v1/systems/{system['id']}", {"name": "KSD"}).status_code == 200
    assert api.post("/v1/units", {"name": ""}).status_code == 400
    assert api.read(FEED, after=before) == {"items": [], "nextAfter": before}


def test_deletions_are_in_the_feed_with_what_they_took_along(api: Api) -> None:
    system = api.system("Aldrig taget i brug", lifecycle="planned")
    owned = api.assign(system, api.position(2))
    line = api.budget(system, estimatedDkk=1)
    before = head(api)
    assert api.delete(f"/v1/systems/{system['id']}").status_code == 204
    gone = changes(api, after=before)
    assert {change["action"] for change in gone} == {"delete"}
    assert {(change["resource"], change["resourceId"]) for change in gone} == {
        ("responsibility", owned["id"]),
        ("budget-line", line["id"]),
        ("system", system["id"]),
    }


def test_a_reader_of_the_feed_sees_every_change_exactly_once_whatever_is_written_meanwhile(api: Api) -> None:
    for number in range(5):
        api.unit(f"Enhed {number}")
    doomed = api.unit("Nedlagt")
    seen: list[dict[str, Any]] = []
    after = 0
    for step in range(20):
        page = api.read(FEED, after=after, limit=2)
        assert len(page["items"]) == min(2, page["nextAfter"] - after)
        seen += page["items"]
        after = page["nextAfter"]
        if step == 1:
            api.delete(f"/v1/units/{doomed['id']}")
        if step < 4:
            api.unit()
    assert api.read(FEED, after=after) == {"items": [], "nextAfter": after}
    assert [change["revision"] for change in seen] == list(range(1, after + 1))
    assert seen == changes(api)
    assert [change["action"] for change in seen if change["resourceId"] == doomed["id"]] == ["create", "delete"]


def test_next_after_stays_when_nothing_is_newer(api: Api) -> None:
    last = head(api)
    assert api.read(FEED, after=last)["nextAfter"] == last
    assert api.read(FEED, after=last + 10) == {"items": [], "nextAfter": last + 10}


def test_filters_choose_resources_and_still_move_on(api: Api) -> None:
    unit = api.unit()
    first, second = api.system(), api.system()
    api.patch(f"/v1/systems/{second['id']}", {"supplier": "KMD"})
    api.unit()
    assert [change["resourceId"] for change in changes(api, resource="system")] == [
        first["id"],
        second["id"],
        second["id"],
    ]
    assert {change["resource"] for change in changes(api, resource=["system", "token"])} == {"system", "token"}
    assert len(changes(api, resourceId=[unit["id"], first["id"]])) == 2
    page = api.read(FEED, resource="system", limit=2)
    assert page["nextAfter"] == page["items"][-1]["revision"]
    rest = api.read(FEED, resource="system", limit=2, after=page["nextAfter"])
    assert (len(rest["items"]), rest["nextAfter"]) == (1, head(api))


def test_an_evaluation_for_a_new_day_is_told_as_the_registers_own(api: Api) -> None:
    api.system(lifecycle="inOperation")
    before = head(api)
    api.time.advance(days=700)
    (change,) = changes(api, after=before)
    assert (change["resource"], change["action"], change["actor"]) == ("register", "evaluate", "register")


REFUSED = [
    ({"after": "-1"}, "?after"),
    ({"after": "first"}, "?after"),
    ({"after": str(2**40)}, "?after"),
    ({"limit": "0"}, "?limit"),
    ({"limit": "201"}, "?limit"),
    ({"resource": "systems"}, "?resource"),
    ({"resourceId": ""}, "?resourceId"),
    ({"since": "1"}, "?since"),
    ({"cursor": "x"}, "?cursor"),
]


def test_a_query_that_cannot_be_meant_is_refused_and_named(api: Api) -> None:
    for params, pointer in REFUSED:
        response = api.get(FEED, params=params)
        assert (response.status_code, response.json()["errors"][0]["pointer"]) == (400, pointer)


def test_the_feed_gives_50_at_a_time_unless_told_otherwise(api: Api) -> None:
    for _ in range(55):
        api.unit()
    page = api.read(FEED)
    assert (len(page["items"]), page["nextAfter"]) == (50, 50)
    assert len(changes(api)) == 56


def test_a_client_that_polls_is_told_when_nothing_has_happened(api: Api) -> None:
    first = api.get(FEED, params={"after": head(api)})
    same = api.get(FEED, params={"after": head(api)}, headers={"If-None-Match": first.headers["etag"]})
    assert same.status_code == 304


def test_every_role_but_on_call_may_follow_the_feed(api: Api) -> None:
    for role in Role:
        assert api.as_role(role).get(FEED).status_code == (403 if role is Role.ON_CALL else 200)


def test_the_feed_knows_every_resource_of_the_journal() -> None:
    tables = {table.name for table in metadata.sorted_tables}
    journaled = {kind.resource for kind in _below(Journaled) if getattr(kind, "__tablename__", None) in tables}
    assert set(ResourceName) == journaled | {"register"}


def _below(kind: type[Journaled]) -> set[type[Journaled]]:
    return {found for child in kind.__subclasses__() for found in ({child} | _below(child))}


@pytest.mark.parametrize("params", [{"limit": 200}, {"limit": 200, "resource": "unit"}])
def test_the_number_of_statements_is_the_same_for_few_and_for_many_changes(api: Api, params: dict[str, Any]) -> None:
    api.unit()
    few = statements_of(api, FEED, **params)
    for _ in range(20):
        api.unit()
    assert statements_of(api, FEED, **params) == few
