"""Calls from inside the process bring their caller along; nothing that is sent over the network does."""

from typing import Any

from starlette.types import Receive, Scope, Send

from app.core.identifiers import new_id
from app.security.identity import Identity
from app.vocabulary import Role
from tests.support.api import Api, open_begun_api
from tests.support.client import Client

READER = Identity(new_id(), "Kirsten", frozenset({Role.READER}))


class FromInside:
    """Puts the caller where the pages do."""

    def __init__(self, application: Any, identity: Identity) -> None:
        self._application, self._identity = application, identity

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._application({**scope, "caller": self._identity}, receive, send)


def inside(api: Api, identity: Identity = READER) -> Client:
    return Client(FromInside(api.app, identity))


def test_a_caller_from_inside_needs_no_token_and_has_its_own_rights(api: Api) -> None:
    client = inside(api)
    assert client.get("/v1/me").json()["name"] == "Kirsten"
    assert client.get("/v1/systems").status_code == 200
    assert client.get("/v1/tokens").status_code == 403
    assert client.post("/v1/units", json={"name": "Enhed"}).status_code == 403


def test_a_caller_from_inside_counts_whatever_token_comes_with_it(sqlite_api: Api) -> None:
    client = inside(sqlite_api)
    assert client.get("/v1/me", headers=dict(sqlite_api.client.headers)).json()["name"] == "Kirsten"


def test_headers_and_queries_make_nobody_a_caller(sqlite_api: Api) -> None:
    plain = Client(sqlite_api.app)
    assert plain.get("/v1/systems", headers={"Caller": "Kirsten", "X-Caller": "Kirsten"}).status_code == 401
    assert plain.get("/v1/systems", params={"caller": "Kirsten"}).status_code == 401


def test_callers_from_inside_are_not_counted(sqlite_url: str) -> None:
    api = open_begun_api(sqlite_url, token_requests_per_minute=1, address_requests_per_minute=2)
    client = inside(api)
    answers = [client.get("/v1/me", headers=dict(api.client.headers)) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {200}
    assert not [answer for answer in answers if "ratelimit" in answer.headers]
    assert api.get("/v1/me").status_code == 200
    api.register.database.dispose()
