"""What scripts add, and that everything is done without them as well."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Error as PlaywrightError

from tests.browser.conftest import Visit
from tests.browser.municipality import HEAD, STEWARD, Municipality

SYSTEM = "Fleksløntilskud"
UNTIL_KEPT = """async (addresses) => {
    for (const address of addresses) {
        while (!(await caches.match(address))) await new Promise((resolve) => setTimeout(resolve, 50));
    }
}"""


def test_list_follows_what_is_typed_and_says_how_many(visit: Visit) -> None:
    page = visit(role=STEWARD)
    page.goto("/systemer")
    page.get_by_label("Søg i navn").press_sequentially("fleksløn")
    expect(page.locator("#meldt")).to_have_text(re.compile(r"^\d system"))
    expect(page.locator("#antal")).to_have_text(re.compile(r"^\d system"))
    expect(page.locator("#resultater tbody tr").first).to_contain_text(SYSTEM)
    expect(page).to_have_url(re.compile(r"\?q=fleksl"))
    # Nothing was loaded anew: what one types into is still there.
    expect(page.get_by_label("Søg i navn")).to_be_focused()


def test_slider_of_the_time_line_shows_the_day_that_it_is_left_on(visit: Visit) -> None:
    page = visit(role=STEWARD)
    open_system(page, "KSD (sygedagpenge)")
    slider = page.get_by_role("slider")
    slider.focus()
    slider.press("Home")
    expect(page).to_have_url(re.compile(r"\?vist=\d{4}-\d{2}-\d{2}$"))
    expect(page.get_by_role("status").first).to_contain_text("Du ser, hvad registret vidste den")


def test_position_is_suggested_while_its_title_is_typed(visit: Visit) -> None:
    page = visit(role=STEWARD)
    open_system(page, SYSTEM)
    page.get_by_role("link", name="Tilbyd et ansvar").click()
    page.get_by_label("Til hvilken stilling?").press_sequentially("ydelsesch")
    expect(page.locator("#stilling-forslag option")).to_have_attribute("value", "Ydelseschef")


def test_system_is_found_without_scripts(visit: Visit) -> None:
    page = visit(role=STEWARD, scripts=False)
    open_system(page, SYSTEM)
    page.get_by_label("Vis siden, som registret kendte den").press("Enter")
    expect(page).to_have_url(re.compile(r"\?vist="))


def test_ownership_is_confirmed_without_scripts(change: Visit) -> None:
    page = change(role=HEAD, scripts=False)
    page.goto("/mit")
    page.get_by_role("row").get_by_role("link", name=SYSTEM).first.click()
    page.get_by_role("link", name="Bekræft ejerskabet").click()
    for name in ("ejerskab", "indsigt", "tid", "penge"):
        page.locator(f"[name={name}][value=yes]").check()
    page.get_by_role("button", name="Send svaret").click()
    expect(page.get_by_role("status")).to_have_text("Tak. Svaret er skrevet ned.")


def test_file_is_imported_without_scripts(change: Visit) -> None:
    page = change(role=STEWARD, scripts=False)
    page.goto("/import")
    content = "Systemnavn;Bruges til\nUden skript;Prøver af\n".encode()
    page.get_by_label("Fil").set_input_files({"name": "ny.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Se på filen").click()
    page.get_by_label("Læs Systemnavn som").select_option("name")
    page.get_by_label("Læs Bruges til som").select_option("description")
    page.get_by_role("button", name="Vis, hvad der vil ske").click()
    page.get_by_role("button", name="Gem rækkerne").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 række er gemt")


@pytest.fixture
def signed_in(browser: Browser, changing: Municipality) -> Iterator[Page]:
    """On call, with an access of its own: who signs out, does so in every window."""
    with browser.new_context(base_url=changing.address) as context:
        issued = context.request.post(
            "/v1/tokens",
            headers={"Authorization": f"Bearer {changing.token}"},
            data={"name": "Vagt, der går hjem", "role": "onCall"},
        )
        page = context.new_page()
        page.goto("/log-ind")
        page.get_by_label("Adgangsnøgle").fill(issued.json()["secret"])
        page.get_by_role("button", name="Log ind").click()
        yield page


def test_vital_systems_are_kept_for_when_the_network_is_gone_until_one_signs_out(signed_in: Page) -> None:
    page = signed_in
    page.goto("/akut")
    vital = page.locator("#vigtige a")
    name = vital.first.inner_text()
    addresses = [f"{link.get_attribute('href')}" for link in vital.all()]
    page.evaluate(UNTIL_KEPT, ["/akut", "/akut/hefte", *addresses])
    page.context.set_offline(True)
    page.goto("/akut")
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"ikke forbindelse.* \d+ min\. gammel"))
    expect(page.locator('a[href^="tel:"]').first).to_be_visible()
    page.context.set_offline(False)
    page.goto("/akut")
    page.get_by_role("button", name="Log ud").click()
    expect(page).to_have_url(re.compile("/log-ind"))
    page.context.set_offline(True)
    for address in ("/akut", *addresses):
        with pytest.raises(PlaywrightError, match="ERR_"):
            page.goto(address)


def open_system(page: Page, name: str) -> None:
    """By the search of the list, as the form has it."""
    page.goto("/systemer")
    search = page.get_by_label("Søg i navn")
    search.fill(name)
    search.press("Enter")
    page.get_by_role("row").get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
