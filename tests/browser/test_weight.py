"""The pages are light, and grow with the reader's letters."""

import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Page, Response

import app.web
from tests.browser.conftest import Visit
from tests.browser.looking import scrolls_sideways, weight
from tests.browser.municipality import STEWARD

LOOKS = 5
#: Of a page made anew to one that lies ready, on a machine where much else goes on.
FAR_TOO_SLOW = 25
LARGEST = """() => new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime));
    observer.observe({ type: "largest-contentful-paint", buffered: true });
})"""


def test_front_page_is_light(visit: Visit) -> None:
    page = visit(role=STEWARD)
    page.goto("/", wait_until="networkidle")
    loaded = weight(page)
    assert loaded.sent <= 60 * 1024
    assert loaded.blocking <= 2


def test_all_scripts_together_are_small() -> None:
    scripts = [*Path(app.web.__file__).parent.glob("static/*.js")]
    assert len(scripts) > 1
    assert sum(script.stat().st_size for script in scripts) <= 15 * 1024


def test_pages_fit_when_everything_is_twice_as_large(visit: Visit) -> None:
    page = visit(role=STEWARD, zoom=2)
    page.goto("/")
    menu = [link.get_attribute("href") for link in page.get_by_role("navigation").first.get_by_role("link").all()]
    assert len(menu) > 5
    wide = []
    for address in menu:
        page.goto(address or "")
        if scrolls_sideways(page):
            wide.append(address)
    assert wide == []


def test_front_page_is_painted_about_as_soon_as_one_that_lies_ready(visit: Visit, record_property: Any) -> None:
    """Recorded, and held to a bound that only a page that waits for something would break."""
    page = visit(role=STEWARD)
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright marks the function
    page.goto("/", wait_until="networkidle")
    with ready([*answers]) as address:
        ours = statistics.median(painted(page, "/") for _ in range(LOOKS))
        still = visit()
        theirs = statistics.median(painted(still, f"{address}/") for _ in range(LOOKS))
    record_property("largest paint, ms", round(ours))
    record_property("of a page that lies ready, ms", round(theirs))
    sys.stdout.write(f"largest paint {ours:.0f} ms; of the same bytes that lie ready {theirs:.0f} ms\n")
    assert ours / theirs < FAR_TOO_SLOW


def painted(page: Page, address: str) -> float:
    """Milliseconds from the click to the largest thing on the page."""
    page.goto(address)
    found: float = page.evaluate(LARGEST)
    return found


@contextmanager
def ready(answers: list[Response]) -> Iterator[str]:
    """Serves the same bytes from memory."""
    lying = {answer.url.split("/", 3)[3]: (answer.headers["content-type"], answer.body()) for answer in answers}

    class Lying(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = lying.get(self.path[1:], ("text/plain", b""))
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Lying) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
