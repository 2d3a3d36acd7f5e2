"""Whom the login provider has not just vouched for, here and in this attempt, is not let in, and is told why."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest

from app.web.signing_in.provider import ProviderSignIn
from tests.security.visitors import SESSIONS, rows
from tests.support.provider import public_jwk
from tests.web.signing_in.browsers import Browser, refused
from tests.web.signing_in.login_provider import CLIENT, LoginProvider


def test_an_answer_with_another_state_is_refused(browser: Browser) -> None:
    back = browser.leaves()
    state = dict(parse_qsl(urlsplit(back).query))["state"]
    for other in (state[:-1], f"{state}x", "", "æ"):
        refused(browser.get(back.replace(state, other)), 401, "er ikke begyndt i denne browser")
    assert browser.provider.forms == [], "no code was spent on it"
    assert browser.get(back).status_code == 303, "and whoever did begin it goes on"


@pytest.mark.parametrize("cookie", [None, "x", "W10=", "eyJzdGF0ZSI6IDF9", "bnVsbA==", "x" * 5000, "é"])
def test_without_the_cookie_of_the_attempt_nobody_is_let_in(browser: Browser, cookie: str | None) -> None:
    back = browser.leaves()
    browser.client.cookies.clear()
    headers = {} if cookie is None else {b"cookie": f"{ProviderSignIn.COOKIE}={cookie}".encode()}
    refused(browser.client.get(back, headers=headers), 401, "Log ind igen")
    assert browser.provider.forms == []


def test_a_callback_works_once(browser: Browser) -> None:
    sent = browser.get("/log-ind/udbyder")
    back = httpx2.get(sent.headers["location"]).headers["location"]
    kept = browser.client.cookies.get(ProviderSignIn.COOKIE)
    assert browser.get(back).status_code == 303
    assert browser.client.cookies.get(ProviderSignIn.COOKIE) is None
    refused(browser.get(back), 401, "er ikke begyndt i denne browser")
    again = browser.client.get(back, headers={"Cookie": f"{ProviderSignIn.COOKIE}={kept}"}, follow_redirects=False)
    refused(again, 401, "er allerede brugt")
    assert "<b>no</b>" not in again.text


@pytest.mark.parametrize(
    "identity",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": 7},
        {"aud": "another client"},
        {"aud": [CLIENT, "another"]},
        {"azp": "another client"},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"at_hash": "AAAA"},
        {"typ": "Bearer"},
        {"typ": ["ID"]},
        {"sub": None},
    ],
    ids=str,
)
@pytest.mark.parametrize("opaque", [False, True])
def test_an_id_token_that_says_the_wrong_thing_lets_nobody_in(
    browser: Browser, identity: dict[str, Any], opaque: bool
) -> None:
    browser.provider.identity, browser.provider.opaque = identity, opaque
    refused(browser.signs_in(), 401, "svar kunne ikke godkendes")
    assert not browser.is_inside()


def test_an_id_token_with_another_signature_lets_nobody_in(
    open_browser: Callable[..., Browser], provider: LoginProvider
) -> None:
    provider.keys[0]["n"] = public_jwk("RSA-2")["n"]
    refused(open_browser().signs_in(), 401, "svar kunne ikke godkendes")


@pytest.mark.parametrize("opaque", [False, True])
def test_whoever_has_no_role_is_told_whom_to_ask(
    browser: Browser, opaque: bool, caplog: pytest.LogCaptureFixture
) -> None:
    browser.provider.opaque = opaque
    browser.provider.access = browser.provider.identity = {"roles": ["others"]}
    refused(browser.signs_in(), 403, "Bed dem, der driver det, om en rolle")
    assert "claim `roles`" in caplog.text


def test_a_leaver_is_refused(browser: Browser) -> None:
    browser.api.person("Kirsten Holm", email="kirsten@kommune.example", leavesOn="2026-03-01")
    refused(browser.signs_in(), 401)
    assert rows(browser.api, SESSIONS) == []


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        ("access_denied", 403, "Du afbrød"),
        ("temporarily_unavailable", 503, "Prøv igen om lidt"),
        ("<script>alert(1)</script>", 401, "loggede dig ikke ind"),
    ],
)
def test_what_the_provider_refuses_is_told_in_plain_words(
    browser: Browser, error: str, status: int, words: str
) -> None:
    browser.provider.error = error
    answer = browser.signs_in()
    refused(answer, status, words)
    assert error not in answer.text


def test_an_answer_of_another_provider_or_without_a_code_is_refused(browser: Browser) -> None:
    back = browser.leaves()
    refused(browser.get(back.replace("iss=http", "iss=https")), 401, "loggede dig ikke ind")
    refused(browser.get(back.replace("code=", "kode=")), 401, "loggede dig ikke ind")
    assert browser.provider.forms == []


def test_a_provider_that_was_never_reached_is_said_on_the_form(
    open_browser: Callable[..., Browser], provider: LoginProvider
) -> None:
    provider.down = True
    refused(open_browser().get("/log-ind/udbyder?naeste=/mit"), 503, "Loginudbyderen kan ikke nås", "naeste=%2Fmit")


@pytest.mark.parametrize("said", [{"token_endpoint": "http://keys.example/token"}, {"authorization_endpoint": None}])
def test_nobody_is_sent_where_there_is_no_tls(
    open_browser: Callable[..., Browser], provider: LoginProvider, said: dict[str, Any]
) -> None:
    provider.said.update(said)
    refused(open_browser().get("/log-ind/udbyder"), 503, "Loginudbyderen kan ikke nås")


def test_a_provider_that_goes_away_meanwhile_can_be_tried_again(browser: Browser) -> None:
    back = browser.leaves()
    browser.provider.down = True
    refused(browser.get(back), 503, "Loginudbyderen svarer ikke")
    browser.provider.down = False
    assert browser.get(back).status_code == 303, "the code was not spent"


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ((200, {}), 401),
        ((200, {"id_token": 7, "access_token": 7}), 401),
        ((200, {"id_token": "a.b.c"}), 401),
        ((400, {"error": ["invalid_grant"]}), 401),
        ((500, {"error": "invalid_grant"}), 503),
        ((302, {}), 503),
        ((200, {"padding": "x" * 1_100_000}), 503),
    ],
    ids=lambda value: str(value)[:40],
)
def test_an_answer_that_cannot_be_used_lets_nobody_in(
    browser: Browser, answer: tuple[int, dict[str, Any]], status: int
) -> None:
    browser.provider.answer = answer
    refused(browser.signs_in(), status)
