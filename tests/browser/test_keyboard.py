"""A form that is refused leaves the keyboard at what is wrong, where it can be seen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.keyboard import unseen_focus
from tests.browser.municipality import OWNER, STEWARD


def an_offer_to_a_position_that_is_not_there(page: Page) -> None:
    page.goto("/mit")
    page.get_by_role("row").get_by_role("link", name="KSD").first.click()
    # The ownership is offered already.
    page.get_by_role("link", name="Tilbyd et ansvar til en anden stilling").click()
    page.get_by_label("Til hvilken stilling?").fill("Rigsantikvar på Månen")


def an_offer_to_one_of_several(page: Page) -> None:
    an_offer_to_a_position_that_is_not_there(page)
    page.get_by_label("Til hvilken stilling?").fill("leder")


def answers_that_are_not_whole(page: Page) -> None:
    page.goto("/mit")
    page.get_by_role("row").get_by_role("link", name="KSD").first.click()
    page.get_by_role("link", name="Bekræft ejerskabet").click()
    page.get_by_label("Bemærkning").focus()


def an_absence_that_ends_before_it_begins(page: Page) -> None:
    page.goto("/mit")
    page.get_by_label("Væk fra og med").fill("2031-05-02")
    page.get_by_label("Til og med").fill("2031-05-01")


def a_file_that_is_no_table(page: Page) -> None:
    page.goto("/import")
    page.get_by_label("Fil").set_input_files({"name": "a.xlsx", "mimeType": "text/csv", "buffer": b"\x00PK"})
    page.get_by_label("Fil").focus()


def a_token_that_is_not_right(page: Page) -> None:
    page.goto("/log-ind")
    page.get_by_label("Adgangsnøgle").fill("ansvar_forkert")


@pytest.mark.parametrize(
    ("role", "fill"),
    [
        (OWNER, an_offer_to_a_position_that_is_not_there),
        (OWNER, an_offer_to_one_of_several),
        (OWNER, answers_that_are_not_whole),
        (OWNER, an_absence_that_ends_before_it_begins),
        (STEWARD, a_file_that_is_no_table),
        (None, a_token_that_is_not_right),
    ],
)
def test_keyboard_is_where_the_fault_is_told(visit: Visit, role: str | None, fill: Callable[[Page], None]) -> None:
    page = visit(role=role)
    fill(page)
    # What the browser would stop is sent all the same: a reader's browser may know less.
    page.evaluate("document.querySelectorAll('main form').forEach((form) => { form.noValidate = true; })")
    with page.expect_navigation() as sent:
        page.evaluate("document.activeElement.form.requestSubmit()")
    assert sent.value.status in {400, 401, 422}
    # The browser gives the focus when it first draws the page, which may be after it is loaded. What waits for an
    # expression would evaluate a string, which the page's policy forbids: only where it has to wait does that show.
    expect(page.locator("main :focus")).to_be_in_viewport()
    assert unseen_focus(page) == ""
