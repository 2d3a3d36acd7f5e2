import base64
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from app.vocabulary import Role
from tests.support.api import Api

pytestmark = pytest.mark.one_database("what HTTP asks of every path is settled around the routes, not in the database")

PROBLEM_KEYS = {"type", "title", "status", "detail", "instance", "code", "errors"}


def refused(response: Any, status: int, pointer: str | None = None) -> dict[str, Any]:
    """The problem of a refusal, checked for its shape."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["api-version"]
    problem: dict[str, Any] = response.json()
    assert set(problem) == PROBLEM_KEYS
    assert problem["status"] == status
    if pointer is not None:
        assert pointer in [fault["pointer"] for fault in problem["errors"]], problem
    return problem


BAD_SYSTEMS: list[tuple[Any, str]] = [
    ({"name": "A", "description": "B", "colour": "red"}, "/colour"),
    ({"description": "B"}, "/name"),
    ({"name": 5, "description": "B"}, "/name"),
    ({"name": "", "description": "B"}, "/name"),
    ({"name": "   ", "description": "B"}, "/name"),
    ({"name": "x" * 201, "description": "B"}, "/name"),
    ({"name": "A\x00", "description": "B"}, "/name"),
    ({"name": "A\nB", "description": "B"}, "/name"),
    ({"name": "A", "description": ""}, "/description"),
    ({"name": "A", "description": "Borger 010170-1234"}, "/description"),
    ({"name": "A", "description": "Borger 0101701234."}, "/description"),
    ({"name": "A", "description": "B", "notes": "311299 1234"}, "/notes"),
    ({"name": "A", "description": "B", "criticalityReason": "610170-1234"}, "/criticalityReason"),
    ({"name": "A", "description": "B", "supplier": "010170-1234"}, "/supplier"),
    ({"name": "A", "description": "B", "alternativeNames": ["ok", "010170-1234"]}, "/alternativeNames/1"),
    ({"name": "A", "description": "B", "source": "s", "externalId": "0101701234"}, "/externalId"),
    ({"name": "A", "description": "B", "source": "s"}, ""),
    ({"name": "A", "description": "B", "criticality": "high"}, "/criticality"),
    ({"name": "A", "description": "B", "takenIntoUseOn": 5}, "/takenIntoUseOn"),
    ({"name": "A", "description": "B", "takenIntoUseOn": "01-02-2020"}, "/takenIntoUseOn"),
    ({"name": "A", "description": "B", "takenIntoUseOn": "2020-02-30"}, "/takenIntoUseOn"),
    ({"name": "A", "description": "B", "takenIntoUseOn": "2020-02-02", "phasedOutOn": "2019-01-01"}, ""),
    ({"name": "A", "description": "B", "personalData": ["none", "cpr"]}, "/personalData"),
    ({"name": "A", "description": "B", "kle": ["5"]}, "/kle/0"),
    ({"name": "A", "description": "B", "unitId": "nonsense"}, "/unitId"),
    ({"name": "A", "description": "B", "unitId": "01890a5d-ac96-774b-bcce-b302099a8057"}, "/unitId"),
    ({"name": "A", "description": "B", "usingUnitIds": ["01890a5d-ac96-774b-bcce-b302099a8057"]}, "/usingUnitIds/0"),
    ({"name": "A", "description": "B", "documentationUrl": "javascript:alert(1)"}, "/documentationUrl"),
    ([], ""),
    ("text", ""),
    (None, ""),
]


@pytest.mark.parametrize(("body", "pointer"), BAD_SYSTEMS)
def test_bad_body_is_refused_with_a_pointer_and_leaves_no_trace(api: Api, body: Any, pointer: str) -> None:
    before = api.register.edition()
    refused(api.post("/v1/systems", body), 400, pointer)
    assert api.register.edition() == before
    assert api.read("/v1/systems")["total"] == 0


@pytest.mark.parametrize(
    "text",
    ['{"name": "A"', '{"name": NaN}', "[" * 100_000, '{"name": "\\ud800", "description": "B"}', "\x00"],
)
def test_broken_json_is_refused(api: Api, text: str) -> None:
    refused(api.client.post("/v1/systems", content=text, headers={"Content-Type": "application/json"}), 400)


@pytest.mark.parametrize(
    ("value", "field"),
    [("5", "managementLevel"), (5.5, "managementLevel"), (True, "managementLevel"), (6, "managementLevel")],
)
def test_numbers_are_not_coerced(api: Api, value: Any, field: str) -> None:
    body = {"title": "T", "unitId": api.unit()["id"], field: value}
    refused(api.post("/v1/positions", body), 400, f"/{field}")


@pytest.mark.parametrize("value", ["5", 1.5, -1, False])
def test_money_is_whole_and_never_negative(api: Api, value: Any) -> None:
    path = f"/v1/systems/{api.system()['id']}/budget-lines"
    refused(api.post(path, {"fiscalYear": 2026, "estimatedDkk": value}), 400, "/estimatedDkk")


@pytest.mark.parametrize("number", ["XG-5520000001-00001", "+45 12 34 56 78", "1234567890", "12345678901"])
def test_numbers_that_are_no_cpr_are_let_through(api: Api, number: str) -> None:
    assert api.system(notes=number)["notes"] == number


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("colour=red", "?colour"),
        ("limit=0", "?limit"),
        ("limit=201", "?limit"),
        ("limit=ten", "?limit"),
        ("limit=1&limit=2", "?limit"),
        ("sort=colour", "?sort"),
        ("fields=colour", "?fields"),
        ("cursor=abc", "?cursor"),
        ("cursor=W10", "?cursor"),
        ("cursor=%C3%A6", "?cursor"),
        ("criticality=high", "?criticality"),
        ("hasOwner=maybe", "?hasOwner"),
        ("ownerLevelMin=7", "?ownerLevelMin"),
        ("changedSince=yesterday", "?changedSince"),
        ("unitId=1", "?unitId"),
        ("q=", "?q"),
        ("q=%00", "?q"),
        ("q=%ff", "?q"),
        ("limit=1&q=%ff&sort=%ff", "?q"),
        ("%ffq=1", "?q"),
    ],
)
def test_bad_query_is_refused(api: Api, query: str, pointer: str) -> None:
    refused(api.get(f"/v1/systems?{query}"), 400, pointer)


def test_no_problem_of_a_query_begins_with_a_mark_alone(api: Api) -> None:
    for query in ("=1", "q=%ff", "colour=red", "limit=0"):
        assert not api.get(f"/v1/systems?{query}").json()["detail"].startswith("?:"), query


def test_cursor_of_another_sort_or_with_other_values_is_refused(api: Api) -> None:
    for _ in range(3):
        api.system()
    cursor = api.read("/v1/systems", limit=1)["nextCursor"]
    refused(api.get(f"/v1/systems?limit=1&sort=-severityRank&cursor={cursor}"), 400, "?cursor")
    for forged in ('["name",5,"x"]', '["name",{"a":1},"x"]', '["name"]', '["severityRank",99999999999999999999,"x"]'):
        text = base64.urlsafe_b64encode(forged.encode()).decode().rstrip("=")
        refused(api.get(f"/v1/systems?sort={forged[2:6]}&cursor={text}"), 400)


@pytest.mark.parametrize(
    "sort", ["name", "-name", "severityRank", "-severityRank,name", "-updatedAt", "criticality,-name"]
)
def test_paging_meets_every_item_once(api: Api, sort: str) -> None:
    made = {api.system(name=f"System {number % 3}")["id"] for number in range(7)}
    met: list[str] = []
    path = f"/v1/systems?limit=2&sort={sort}"
    while path:
        response = api.get(path)
        met += [item["id"] for item in response.json()["items"]]
        assert response.json()["total"] == len(made)
        path = response.links.get("next", {}).get("url", "")
    assert sorted(met) == sorted(made)


def test_fields_narrow_the_items(api: Api) -> None:
    system = api.system("A")
    assert api.read("/v1/systems", fields="name,id")["items"] == [{"name": "A", "id": system["id"]}]


def test_entity_tags_of_resource_and_list(api: Api) -> None:
    system = api.system()
    for path in (f"/v1/systems/{system['id']}", "/v1/systems", "/v1/dashboard/summary"):
        tag = api.get(path).headers["etag"]
        assert api.get(path, headers={"If-None-Match": tag}).status_code == 304
        assert api.get(path, headers={"If-None-Match": f'"x", W/{tag}'}).status_code == 304
        assert not api.get(path, headers={"If-None-Match": tag}).content
        api.patch(f"/v1/systems/{system['id']}", {"notes": f"changed for {path}"})
        changed = api.get(path, headers={"If-None-Match": tag})
        assert changed.status_code == 200
        assert changed.headers["etag"] != tag


def test_change_without_if_match_or_with_a_stale_one(api: Api) -> None:
    path = f"/v1/systems/{api.system()['id']}"
    stale = api.get(path).headers["etag"]
    refused(api.client.patch(path, json={"notes": "a"}), 428)
    assert api.client.patch(path, json={"notes": "a"}, headers={"If-Match": stale}).status_code == 200
    refused(api.client.patch(path, json={"notes": "b"}, headers={"If-Match": stale}), 412)
    refused(api.client.delete(path), 428)
    assert api.client.patch(path, json={"notes": "c"}, headers={"If-Match": "*"}).status_code == 200


@pytest.mark.parametrize("spoil", [lambda _: "", lambda tag: tag.strip('"'), lambda tag: f"{tag}, *", lambda _: ","])
def test_if_match_that_is_no_entity_tag_is_malformed(api: Api, spoil: Callable[[str], str]) -> None:
    path = f"/v1/systems/{api.system()['id']}"
    tag = api.get(path).headers["etag"]
    refused(api.client.patch(path, json={"notes": "a"}, headers={"If-Match": spoil(tag)}), 400, "If-Match")
    refused(api.client.delete(path, headers={"If-Match": spoil(tag)}), 400, "If-Match")
    # Where nothing stands, too.
    new = "/v1/systems/by-key/cmdb/1"
    refused(api.client.put(new, json={"name": "A"}, headers={"If-Match": spoil(tag)}), 400, "If-Match")


def test_if_match_with_a_weak_tag_is_told_that_it_never_matches(api: Api) -> None:
    path = f"/v1/systems/{api.system()['id']}"
    tag = api.get(path).headers["etag"]
    weak = api.client.patch(path, json={"notes": "a"}, headers={"If-Match": f"W/{tag}"})
    assert (weak.status_code, "weak" in weak.json()["detail"]) == (412, True)
    several = {"If-Match": f'"other", W/{tag},{tag}'}
    assert api.client.patch(path, json={"notes": "a"}, headers=several).status_code == 200


def test_patch_null_clears_absent_leaves(api: Api) -> None:
    path = f"/v1/systems/{api.system(notes='n', supplier='s', criticality='notCritical')['id']}"
    changed = api.client.patch(
        path,
        content='{"notes": null, "criticality": null}',
        headers={"If-Match": "*", "Content-Type": "application/merge-patch+json"},
    ).json()
    assert (changed["notes"], changed["supplier"], changed["criticality"]) == (None, "s", "unknown")
    refused(api.client.patch(path, json={"name": None}, headers={"If-Match": "*"}), 400, "/name")


def test_head_options_and_allow(api: Api) -> None:
    head = api.client.head("/v1/systems")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == api.get("/v1/systems").headers["etag"]
    options = api.client.options("/v1/systems")
    assert options.status_code == 204
    assert options.headers["allow"] == "GET, HEAD, OPTIONS, POST"
    wrong = api.client.put("/v1/systems", json={})
    refused(wrong, 405)
    assert wrong.headers["allow"] == "GET, HEAD, OPTIONS, POST"


def test_media_types(api: Api) -> None:
    refused(api.client.post("/v1/systems", content="a=b", headers={"Content-Type": "text/plain"}), 415)
    refused(api.get("/v1/systems", headers={"Accept": "text/html"}), 406)
    assert api.get("/v1/systems", headers={"Accept": "text/html, */*;q=0.1"}).status_code == 200


def test_too_large_a_body_is_refused_whatever_it_declares(api: Api) -> None:
    large = b'{"name": "' + b"x" * 1_100_000 + b'"}'
    refused(api.client.post("/v1/systems", content=large, headers={"Content-Type": "application/json"}), 413)
    pieces = (large[start : start + 65_536] for start in range(0, len(large), 65_536))
    refused(api.client.post("/v1/systems", content=pieces, headers={"Content-Type": "application/json"}), 413)


def test_unknown_paths_and_ids(api: Api) -> None:
    refused(api.get("/v1/nothing"), 404)
    refused(api.get("/v1/systems/"), 404)
    refused(api.get("/v1/systems/01890a5d-ac96-774b-bcce-b302099a8057"), 404)
    refused(api.get("/v1/systems/1"), 400)


def test_retry_with_the_same_key_gets_the_first_answer(api: Api) -> None:
    body = {"name": "A", "description": "B"}
    first = api.post("/v1/systems", body, headers={"Idempotency-Key": "k1"})
    again = api.post("/v1/systems", body, headers={"Idempotency-Key": "k1"})
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["location"] == first.headers["location"]
    assert api.read("/v1/systems")["total"] == 1
    problem = refused(api.post("/v1/systems", {**body, "name": "C"}, headers={"Idempotency-Key": "k1"}), 409)
    assert problem["code"] == "idempotency-key-reused"
    assert api.post("/v1/systems", body, headers={"Idempotency-Key": "k2"}).status_code == 201


def test_secret_of_a_token_is_never_kept_for_a_retry(api: Api) -> None:
    body = {"name": "t", "role": "reader", "expiresOn": "2026-12-31"}
    problem = refused(api.post("/v1/tokens", body, headers={"Idempotency-Key": "k"}), 400, "idempotency-key")
    assert problem["code"] == "header-not-supported"
    assert len({api.make("/v1/tokens", body)["secret"] for _ in range(2)}) == 2


def test_reason_is_stored_with_the_change(api: Api) -> None:
    system = api.make(
        "/v1/systems",
        {"name": "A", "description": "B"},
        headers={"Change-Reason": "Besluttet på møde".encode("latin-1")},
    )
    reason = "Ændret på chefmødet".encode()
    path = f"/v1/systems/{system['id']}"
    api.client.patch(path, json={"notes": "n"}, headers=[(b"If-Match", b"*"), (b"Change-Reason", reason)])
    changes = api.read("/v1/changes", resource="system")["items"]
    assert [change["reason"] for change in changes] == ["Besluttet på møde", "Ændret på chefmødet"]
    refused(api.client.patch(path, json={"notes": "m"}, headers={"If-Match": "*", "Change-Reason": "010170-1234"}), 400)


def test_unexpected_failure_tells_nothing(api: Api) -> None:
    @api.app.get("/boom", include_in_schema=False)
    async def boom(request: Request) -> None:
        message = "a secret"
        raise RuntimeError(message)

    problem = refused(api.get("/boom"), 500)
    assert "secret" not in str(problem)


def test_health_and_metrics_need_no_token(api: Api) -> None:
    stranger = TestClient(api.app)
    assert stranger.get("/health/live").json() == {"status": "ok"}
    assert stranger.get("/health/ready").json() == {"status": "ok", "reads": "ok", "writes": "ok"}
    assert "ansvarsregister_requests_total" in stranger.get("/metrics").text
    assert stranger.get("/openapi.json").status_code == 200
    assert stranger.get("/docs").status_code == 200


def test_schema_of_another_release_is_not_ready(api: Api) -> None:
    with api.register.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    problem = refused(api.get("/health/ready"), 503)
    assert "migrate" in problem["detail"]


def test_reader_may_not_write(api: Api) -> None:
    reader = api.as_role(Role.READER)
    assert reader.get("/v1/systems").status_code == 200
    refused(reader.post("/v1/systems", {"name": "A", "description": "B"}), 403)
