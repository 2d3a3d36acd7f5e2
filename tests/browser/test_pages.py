"""Every page of the site, as it is shown: keeps nobody out, is valid, fits, and has nothing to do with strangers."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import product
from typing import Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, FilePayload, Page, Request, expect

from tests.browser.addresses import PATTERNS, found_by
from tests.browser.conftest import visiting
from tests.browser.looking import scrolls_sideways, violations
from tests.browser.municipality import HEAD, ON_CALL, OWNER, PEOPLE, STEWARD, Municipality
from tests.browser.validity import Checker

Look = tuple[Literal["light", "dark"], int]
#: The widest and the narrowest, each with a ground of its own: what one of them hides, the other shows.
TWICE: tuple[Look, ...] = (("light", 1280), ("dark", 320))
EVERY: tuple[Look, ...] = tuple(product(("light", "dark"), (320, 1280)))
SYS_AP = (
    "it-systemnavn;operationel status;kritikalitetstype;it-systembeskrivelse;it-systemforvalter\n"
    "Parkering;fuldt ibrugtaget;samfundskritisk;Licenser;It\n"
)
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
    """One window for each reader, and what was odd in it since it was asked last."""

    def __init__(self, stack: ExitStack, browser: Browser, municipality: Municipality) -> None:
        self._visit = visiting(stack, browser, municipality)
        self._address = municipality.address
        self._open: dict[str, Page] = {}
        self._odd: list[str] = []
        #: What the owner's pages lead to is about the system of the story.
        self.addresses = {
            pattern: address
            for role, start in ((STEWARD, "/"), (ON_CALL, "/akut"), (OWNER, "/mit"))
            for pattern, address in found_by(self.window(role).request, start).items()
        }
        self.addresses["/import/opgave/{job_id}"] = f"/import/opgave/{self._job(municipality)}"

    def _job(self, municipality: Municipality) -> str:
        """The id of an import that takes its time, which no page leads to."""
        faulty: FilePayload = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"System;Status\nA;x\n"}
        answer = self.window(STEWARD).request.post(
            "/v1/imports",
            headers={"Authorization": f"Bearer {municipality.token}"},
            multipart={"kind": "systems", "dryRun": "true", "async": "true", "file": faulty},
        )
        assert answer.status == 202, answer.text()
        made: str = answer.json()["id"]
        return made

    def window(self, role: str) -> Page:
        if role not in self._open:
            page = self._visit(role=role)
            page.on("console", self._said)
            page.on("pageerror", lambda error: self._odd.append(f"error: {error}"))
            page.on("request", self._asked)
            self._open[role] = page
        return self._open[role]

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


def faults_of(page: Page, address: str, expected: set[int], faults: Checker, looks: Iterable[Look]) -> list[str]:
    answer = page.goto(address)
    assert answer is not None
    found = [] if answer.status in expected else [f"status {answer.status}"]
    return [*found, *(f"html: {fault}" for fault in faults(answer.text())), *seen(page, looks)]


def seen(page: Page, looks: Iterable[Look]) -> Iterator[str]:
    """What is wrong with the page that is open, as each look shows it."""
    for scheme, width in looks:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        wrong = [f"axe: {violation}" for violation in violations(page)]
        wrong += ["scrolls sideways"] * scrolls_sideways(page)
        yield from (f"{scheme}, {width}: {fault}" for fault in wrong)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_page_is_open_to_all_and_valid_and_fits(windows: Windows, faults: Checker, pattern: str) -> None:
    page = windows.window(READERS.get(pattern, STEWARD))
    # Whether a change can be undone is told by its page.
    expected = {200, 409} if pattern == "/aendringer/{revision}" else {200}
    found = faults_of(page, windows.addresses[pattern], expected, faults, TWICE)
    assert (found, windows.odd()) == ([], [])


def a_difference_that_cannot_be_taken_over(page: Page) -> None:
    page.goto("/import/kitos")
    page.locator("section", has_text="kan ikke tage").get_by_role("button", name="Skriv det, KITOS siger").click()


def the_columns_of_a_known_form(page: Page) -> None:
    page.goto("/import")
    page.get_by_label("Fil").set_input_files({"name": "sysap.csv", "mimeType": "text/csv", "buffer": SYS_AP.encode()})
    page.get_by_role("button", name="Se på filen").click()


def what_a_known_form_comes_to(page: Page) -> None:
    the_columns_of_a_known_form(page)
    page.get_by_role("button", name="Vis, hvad der vil ske").click()


def a_role_without_a_duty(page: Page) -> None:
    page.goto("/administration/politik")
    page.get_by_label("Rolle 1").first.fill("Ansvarlig for sikkerhed og databeskyttelse på det sociale område")
    page.get_by_role("button", name="Gem som ny version").click()


@pytest.mark.parametrize(
    ("send", "said"),
    [
        (a_difference_that_cannot_be_taken_over, "Registret kan ikke tage det over"),
        (the_columns_of_a_known_form, "Filen er kendt: skemaet i SYS-AP."),
        (what_a_known_form_comes_to, "Filen er læst som skemaet i SYS-AP."),
        (a_role_without_a_duty, "Vælg, hvilket ansvar rollen er"),
    ],
)
def test_what_a_form_is_answered_with_is_so_too(
    windows: Windows, faults: Checker, send: Callable[[Page], None], said: str
) -> None:
    page = windows.window(STEWARD)
    send(page)
    expect(page.get_by_role("main")).to_contain_text(said)
    found = [*faults(page.content()), *seen(page, TWICE)]
    # The browser itself notes an answer that is a refusal.
    odd = [each for each in windows.odd() if "the server responded with a status of" not in each]
    assert (found, odd) == ([], [])


@pytest.mark.soak
@pytest.mark.parametrize("role", PEOPLE)
def test_every_page_is_so_for_everybody(windows: Windows, faults: Checker, role: str) -> None:
    page = windows.window(role)
    found = {}
    for pattern, address in windows.addresses.items():
        # A page that the reader may not see says so, and is a page like the others.
        fault = faults_of(page, address, {200, 403, 404, 409}, faults, EVERY)
        refused = [odd for odd in windows.odd() if "the server responded with a status of" not in odd]
        if fault or refused:
            found[pattern] = fault + refused
    assert found == {}
