"""People sign in to the pages with a login provider."""

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest
from pydantic import SecretStr

from app.core.config import Settings
from app.web.signing_in.provider import CALLBACK
from tests.security.visitors import SESSIONS, rows
from tests.web.signing_in.browsers import HERE, Browser, refused
from tests.web.signing_in.login_provider import CLIENT, SECRET, LoginProvider


def test_a_person_signs_in_and_is_known_and_leaves(browser: Browser) -> None:
    person = browser.api.person("Kirsten Holm", email="kirsten@kommune.example")
    answer = browser.signs_in("/mit")
    assert (answer.status_code, answer.headers["location"]) == (303, "/mit")
    assert browser.get("/mit").status_code == 200
    assert browser.is_inside()
    left = browser.client.post("/log-ud", headers={"Origin": HERE}, follow_redirects=False)
    assert left.status_code == 303
    assert not browser.is_inside()
    (row,) = rows(browser.api, SESSIONS)
    assert (row["person_id"], row["ended_at"] is not None) == (person["id"], True)


def test_the_form_offers_the_provider_only_where_there_is_one(open_browser: Callable[..., Browser]) -> None:
    assert 'href="/log-ind/udbyder?naeste=%2F"' in open_browser().get("/log-ind").text
    without = open_browser(oidc_client_id=None)
    assert "udbyder" not in without.get("/log-ind").text
    assert without.get("/log-ind/udbyder").status_code == 404
    assert without.get(CALLBACK).status_code == 404


def test_no_secret_of_the_attempt_stands_in_an_address(browser: Browser) -> None:
    sent = browser.get("/log-ind/udbyder")
    cookie = sent.headers["set-cookie"]
    for part in ("HttpOnly", "SameSite=lax", f"Path={CALLBACK}", "Max-Age=600"):
        assert part in cookie
    assert sent.headers["cache-control"] == "no-store"
    back = httpx2.get(sent.headers["location"]).headers["location"]
    browser.get(back)
    verifier = browser.provider.forms[0]["code_verifier"]
    assert len(verifier) >= 43
    assert verifier not in sent.headers["location"] + back
    assert dict(parse_qsl(urlsplit(sent.headers["location"]).query))["scope"] == "openid profile email"


def test_behind_tls_the_cookies_never_travel_without_it(open_browser: Callable[..., Browser]) -> None:
    sent = open_browser("https://register.example").get("/log-ind/udbyder")
    assert "Secure" in sent.headers["set-cookie"]
    back = dict(parse_qsl(urlsplit(sent.headers["location"]).query))["redirect_uri"]
    assert back == f"https://register.example{CALLBACK}"


@pytest.mark.parametrize("ways", [None, ["client_secret_basic", "client_secret_post"], ["client_secret_post"]], ids=str)
def test_a_confidential_client_shows_its_secret_as_the_provider_wants(
    open_browser: Callable[..., Browser], provider: LoginProvider, ways: list[str] | None
) -> None:
    provider.secret = SECRET
    provider.said["token_endpoint_auth_methods_supported"] = ways
    browser = open_browser(oidc_client_secret=SecretStr(SECRET))
    browser.signs_in()
    assert browser.is_inside()
    assert ("client_secret" in provider.forms[0]) is (ways == ["client_secret_post"])


def test_a_wrong_secret_is_the_operators_fault_and_is_not_logged(
    open_browser: Callable[..., Browser], provider: LoginProvider, caplog: pytest.LogCaptureFixture
) -> None:
    provider.secret = SECRET
    with caplog.at_level(logging.DEBUG):
        refused(
            open_browser(oidc_client_secret=SecretStr("wrong-one")).signs_in(),
            503,
            "Sig det til dem, der driver registret",
        )
    assert "refuses the register as a client ('invalid_client')" in caplog.text
    assert "wrong-one" not in caplog.text
    assert "wrong-one" not in repr(Settings(oidc_client_secret=SecretStr("wrong-one")))


@pytest.mark.parametrize("identity", [{"aud": [CLIENT]}, {"aud": [CLIENT, "x"], "azp": CLIENT}, {"typ": "ID"}], ids=str)
def test_an_id_token_may_say_more(browser: Browser, identity: dict[str, Any]) -> None:
    browser.provider.identity = identity
    browser.signs_in()
    assert browser.is_inside()


@pytest.mark.parametrize(
    ("access", "identity", "roles"),
    [
        ({"roles": ["readers", "stewards"]}, {"roles": ["readers"]}, {"reader", "steward"}),
        ({"aud": "https://graph.example"}, {"roles": ["stewards"]}, {"steward"}),
        ({"exp": 1}, {"roles": ["stewards"]}, {"steward"}),
    ],
    ids=["for the register", "for another service", "expired"],
)
def test_roles_come_from_the_access_token_where_it_is_for_the_register(
    open_browser: Callable[..., Browser],
    provider: LoginProvider,
    access: dict[str, Any],
    identity: dict[str, Any],
    roles: set[str],
) -> None:
    browser = open_browser(oidc_roles='{"readers": "reader", "stewards": "steward"}')
    provider.access, provider.identity = access, identity
    browser.signs_in()
    (row,) = rows(browser.api, SESSIONS)
    for role in ("reader", "steward"):
        assert (f'"{role}"' in row["account"]) is (role in roles)


def test_an_opaque_access_token_leaves_it_to_the_id_token(browser: Browser) -> None:
    browser.provider.opaque = True
    browser.signs_in()
    assert browser.is_inside()


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/%5Cevil.example", "/log-ud%0d%0aX: y"])
def test_nobody_is_sent_on_to_another_site(browser: Browser, onward: str) -> None:
    assert browser.signs_in(onward).headers["location"] == "/"


def test_a_very_long_address_to_go_on_to_does_not_keep_anyone_out(browser: Browser) -> None:
    assert browser.signs_in(f"/systemer?q={'x' * 3000}").headers["location"] == "/"
