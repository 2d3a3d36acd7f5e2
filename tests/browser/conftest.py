"""A browser, and what it visits. What is missing on the machine is skipped, and the run ends by saying so.

One worker runs all tests of this folder (tests/support/scheduling.py), so that the municipality is served once, and
one browser is started.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Literal, Protocol

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from app.core.clock import Clock
from tests.browser import chromes, validity
from tests.browser.followed import let_kitos_differ
from tests.browser.municipality import Municipality, serving
from tests.support.api import ZONE, demonstrated
from tests.support.databases import SqliteDatabases


class Visit(Protocol):
    """Opens a window of its own, on the municipality, as one of its people or as nobody.

    `width`: of the screen; at `zoom` 2 everything is twice as large, and half as much of it fits.
    """

    def __call__(
        self,
        *,
        role: str | None = None,
        width: int = 1280,
        color_scheme: Literal["light", "dark"] = "light",
        scripts: bool = True,
        zoom: int = 1,
    ) -> Page: ...


# For the folder: as long as it lives, no other test of the worker can run an event loop.
@pytest.fixture(scope="package")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A Chromium without windows, with a home of its own."""
    found = chromes.find_chrome()
    if found is None:
        pytest.skip(chromes.NONE_HERE)
    environment = {**os.environ, **found.variables, "HOME": str(tmp_path_factory.mktemp("home"))}
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(
            executable_path=found.executable, args=[*chromes.OPTIONS], env={**environment}
        ) as started,
    ):
        yield started


@pytest.fixture(scope="session")
def municipality(sqlite_databases: SqliteDatabases) -> Iterator[Municipality]:
    """The demonstration, served. Tests share it, so they leave it as it was."""
    with demonstration(sqlite_databases) as served:
        yield served


@pytest.fixture(scope="session")
def changing(sqlite_databases: SqliteDatabases) -> Iterator[Municipality]:
    """Another one, for tests that write: each writes of systems that no other test looks at."""
    with demonstration(sqlite_databases) as served:
        yield served


@contextmanager
def demonstration(databases: SqliteDatabases) -> Iterator[Municipality]:
    """What a browser shows has no database in it; tests/web asks for the pages on both."""
    with demonstrated(databases, "today", Clock(ZONE)) as url, serving(url) as served:
        let_kitos_differ(url)
        yield served


@pytest.fixture
def visit(browser: Browser, municipality: Municipality) -> Iterator[Visit]:
    with ExitStack() as stack:
        yield visiting(stack, browser, municipality)


@pytest.fixture
def change(browser: Browser, changing: Municipality) -> Iterator[Visit]:
    """As `visit`, where tests write."""
    with ExitStack() as stack:
        yield visiting(stack, browser, changing)


def visiting(stack: ExitStack, browser: Browser, municipality: Municipality) -> Visit:
    """The windows are open until the stack is left."""

    def opened(
        *,
        role: str | None = None,
        width: int = 1280,
        color_scheme: Literal["light", "dark"] = "light",
        scripts: bool = True,
        zoom: int = 1,
    ) -> Page:
        context = browser.new_context(
            base_url=municipality.address,
            color_scheme=color_scheme,
            device_scale_factor=zoom,
            java_script_enabled=scripts,
            locale="da-DK",
            storage_state=None if role is None else municipality.state(browser, role),
            timezone_id="Europe/Copenhagen",
            viewport={"width": width // zoom, "height": 900 // zoom},
        )
        return stack.enter_context(context).new_page()

    return opened


@pytest.fixture(scope="session")
def faults() -> Iterator[validity.Checker]:
    """Lists what is wrong in a page's HTML."""
    if not validity.is_there():
        pytest.skip(validity.NONE_HERE)
    with validity.checking() as checker:
        yield checker
