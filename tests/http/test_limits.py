"""Quotas by token and by address, and what happens to whoever guesses tokens."""

from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.core.config import Settings
from app.core.errors import TooManyRequests
from app.http.limits import Quota, Quotas
from app.vocabulary import Role
from tests.support.api import Api, open_begun_api

LIST = "/v1/systems"
pytestmark = pytest.mark.one_database("a refused request never comes to the database")


@pytest.fixture
def limited(sqlite_url: str) -> Iterator[Callable[..., Api]]:
    made: list[Api] = []

    def make(**settings: int) -> Api:
        made.append(open_begun_api(sqlite_url, **settings))
        return made[-1]

    yield make
    for api in made:
        api.register.database.dispose()


def test_a_token_has_its_quota_and_is_told_of_it(limited: Callable[..., Api]) -> None:
    api = limited(token_requests_per_minute=3)
    first = api.get(LIST)
    assert first.headers["ratelimit-policy"] == '"token";q=3;w=60'
    assert first.headers["ratelimit"].startswith('"token";r=2;t=')
    assert [api.get(LIST).status_code for _ in range(3)] == [200, 200, 429]
    refused = api.get(LIST)
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["code"] == "too-many-requests"
    assert 1 <= int(refused.headers["retry-after"]) <= 20
    assert refused.headers["ratelimit"].startswith('"token";r=0;t=')
    # However the header is written, it is the same token.
    _, secret = api.client.headers["authorization"].split()
    for written in (f"bearer  {secret}", f"BEARER {secret} ", f"Bearer \u00a0{secret}".encode("latin-1")):
        assert api.get(LIST, headers={"Authorization": written}).status_code == 429


def test_another_token_and_the_health_are_not_refused(limited: Callable[..., Api]) -> None:
    api = limited(token_requests_per_minute=1)
    api.get(LIST)
    assert api.get(LIST).status_code == 429
    assert api.as_role(Role.READER).get(LIST).status_code == 200
    assert {api.get(path).status_code for path in ("/health/live", "/health/ready", "/metrics")} == {200}


def test_an_address_has_a_quota_of_all_its_tokens(limited: Callable[..., Api]) -> None:
    api = limited(address_requests_per_minute=2)
    reader = api.as_role(Role.READER)
    assert [one.get(LIST).status_code for one in (api, reader, api, reader)] == [200, 200, 429, 429]
    another = TestClient(api.app, headers=dict(api.client.headers), client=("192.0.2.7", 1))
    assert another.get(LIST).headers["ratelimit"].startswith('"address";r=1;')
    # Nobody believes this header unless a setting names the proxy.
    assert api.get(LIST, headers={"X-Forwarded-For": "192.0.2.8"}).status_code == 429


def test_who_guesses_tokens_is_refused_and_right_tokens_are_not(limited: Callable[..., Api]) -> None:
    api = limited(wrong_tokens_per_minute=3)
    reader = api.as_role(Role.READER)
    assert api.get(LIST).status_code == 200
    guesses = [api.get(LIST, headers={"Authorization": f"Bearer ansvar_{n}"}).status_code for n in range(5)]
    assert guesses == [401, 401, 401, 429, 429]
    assert api.get(LIST).status_code == 200
    # One that was not right before is no better than a guess, until the minute is over.
    assert reader.get(LIST).status_code == 429
    elsewhere = TestClient(api.app, headers=dict(reader.client.headers), client=("192.0.2.7", 1))
    assert elsewhere.get(LIST).status_code == 200


def test_a_page_without_authentication_makes_no_token_right(limited: Callable[..., Api]) -> None:
    api = limited(wrong_tokens_per_minute=1)
    wrong = {"Authorization": "Bearer ansvar_x"}
    assert api.get("/openapi.json", headers=wrong).status_code == 200
    assert [api.get(LIST, headers=wrong).status_code for _ in range(2)] == [401, 429]


def test_without_limits_nothing_is_said_of_them(sqlite_api: Api) -> None:
    assert "ratelimit" not in sqlite_api.get(LIST).headers


def test_the_defaults_leave_a_script_and_a_dashboard_alone() -> None:
    seconds = 0.0
    limits = Quotas(Settings(), lambda: seconds)
    scope = {"path": LIST, "client": ("192.0.2.1", 1), "headers": [(b"authorization", b"Bearer ansvar_x")]}
    for number in range(30_000):
        seconds = number / 50
        limits.enter(scope)
    for _ in range(3_000):
        limits.enter(scope)


def test_addresses_of_one_network_are_one_caller() -> None:
    limits = Quotas(Settings(address_requests_per_minute=1), lambda: 0.0)
    limits.enter({"path": LIST, "client": ("2001:db8::1", 1), "headers": []})
    with pytest.raises(TooManyRequests):
        limits.enter({"path": LIST, "client": ("2001:db8::ffff:2", 1), "headers": []})
    limits.enter({"path": LIST, "client": ("2001:db8:0:1::1", 1), "headers": []})


@given(st.integers(1, 50), st.lists(st.floats(0, 30), max_size=200), st.floats(0, 1e6))
def test_no_minute_holds_more_than_two_quotas(quantity: int, pauses: list[float], start: float) -> None:
    quota, now, taken = Quota("x", quantity), start, []
    for pause in [0.0, *pauses]:
        now += pause
        if quota.left("a", now)[0] >= 0:
            taken.append(now)
    assert taken
    for first in taken:
        assert sum(first <= one < first + 60 for one in taken) <= 2 * quantity


def test_callers_are_forgotten_before_they_fill_the_memory() -> None:
    quota = Quota("x", 1000)
    for number in range(30_000):
        quota.left(number, 0.0)
    assert len(quota.free_at) <= 10_000
