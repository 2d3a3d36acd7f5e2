"""Paths as they are sent: encoded slashes, bytes that are no text, slashes at the end."""

from urllib.parse import quote

import pytest

from app.http.paths import following
from tests.support.api import Api

pytestmark = pytest.mark.one_database("paths are read around the routes, not in the database")

KEYS = ["a/b", "/", "x/escalation", "%2F", "a%2Fb", "100%", "å/æ", "a?b#c", "a/b/c"]


def by_key(source: str, external_id: str) -> str:
    return f"/v1/systems/by-key/{quote(source, safe='')}/{quote(external_id, safe='')}"


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("source", ["cmdb", "cm/db", "%2F"])
def test_key_with_a_slash_reaches_its_system(api: Api, source: str, key: str) -> None:
    api.hold(api.position())
    system = api.system(source=source, externalId=key)
    path = by_key(source, key)
    assert api.read(path)["id"] == system["id"]
    changed = api.client.put(path, json={"notes": "n"})
    assert (changed.status_code, changed.json()["externalId"]) == (200, key)
    assert changed.headers["location"] == f"/v1/systems/{system['id']}"
    assert api.read(f"{path}/escalation", duty="fix")["systemId"] == system["id"]
    assert api.client.head(f"{path}/escalation?duty=fix").status_code == 200


def test_key_with_a_slash_is_made_by_put_as_it_is(api: Api) -> None:
    made = api.client.put(by_key("s/t", "a/b"), json={"name": "A", "description": "B"})
    assert made.status_code == 201
    assert (made.json()["source"], made.json()["externalId"]) == ("s/t", "a/b")
    assert api.read("/v1/systems", externalId="a/b")["total"] == 1


def test_key_and_its_sub_resource_are_kept_apart(api: Api) -> None:
    api.hold(api.position())
    plain = api.system(source="cmdb", externalId="x")
    nested = api.system(source="cmdb", externalId="x/escalation")
    assert api.read(by_key("cmdb", "x/escalation"))["id"] == nested["id"]
    assert api.read("/v1/systems/by-key/cmdb/x/escalation", duty="fix")["systemId"] == plain["id"]
    assert api.get(by_key("cmdb", "x/y")).status_code == 404
    assert api.client.options(by_key("cmdb", "x/escalation")).headers["allow"] == "GET, HEAD, OPTIONS, PUT"


def test_answers_kept_in_memory_tell_an_encoded_slash_from_a_plain_one(api: Api) -> None:
    api.system(source="cmdb", externalId="a%2Fb")
    nested = api.system(source="cmdb", externalId="a/b")
    for _ in range(2):
        assert api.read(by_key("cmdb", "a/b"))["id"] == nested["id"]
        assert api.read(by_key("cmdb", "a%2Fb"))["id"] != nested["id"]


def test_problem_names_the_path_as_it_was_sent(api: Api) -> None:
    for path in ("/v1/systems/by-key/cmdb/a%2Fb", "/v1/no%2Fthing", "/v1/systems/%2F", "/v1/rules/%2F"):
        problem = api.get(path)
        assert problem.status_code in {400, 404}, path
        assert problem.json()["instance"] == path
    assert api.client.patch("/v1/systems/by-key/s/a%2Fb", json={}).json()["instance"] == "/v1/systems/by-key/s/a%2Fb"


def test_encoded_slash_is_no_way_around_the_door(api: Api) -> None:
    for path in ("/v1%2Fsystems", "/%2Fv1/systems", "/v1/systems%2Fby-key/s/e"):
        assert api.get(path).status_code == 404, path


@pytest.mark.parametrize(
    "path",
    [
        "/v1/systems/by-key/x/%E6",
        "/v1/systems/by-key/%E6/x",
        "/v1/systems/by-key/x/%C3",
        "/v1/systems/by-key/x/%ED%B0%AF",
        "/v1/rules/%FF",
        "/v1/%FF",
        "/%FF",
    ],
)
def test_path_that_is_no_utf8_is_refused(api: Api, path: str) -> None:
    for method in ("GET", "PUT", "HEAD", "OPTIONS", "DELETE"):
        answer = api.client.request(method, path, json={"name": "A", "description": "B"} if method == "PUT" else None)
        assert answer.status_code == 400, method
        assert answer.headers["content-type"] == "application/problem+json"
        if method != "HEAD":
            assert answer.json()["instance"] == path
            assert answer.json()["errors"][0]["code"] == "bad-encoding"
    assert api.read("/v1/systems")["total"] == 0


def test_slash_at_the_end_is_another_path_whatever_the_method(api: Api) -> None:
    system = api.system()["id"]
    for path in ("/v1/systems/", f"/v1/systems/{system}/", "/v1/systems//", "//v1/systems", "/health/live/"):
        for method in ("GET", "HEAD", "OPTIONS", "POST", "DELETE"):
            answer = api.client.request(method, f"http://testserver{path}", follow_redirects=False)
            assert answer.status_code == 404, (method, path)
            assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("query", "following_query"),
    [
        ("limit=1", "limit=1&cursor=next"),
        ("limit=1&cursor=before&sort=-name", "limit=1&sort=-name&cursor=next"),
        ("%63ursor=before&limit=1", "limit=1&cursor=next"),
        ("q=b%C3%B8rn+og%20unge&limit=1", "q=b%C3%B8rn+og%20unge&limit=1&cursor=next"),
        ('q=a>; rel="x&limit=1', "q=a%3E;%20rel=%22x&limit=1&cursor=next"),
        ("q=b\u00f8rn&limit=1", "q=b%C3%B8rn&limit=1&cursor=next"),
    ],
)
def test_next_page_is_asked_for_as_this_one_was(query: str, following_query: str) -> None:
    """And nothing that a client writes ends the address in the header before it is over."""
    scope = {"path": "/v1/systems", "raw_path": b"/v1/systems", "query_string": query.encode()}
    assert following(scope, "next") == f"/v1/systems?{following_query}"
