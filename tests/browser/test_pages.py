"""Every page of the site, as it is shown: keeps nobody out, is valid, fits, and has nothing to do with strangers."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, FilePayload, Page, Request

from tests.browser.addresses import PATTERNS, found_by
from tests.browser.conftest import visiting
from tests.browser.looking import scrolls_sideways, violations
from tests.browser.municipality import HEAD, ON_CALL, OWNER, PEOPLE, STEWARD, Municipality
from tests.browser.validity import Checker

Scheme = Literal["light", "dark"]
#: The widest and the narrowest, each with a ground of its own: what one of them hides, the other shows.
TWICE: tuple[tuple[Scheme, int], ...] = (("light", 1280), ("dark", 320))
#: Pages that are made for somebody; the others are opened by whoever sees most.
READERS = {
    "/mit": OWNER,
    "/mit/fratraedelse": OWNER,
    "/tilbud/{handover_id}": HEAD,
    "/akut": ON_CALL,
    "/akut/hefte": ON_CALL,
    "/akut/{system_id}": ON_CALL,
}


class Windows:
    """One window for each reader and look, and what was odd in it since it was asked last."""

    def __init__(self, stack: ExitStack, browser: Browser, municipality: Municipality) -> None:
        self._visit = visiting(stack, browser, municipality)
        self._address = municipality.address
        self._open: dict[tuple[str, Scheme, int], Page] = {}
        self._odd: list[str] = []
        #: What the owner's pages lead to is about the system of the story.
        self.addresses = {
            pattern: address
            for role, start in ((STEWARD, "/"), (ON_CALL, "/akut"), (OWNER, "/mit"))
            for pattern, address in found_by(self.window(role, *TWICE[0]).request, start).items()
        }
        self.addresses["/import/opgave/{job_id}"] = f"/import/opgave/{self._job(municipality)}"

    def _job(self, municipality: Municipality) -> str:
        """The id of an import that takes its time, which no page leads to."""
        faulty: FilePayload = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"System;Status\nA;x\n"}
        answer = self.window(STEWARD, *TWICE[0]).request.post(
            "/v1/imports",
            headers={"Authorization": f"Bearer {municipality.token}"},
            multipart={"kind": "systems", "dryRun": "true", "async": "true", "file": faulty},
        )
        assert answer.status == 202, answer.text()
        made: str = answer.json()["id"]
        return made

    def window(self, role: str, scheme: Scheme, width: int) -> Page:
        key = (role, scheme, width)
        if key not in self._open:
            page = self._visit(role=role, color_scheme=scheme, width=width)
            page.on("console", self._said)
            page.on("pageerror", lambda error: self._odd.append(f"error: {error}"))
            page.on("request", self._asked)
            self._open[key] = page
        return self._open[key]

    def odd(self) -> list[str]:
        """Errors and strangers' addresses, from the page that was opened last."""
        found, self._odd[:] = [*self._odd], []
        return found

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._odd.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self._address}/", "data:")):
            self._odd.append(f"request: {request.url}")


@pytest.fixture(scope="module")
def windows(browser: Browser, municipality: Municipality) -> Iterator[Windows]:
    with ExitStack() as stack:
        yield Windows(stack, browser, municipality)


def faults_of(page: Page, address: str, expected: set[int], faults: Checker) -> list[str]:
    answer = page.goto(address)
    assert answer is not None
    found = [] if answer.status in expected else [f"status {answer.status}"]
    found += [f"html: {fault}" for fault in faults(answer.text())]
    found += [f"axe: {violation}" for violation in violations(page)]
    return found + ["scrolls sideways"] * scrolls_sideways(page)


@pytest.mark.parametrize(("scheme", "width"), TWICE)
@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_page_is_open_to_all_and_valid_and_fits(
    windows: Windows, faults: Checker, pattern: str, scheme: Scheme, width: int
) -> None:
    page = windows.window(READERS.get(pattern, STEWARD), scheme, width)
    # Whether a change can be undone is told by its page.
    expected = {200, 409} if pattern == "/aendringer/{revision}" else {200}
    found = faults_of(page, windows.addresses[pattern], expected, faults)
    assert (found, windows.odd()) == ([], [])


@pytest.mark.soak
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("role", PEOPLE)
def test_every_page_is_so_for_everybody(
    windows: Windows, faults: Checker, role: str, scheme: Scheme, width: int
) -> None:
    page = windows.window(role, scheme, width)
    found = {}
    for pattern, address in windows.addresses.items():
        # A page that the reader may not see says so, and is a page like the others.
        fault = faults_of(page, address, {200, 403, 404, 409}, faults)
        refused = [odd for odd in windows.odd() if "the server responded with a status of" not in odd]
        if fault or refused:
            found[pattern] = fault + refused
    assert found == {}
