"""What every page is sent with, who gets in, and whose forms are taken."""

import gzip
from collections.abc import Callable
from typing import Any

import brotli
import pytest

from app.vocabulary import Role
from tests.support.api import Api
from tests.support.browsing import HERE, OWN_FORM, Tab, WebPage
from tests.support.refusals import no_trace
from tests.support.warm import make_client
from tests.web.borough import LENE, MAJA, Borough

one_database = pytest.mark.one_database("headers and cookies are made without one")
PAGES = ("/", "/systemer", "/mit", "/import", "/akut", "/administration")
ELSEWHERE = (
    "//evil.example",
    "https://evil.example/",
    "/\\evil.example",
    "\\/evil.example",
    "///evil.example",
    "/\t/evil.example",
    "/x\r\nSet-Cookie: a=b",
    "/\x00",
    "javascript:alert(1)",
    "mit",
    "",
    "/log-ind?naeste=/log-ind",
)


@one_database
def test_every_page_forbids_what_is_not_its_own(town: Borough) -> None:
    for tab, paths in (
        (town.tab(Role.ADMIN), [*PAGES, "/systemer/x", "/fund/OWN999"]),
        (Tab(town.api), ["/log-ind", "/mit"]),
    ):
        for path in paths:
            headers = tab.get(path).headers
            policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
            assert policy["default-src"] == "'self'", path
            assert (policy["object-src"], policy["base-uri"], policy["frame-ancestors"]) == ("'none'",) * 3
            assert "unsafe" not in headers["content-security-policy"]
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["x-frame-options"] == "DENY"
            assert headers["referrer-policy"] == "same-origin"
            assert headers["cache-control"] in {"no-store", "private, no-cache", "no-cache"}, (
                path,
                headers["cache-control"],
            )


@one_database
def test_no_page_sets_a_cookie(town: Borough) -> None:
    tab = town.tab(Role.ADMIN)
    for address in town.addresses():
        assert "set-cookie" not in tab.get(address).headers, address


@one_database
@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_has_not_changed_is_not_sent_again(town: Borough, path: str) -> None:
    tab = town.tab(Role.ADMIN)
    first = tab.get(path)
    if "etag" not in first.headers:
        pytest.fail(f"{path} has no tag")
    again = tab.get(path, if_none_match=first.headers["etag"])
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert tab.get(path, if_none_match='"another"').status_code == 200


@one_database
def test_a_page_is_packed_once(town: Borough) -> None:
    for _ in range(30):
        town.api.system(lifecycle="inOperation")
    tab = town.tab(Role.ADMIN)
    whole = tab.get("/systemer", accept_encoding="identity")
    assert "content-encoding" not in whole.headers
    for coding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        with tab.client.stream("GET", "/systemer", headers={"Accept-Encoding": coding}) as answer:
            packed = b"".join(answer.iter_raw())
            assert answer.headers["content-encoding"] == coding
            assert unpack(packed) == whole.content
            assert int(answer.headers["content-length"]) == len(packed) < len(whole.content)
            assert "Accept-Encoding" in answer.headers["vary"]


@one_database
def test_head_is_get_without_the_page(town: Borough) -> None:
    tab = town.tab(Role.ADMIN)
    for path in PAGES:
        whole, head = (
            tab.get(path, accept_encoding="identity"),
            tab.client.head(path, headers={"Accept-Encoding": "identity"}),
        )
        assert (head.status_code, head.content) == (200, b""), path
        assert head.headers["content-length"] == whole.headers["content-length"]


@one_database
def test_the_cookie_is_kept_from_scripts_and_from_other_sites(town: Borough) -> None:
    secret = town.tab(Role.READER).secret
    # Behind a proxy the server takes the scheme from X-Forwarded-Proto before the program is asked.
    for scheme, secure in (("http", False), ("https", True)):
        client = make_client(town.api.app, "")
        client.base_url = f"{scheme}://testserver"
        client.follow_redirects = False
        answer = client.post("/log-ind", data={"adgangsnoegle": secret}, headers={"Origin": f"{scheme}://testserver"})
        (cookie,) = answer.headers.get_list("set-cookie")
        flags = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"httponly", "samesite=lax", "path=/"} <= flags
        assert ("secure" in flags) is secure
        assert not {flag for flag in flags if flag.startswith(("domain", "expires", "max-age"))}, (
            "it goes with the browser"
        )
        assert answer.headers["cache-control"] == "no-store"


@one_database
@pytest.mark.parametrize("address", ELSEWHERE)
def test_after_signing_in_nobody_is_sent_to_another_place(town: Borough, address: str) -> None:
    tab = Tab(town.api)
    secret = town.tab(Role.READER).secret
    answer = tab.post("/log-ind", [("naeste", address), ("adgangsnoegle", secret)])
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert len(answer.headers.get_list("set-cookie")) == 1


@one_database
def test_after_signing_in_the_reader_is_where_they_wanted_to_be(town: Borough) -> None:
    tab = Tab(town.api)
    page = tab.follow(tab.get("/systemer?q=Nødkald&lifecycle=inOperation"))
    assert page.heading == "Log ind i ansvarsregistret"
    landed = page.send({"adgangsnoegle": town.tab(Role.READER).secret})
    assert landed.path == "/systemer?q=N%C3%B8dkald&lifecycle=inOperation"
    assert landed.heading == "1 system"


@one_database
def test_a_wrong_token_is_refused_without_saying_which(town: Borough) -> None:
    tab = Tab(town.api)
    for wrong in ("", "ansvar_forkert", "x" * 5_000, "æ\x00", "<script>"):
        page = tab.open("/log-ind?naeste=/mit")
        answer = WebPage(tab.post("/log-ind", page.form().filled({"adgangsnoegle": wrong})), tab)
        assert answer.status == 401
        assert answer.faults
        assert answer.form().value("naeste") == "/mit"
        assert answer.form().value("adgangsnoegle") == ""
        assert "set-cookie" not in answer.answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": f"{HERE}.evil.example"},
        {"Origin": f"{HERE}:81"},
        {"Origin": HERE, "Sec-Fetch-Site": "cross-site"},
        {"Origin": HERE, "Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_form_from_elsewhere_is_refused_and_leaves_no_trace(town: Borough, headers: dict[str, str]) -> None:
    tab = town.owner(MAJA)
    form = tab.open(f"/tilbud/{town.made['offer']['id']}").form(f"/tilbud/{town.made['offer']['id']}/overtag")
    with no_trace(town.api):
        answer = tab.post(form.action, form.fields, headers=headers)
    assert answer.status_code == 403
    assert "kom ikke fra denne side" in WebPage(answer, tab).text


def test_without_an_origin_a_form_has_to_carry_what_the_page_said(town: Borough) -> None:
    tab, other = town.owner(MAJA), town.owner(LENE)
    form = tab.open(f"/tilbud/{town.made['offer']['id']}").form(f"/tilbud/{town.made['offer']['id']}/overtag")
    theirs = other.open("/mit").form("/mit/fravaer").value("csrf")
    rest = [(name, value) for name, value in form.fields if name != "csrf"]
    with no_trace(town.api):
        for wrong in ([], [("csrf", "")], [("csrf", theirs)], [("csrf", "æ")]):
            assert tab.post(form.action, [*rest, *wrong], headers={}).status_code == 403
    assert tab.post(form.action, form.fields, headers={}).status_code == 303


@one_database
def test_signing_out_and_in_from_elsewhere_is_refused(town: Borough) -> None:
    tab = town.tab(Role.READER)
    tab.post("/log-ud", [], headers={"Origin": "https://evil.example"})
    evil = Tab(town.api)
    answer = evil.post("/log-ind", [("adgangsnoegle", tab.secret)], headers={"Origin": "https://evil.example"})
    assert "set-cookie" not in answer.headers


@one_database
def test_whoever_signs_out_is_out_in_every_tab(town: Borough) -> None:
    tab = town.tab(Role.READER)
    other = tab.also(town.api)
    answer = tab.post("/log-ud", [("csrf", "")])
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert tab.follow(answer).text.startswith("Du er logget ud.")
    for each in (tab, other):
        assert each.get("/systemer").headers["location"].startswith("/log-ind")


def test_a_revoked_token_leads_to_the_sign_in_with_the_next_page(town: Borough) -> None:
    tab = town.tab(Role.READER)
    tokens = town.api.read("/v1/tokens", limit=200)["items"]
    (token_id,) = [token["id"] for token in tokens if token["name"] == "Prøveadgang"]
    assert tab.get("/systemer").status_code == 200
    town.api.delete(f"/v1/tokens/{token_id}")
    answer = tab.get("/systemer")
    assert (answer.status_code, answer.headers["location"]) == (303, "/log-ind?naeste=/systemer")
    assert tab.post("/mit/fravaer", [("fra", "2026-04-01")]).status_code == 401


def test_a_kept_page_is_made_anew_after_a_write_of_another_process(town: Borough, make_api: Callable[..., Api]) -> None:
    tab = town.tab(Role.READER)
    first = tab.get("/systemer")
    assert tab.get("/systemer").content == first.content
    make_api().system("Parkeringslog", lifecycle="inOperation")
    again = tab.get("/systemer", if_none_match=first.headers["etag"])
    assert again.status_code == 200
    assert "Parkeringslog" in again.text
    assert "11 systemer" in WebPage(again, tab).heading


@one_database
def test_a_kept_page_is_nobody_elses(town: Borough) -> None:
    pages = {}
    for role in Role:
        for number in range(2):
            tab = town.tab(role)
            if role is not Role.ON_CALL:
                pages[role, number] = tab.get("/systemer")
                form = (
                    tab.open("/systemer").root.one("form", class_="out").one("input", name="csrf").attributes["value"]
                )
                assert form in pages[role, number].text
    assert len({page.headers["etag"] for page in pages.values()}) == len(pages)
    assert "til Excel" in pages[Role.ADMIN, 0].text
    assert "til Excel" not in pages[Role.READER, 0].text


@one_database
def test_the_pages_speak_the_language_that_was_chosen(town: Borough) -> None:
    tab = town.tab(Role.READER)
    assert tab.open("/systemer").root.one("html").get("lang") == "da"
    answer = tab.get("/sprog/en", referer=f"{HERE}/systemer?q=a")
    assert (answer.status_code, answer.headers["location"]) == (303, "/systemer?q=a")
    page = tab.open("/systemer")
    assert page.root.one("html").get("lang") == page.answer.headers["content-language"] == "en"
    assert tab.get("/sprog/da", referer="https://evil.example/mit").headers["location"] == "/"
    assert tab.open("/systemer").root.one("html").get("lang") == "da"


@one_database
def test_a_session_is_no_way_into_the_interface(town: Borough) -> None:
    tab = town.tab(Role.ADMIN)
    assert tab.get("/v1/systems").status_code == 401
    assert tab.client.post("/v1/systems", json={"name": "a", "description": "b"}, headers=OWN_FORM).status_code == 401


@one_database
def test_whoever_guesses_tokens_in_the_form_has_to_wait(make_api: Any) -> None:
    api = make_api(wrong_tokens_per_minute=2)
    tab = Tab(api)
    for _ in range(2):
        assert tab.post("/log-ind", [("adgangsnoegle", "ansvar_forkert")]).status_code == 401
    refused = tab.post("/log-ind", [("adgangsnoegle", "ansvar_forkert")])
    assert (refused.status_code, "Prøv igen om" in refused.text) == (429, True)
    assert tab.get("/log-ind?engangskode=gaet").status_code == 429
