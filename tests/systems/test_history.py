"""What became of a system: every version of its card, who made it, when, why, and what differs."""

from typing import Any

import pytest

from app.vocabulary import Role
from tests.support.api import Api
from tests.support.refusals import no_trace

UNKNOWN = "01890a5d-ac96-774b-bcce-b302099a8057"
NINE, TEN, ELEVEN = "2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z"


def path_of(system: dict[str, Any]) -> str:
    return f"/v1/systems/{system['id']}"


def history(api: Api, system: dict[str, Any], **params: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = api.read(f"{path_of(system)}/history", **params)["items"]
    return items


def told(item: dict[str, Any]) -> tuple[str, str, str | None, str | None]:
    return item["action"], item["at"], item["until"], item["reason"]


def test_versions_come_newest_first_with_time_and_reason(api: Api) -> None:
    system = api.system("Alfa")
    api.time.advance(hours=1)
    api.patch(path_of(system), {"name": "Beta", "criticality": "notCritical"}, headers={"Change-Reason": "Sag 4711"})
    api.time.advance(hours=1)
    changed = api.patch(path_of(system), {"version": "2"}).json()
    listed = api.read(f"{path_of(system)}/history")
    newest, middle, oldest = listed["items"]
    assert (listed["total"], listed["nextCursor"]) == (3, None)
    assert told(newest) == ("update", ELEVEN, None, None)
    assert told(middle) == ("update", TEN, ELEVEN, "Sag 4711")
    assert told(oldest) == ("create", NINE, TEN, None)
    assert (newest["changed"], middle["changed"]) == (["version"], ["criticality", "findingCount", "findings", "name"])
    assert newest["revision"] == changed["revision"]
    assert oldest["revision"] == system["revision"]
    assert {item["actor"] for item in listed["items"]} == {api.read("/v1/changes")["items"][-1]["actor"]}


def test_first_version_names_what_the_card_said_but_no_stamps(sqlite_api: Api) -> None:
    system = sqlite_api.system()
    (made,) = history(sqlite_api, system)
    said = {key for key, value in system.items() if value is not None} - {"revision", "updatedAt"}
    assert said <= set(made["changed"]) <= system.keys() - {"revision", "updatedAt"}
    assert made["changed"] == sorted(made["changed"])


def test_each_version_is_the_card_that_was_known_at_its_instant(api: Api) -> None:
    system = api.system("Alfa")
    for name in ("Beta", "Gamma"):
        api.time.advance(hours=1)
        api.patch(path_of(system), {"name": name})
    versions = history(api, system)
    cards = [api.read(path_of(system), knownAt=version["at"]) for version in versions]
    assert [card["name"] for card in cards] == ["Gamma", "Beta", "Alfa"]
    assert [card["revision"] for card in cards] == [version["revision"] for version in versions]


def test_actor_is_the_token_that_wrote(api: Api) -> None:
    registrar = api.as_role(Role.REGISTRAR)
    system = api.system()
    registrar.patch(path_of(system), {"notes": "Rettet."})
    newest, oldest = history(api, system)
    assert "registrar" in newest["actor"]
    assert oldest["actor"] == history(api, api.system())[0]["actor"]
    assert newest["actor"] != oldest["actor"]


def test_what_belongs_to_the_system_makes_versions_too(api: Api) -> None:
    system, position = api.system(criticality="notCritical"), api.position(2)
    held = api.assign(system, position, "fix")
    line = api.budget(system, estimatedDkk=100)
    api.patch(f"/v1/budget-lines/{line['id']}", {"allocatedDkk": 100})
    api.delete(f"/v1/responsibilities/{held['id']}")
    actions = [item["action"] for item in history(api, system)]
    assert actions == ["update"] * 4 + ["create"]
    deleted, allocated, estimated, assigned, _ = (item["changed"] for item in history(api, system))
    assert "duties" in assigned
    assert "funding" not in assigned
    assert {"funding"} <= set(estimated) <= {"funding", "findings"}
    assert set(allocated) == {"funding", "findings", "findingCount"}
    assert "duties" in deleted


def test_change_of_the_organisation_is_a_version_by_whoever_made_it(api: Api) -> None:
    steward = api.as_role(Role.STEWARD)
    unit = api.unit("Ydelser")
    position, person = api.position(2, unit, title="Chef"), api.person("Person 1", phone="12 34 56 78")
    api.hold(position, person)
    owned, other = api.system(criticality="businessCritical"), api.system()
    api.assign(owned, position)
    before = len(history(api, owned))
    reason = {"headers": {"Change-Reason": "Gift"}}
    for number, (path, values, key) in enumerate(
        (
            (f"/v1/people/{person['id']}", {"name": "Person 1 Ny"}, "owner"),
            (f"/v1/units/{unit['id']}", {"name": "Borger"}, "owner"),
            (f"/v1/positions/{position['id']}", {"title": "Direktør"}, "owner"),
        ),
        start=1,
    ):
        api.time.advance(hours=1)
        assert steward.patch(path, values, **reason).status_code == 200
        newest = history(api, owned)[0]
        assert (newest["action"], newest["reason"], newest["until"]) == ("update", "Gift", None)
        assert newest["at"] == f"2026-03-02T{9 + number:02}:00:00Z"
        assert newest["changed"] == [key]
        assert "steward" in newest["actor"]
        assert len(history(api, owned)) == before + number
    assert len(history(api, other)) == 1


def test_day_and_rules_that_change_a_card_are_told_apart_from_people(api: Api) -> None:
    system = api.system(phasedOutOn="2026-03-02")
    quiet = api.system()
    api.time.advance(days=1)
    newest, oldest = history(api, system)
    assert told(newest) == ("evaluate", "2026-03-03T09:00:00Z", None, None)
    assert newest["actor"] == "register"
    assert newest["changed"] == ["findingCount", "findings"]
    assert "LIF001" in api.flagged(system)
    assert told(oldest) == ("create", NINE, "2026-03-03T09:00:00Z", None)
    assert [item["action"] for item in history(api, quiet)] == ["create"]


def test_write_that_says_nothing_new_makes_no_version(sqlite_api: Api) -> None:
    system = sqlite_api.system("Alfa")
    assert sqlite_api.patch(path_of(system), {"name": "Alfa"}).status_code == 200
    sqlite_api.register.evaluate()
    assert len(history(sqlite_api, system)) == 1


def test_pages_of_one_give_what_one_page_gives_both_ways(api: Api) -> None:
    system = api.system("Alfa")
    for number in range(4):
        api.time.advance(hours=1)
        api.patch(path_of(system), {"version": str(number), **({"name": "Beta"} if number == 2 else {})})
    newest_first = history(api, system)
    assert [item["changed"] for item in newest_first][:4] == [
        ["version"],
        ["name", "version"],
        ["version"],
        ["version"],
    ]
    for params, expected in (
        ({}, newest_first),
        ({"sort": "-revision"}, newest_first),
        ({"sort": "revision"}, newest_first[::-1]),
    ):
        assert history(api, system, **params) == expected
        for limit in (1, 2):
            found: list[dict[str, Any]] = []
            cursor: dict[str, Any] = {}
            while True:
                page = api.read(f"{path_of(system)}/history", limit=limit, **params, **cursor)
                assert page["total"] == 5
                found += page["items"]
                if page["nextCursor"] is None:
                    break
                cursor = {"cursor": page["nextCursor"]}
            assert found == expected, (params, limit)


def test_link_leads_to_the_older_versions(sqlite_api: Api) -> None:
    system = sqlite_api.system("Alfa")
    sqlite_api.patch(path_of(system), {"name": "Beta"})
    first = sqlite_api.get(f"{path_of(system)}/history", params={"limit": 1})
    link = first.headers["link"].split(">")[0].removeprefix("<")
    assert [item["action"] for item in first.json()["items"]] == ["update"]
    assert [item["action"] for item in sqlite_api.read(link)["items"]] == ["create"]


def test_fields_narrow_the_items_and_unknown_names_are_refused(sqlite_api: Api) -> None:
    system = sqlite_api.system()
    assert history(sqlite_api, system, fields="at,action") == [{"at": NINE, "action": "create"}]
    for key in ("fields", "sort"):
        answer = sqlite_api.get(f"{path_of(system)}/history", params={key: "colour"})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, f"?{key}")
    assert sqlite_api.get(f"{path_of(system)}/history", params={"knownAt": NINE}).status_code == 400


def test_history_of_a_deleted_system_is_kept(api: Api) -> None:
    system = api.system("Alfa", lifecycle="planned")
    api.time.advance(hours=1)
    api.patch(path_of(system), {"name": "Beta"})
    before = history(api, system)
    api.time.advance(hours=1)
    assert api.delete(path_of(system)).status_code == 204
    newest, oldest = history(api, system)
    assert (newest["until"], before[0]["until"]) == (ELEVEN, None)
    assert [{**newest, "until": None}, oldest] == before
    assert api.get(path_of(system)).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.READER, 403),
        (Role.OWNER, 403),
        (Role.COORDINATOR, 200),
        (Role.REGISTRAR, 200),
        (Role.STEWARD, 200),
        (Role.ADMIN, 200),
    ],
)
def test_who_may_see_the_history(sqlite_api: Api, role: Role, status: int) -> None:
    system = sqlite_api.system()
    asking = sqlite_api.as_role(role)
    with no_trace(sqlite_api):
        answer = asking.get(f"{path_of(system)}/history")
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["code"] == "forbidden"
        # Nor whether there is such a system; owners, who see that of their own, are told like everyone who reads cards.
        assert asking.get(f"/v1/systems/{UNKNOWN}/history").status_code == (404 if role is Role.OWNER else 403)
    else:
        assert [item["action"] for item in answer.json()["items"]] == ["create"]


def test_history_of_what_never_was_is_not_found(sqlite_api: Api) -> None:
    unit = sqlite_api.unit()
    for missing in (UNKNOWN, unit["id"]):
        answer = sqlite_api.get(f"/v1/systems/{missing}/history")
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert sqlite_api.get("/v1/systems/nonsense/history").status_code == 400
    assert sqlite_api.client.get(f"/v1/systems/{UNKNOWN}/history", headers={"Authorization": ""}).status_code == 401


def test_tag_of_the_history_holds_until_the_next_version(sqlite_api: Api) -> None:
    system, other = sqlite_api.system("Alfa"), sqlite_api.system()
    path = f"{path_of(system)}/history"
    tag = sqlite_api.get(path).headers["etag"]
    sqlite_api.patch(path_of(other), {"name": "Beta"})
    assert sqlite_api.get(path, headers={"If-None-Match": tag}).status_code == 304
    sqlite_api.patch(path_of(system), {"name": "Gamma"})
    moved = sqlite_api.get(path, headers={"If-None-Match": tag})
    assert (moved.status_code, moved.json()["total"]) == (200, 2)
