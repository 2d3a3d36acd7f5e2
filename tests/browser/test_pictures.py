"""The pictures of docs/pages.md: taken anew with `SHOTS=write`, and otherwise only looked at."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.municipality import COORDINATOR, HEAD, ON_CALL, STEWARD

DOCS = Path(__file__).resolve().parents[2] / "docs"
FOLDER = DOCS / "pictures"
LARGEST = 120_000
HEIGHT = 640
FILE = "Navn;Hvad bruges det til?;Hvor vigtigt?\nProtokolskriver;Skriver referater;ikke kritisk\n"


def front(page: Page) -> None:
    page.goto("/")


def system(page: Page) -> None:
    page.goto("/systemer?q=KSD")
    page.get_by_role("row").get_by_role("link", name="KSD (sygedagpenge)").first.click()


def mine(page: Page) -> None:
    page.goto("/mit")


def answered(page: Page) -> None:
    page.goto("/ansvar?personalData=sensitive&criticality=businessCritical")


def akut(page: Page) -> None:
    page.goto("/akut?q=sygedag")
    page.locator("#traef").get_by_role("link").first.click()


def mapping(page: Page) -> None:
    page.goto("/import")
    page.get_by_label("Fil").set_input_files({"name": "nye.csv", "mimeType": "text/csv", "buffer": FILE.encode()})
    page.get_by_role("button", name="Se på filen").click()


PICTURES: dict[str, tuple[str, int, Callable[[Page], None]]] = {
    "front": (STEWARD, 1100, front),
    "system": (STEWARD, 1100, system),
    "mine": (HEAD, 1100, mine),
    "answered": (COORDINATOR, 1100, answered),
    "akut": (ON_CALL, 420, akut),
    "import": (STEWARD, 1100, mapping),
}


@pytest.mark.skipif(os.environ.get("SHOTS") != "write", reason="SHOTS=write takes the pictures anew")
@pytest.mark.parametrize("name", PICTURES)
def test_picture_is_taken(visit: Visit, name: str) -> None:
    role, width, show = PICTURES[name]
    page = visit(role=role, width=width)
    show(page)
    FOLDER.mkdir(exist_ok=True)
    page.screenshot(path=FOLDER / f"{name}.png", clip={"x": 0, "y": 0, "width": width, "height": HEIGHT})


def test_pictures_are_those_that_the_page_about_the_pages_shows_and_are_small() -> None:
    shown = set(re.findall(r"\(pictures/(\w+)\.png\)", (DOCS / "pages.md").read_text("utf-8")))
    assert shown == {file.stem for file in FOLDER.glob("*.png")} == set(PICTURES)
    assert {file.name: file.stat().st_size for file in FOLDER.iterdir() if file.stat().st_size > LARGEST} == {}
