"""Each helper finds the fault that it is for, on pages made to have it."""

import gzip
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Visit
from tests.browser.looking import Weight, scrolls_sideways, violations, weight
from tests.browser.municipality import links_in
from tests.browser.validity import Checker

SHELL = (
    '<!DOCTYPE html><html lang="da"><head><meta charset="utf-8"><title>Prøve</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1">{head}</head>'
    "<body><main><h1>Prøve</h1>{body}</main></body></html>"
)
FORM = (
    '<form action="/x"><label for="q">Søg</label><input id="q" name="q" type="search" required>'
    '<button type="submit">Søg</button></form><details name="mere"><summary>Mere</summary><p>Tekst</p></details>'
)
#: The policy of the register's own pages allows nothing from elsewhere, and no script in the page.
POLICY = "default-src 'self'"
STYLE = "main { color: black }" * 100
SCRIPT = "/* words */ 1;" * 100


def page_of(body: str, head: str = "") -> str:
    return SHELL.format(head=head, body=body)


class Planted(BaseHTTPRequestHandler):
    """Serves a page that loads a style sheet, two scripts and a picture, all compressed."""

    content = {
        "/": (
            "text/html; charset=utf-8",
            page_of(
                FORM + '<img src="/picture.svg" alt="Et billede">',
                # Without an icon of its own, a browser asks for one when it likes, and that would count.
                '<link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css">'
                '<script src="/blocking.js"></script><script src="/late.js" defer></script>',
            ),
        ),
        "/style.css": ("text/css", STYLE),
        "/blocking.js": ("text/javascript", SCRIPT),
        "/late.js": ("text/javascript", SCRIPT * 2),
        "/picture.svg": ("image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
        "/unnamed": ("text/html; charset=utf-8", page_of('<input type="text">')),
    }

    def do_GET(self) -> None:
        kind, _ = self.content.get(self.path, ("", ""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind or "text/plain")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(sent(self.path)))
        self.end_headers()
        self.wfile.write(packed(self.path))

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def packed(path: str) -> bytes:
    return gzip.compress(Planted.content.get(path, ("", ""))[1].encode(), mtime=0)


def sent(*paths: str) -> int:
    """How many bytes the bodies of these have as they are sent."""
    return sum(len(packed(path)) for path in paths)


@pytest.fixture(scope="module")
def planted() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Planted) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 400, "height": 800}) as context:
        yield context.new_page()


def test_good_page_has_nothing_against_it(page: Page, planted: str) -> None:
    page.goto(planted)
    assert violations(page) == []
    assert not scrolls_sideways(page)


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<input type="text">', "label"),
        ('<p style="color: #aaa; background: #fff">Svag tekst</p>', "color-contrast"),
        ('<img src="data:,">', "image-alt"),
        ("<h4>Sprunget over</h4>", "heading-order"),
        ('<button type="button"></button>', "button-name"),
    ],
)
def test_what_keeps_people_out_is_found(page: Page, body: str, rule: str) -> None:
    page.set_content(page_of(body))
    assert [found.split()[0] for found in violations(page)] == [rule]


def test_what_keeps_people_out_is_found_where_the_policy_forbids_scripts(page: Page, planted: str) -> None:
    page.goto(f"{planted}/unnamed")
    assert [found.split()[0] for found in violations(page)] == ["label"]


def test_page_that_is_wider_than_the_window_is_found(page: Page) -> None:
    page.set_content(page_of('<div style="width: 500px">Bred</div>'))
    assert scrolls_sideways(page)
    page.set_content(page_of('<div style="overflow: auto"><div style="width: 500px">Bred</div></div>'))
    assert not scrolls_sideways(page)


def test_weight_is_what_was_sent_and_what_held_up_the_first_look(page: Page, planted: str) -> None:
    page.goto(planted)
    scripts = ("/blocking.js", "/late.js")
    all_of_it = sent("/", "/style.css", "/picture.svg", *scripts)
    assert weight(page) == Weight(sent=all_of_it, blocking=2, script=sent(*scripts))


def test_script_in_the_page_counts_as_script(page: Page) -> None:
    page.set_content(page_of('<script>let å = 1;</script><script type="application/json">{}</script>'))
    assert weight(page).script == len("let å = 1;".encode())


def test_weight_is_not_told_where_others_serve_part_of_the_page(page: Page, planted: str) -> None:
    other = planted.replace("127.0.0.1", "localhost")
    body = page_of(f'<img src="{other}/picture.svg" alt="Fra andre">')
    page.route("**/mixed", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(f"{planted}/mixed")
    with pytest.raises(AssertionError, match=r"localhost"):
        weight(page)


def test_valid_html_has_no_faults(faults: Checker) -> None:
    assert faults(page_of(FORM)) == []
    assert faults(Planted.content["/"][1]) == []


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<p id="a">En</p><p id="a">To</p>', "no-dup-id"),
        ("<section><h2>Åben</h2>", "close-order"),
        ("<p>Åben<ul><li>En</li></ul>", "no-implicit-close"),
        ("<p><b><i>Kryds</b></i></p>", "close-order"),
        ("<span><div>Forkert sted</div></span>", "element-permitted-content"),
        ("<ul><div>Intet punkt</div></ul>", "element-permitted-content"),
        ('<button type="button"><a href="/">Et sted</a></button>', "element-permitted-content"),
        ('<input type="text" name="q">', "input-missing-label"),
        ('<label for="borte">Ingen</label>', "no-missing-references"),
        ("<center>Gammel</center>", "deprecated"),
        ("<nonsens>Ukendt</nonsens>", "no-unknown-elements"),
        ('<input type="tekst" aria-label="Ukendt slags">', "attribute-allowed-values"),
    ],
)
def test_faults_of_html_are_found(faults: Checker, body: str, rule: str) -> None:
    assert rule in {found.split()[1].rstrip(":") for found in faults(page_of(body))}


def test_faults_are_told_with_their_place(faults: Checker) -> None:
    [found] = faults(page_of('\n<p id="a">En</p>\n<p id="a">To</p>'))
    assert found == '3:8 no-dup-id: Duplicate ID "a"'


def test_links_that_sign_in_are_found_under_the_words_before_them() -> None:
    said = [
        "Eksempelkøbing Kommune is served at http://127.0.0.1:8000 (…)\n",
        "  Systemejer (Anna Prøve):  http://127.0.0.1:8000/log-ind?engangskode=a_B-9\n",
        "Centerchef http://127.0.0.1:8000/log-ind?engangskode=c\n",
    ]
    assert links_in(said) == {
        "Systemejer (Anna Prøve)": "http://127.0.0.1:8000/log-ind?engangskode=a_B-9",
        "Centerchef": "http://127.0.0.1:8000/log-ind?engangskode=c",
    }


def test_municipality_is_visited(visit: Visit) -> None:
    page = visit(width=400, color_scheme="dark")
    answer = page.goto("/health/ready")
    assert answer is not None
    assert answer.ok
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert page.evaluate("[innerWidth, navigator.language]") == [400, "da-DK"]
