"""The story that the register was made for, from an ownership that lies too low to the call in the night."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.keyboard import tab_to
from tests.browser.municipality import COORDINATOR, HEAD, ON_CALL, OWNER, STEWARD, Municipality

KSD = "KSD (sygedagpenge)"
FILE = "Hvad hedder det;Hvad bruges det til?\nProtokolskriver;Skriver referater\nSalgsdisk;Sælger billetter\n"


def test_ownership_moves_to_who_can_carry_it_and_the_register_knows_whom_to_call(
    change: Visit, changing: Municipality
) -> None:
    owner_sees_what_is_wrong_and_answers_no(change(role=OWNER))
    head_takes_over(change(role=HEAD))
    coordinator_finds_who_has_it(change(role=COORDINATOR))
    it_department_imports_a_file(change(role=STEWARD))
    on_call_finds_a_number(change(role=ON_CALL, width=420))


def owner_sees_what_is_wrong_and_answers_no(page: Page) -> None:
    """With the keyboard alone."""
    page.goto("/mit")
    expect(page.locator("#ejer")).to_have_text("Du ejer 1 system")
    expect(page.get_by_role("row", name=KSD)).to_contain_text("Ufinansieret")
    follow(page, page.get_by_role("row").get_by_role("link", name=KSD))
    expect(page.locator("#ejer")).to_contain_text("niveauer for lavt")
    expect(page.get_by_label("Penge til drift")).to_contain_text("Ufinansieret")
    expect(page.locator("#fund ~ article").filter(has_text="Ejerskabet er placeret for lavt")).to_be_visible()
    follow(page, page.get_by_role("link", name="Bekræft ejerskabet"))
    for question, steps in (("ejerskab", 0), ("indsigt", 0), ("tid", 1), ("penge", 1)):
        tab_to(page, page.locator(f"[name={question}]").first)
        page.keyboard.press("Space")
        for _ in range(steps):
            page.keyboard.press("ArrowDown")
    expect(page.locator("[name=tid]:checked")).to_have_value("no")
    follow(page, page.get_by_role("button", name="Send svaret"))
    expect(page.get_by_role("status")).to_have_text("Tak. Svaret er skrevet ned.")
    expect(page.get_by_label("Ejes af")).to_contain_text("indsigt ja, tid nej, penge nej")


def head_takes_over(page: Page) -> None:
    page.goto("/mit")
    page.get_by_role("button", name=f"Overtag ansvaret for {KSD}").click()
    expect(page.get_by_role("heading", name=KSD)).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Du har overtaget ansvaret.")
    expect(page.locator("#ejer")).to_have_text("Ejes af Ydelseschef")


def coordinator_finds_who_has_it(page: Page) -> None:
    page.goto("/ansvar")
    on = page.get_by_role("textbox", name="En dag")
    day = on.input_value()
    on.fill(day)
    page.get_by_label("Ansvar", exact=True).select_option("systemejer")
    page.get_by_label("Kritikalitet").select_option("forretningskritisk")
    page.get_by_label("Personoplysninger").select_option("følsomme")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(page).to_have_url(re.compile(f"at={day}.*duty=owner"))
    row = page.get_by_role("row", name=KSD)
    expect(row).to_contain_text("Ydelseschef")
    row.get_by_role("link", name=KSD).click()
    expect(page.locator(".timeline li").first).to_contain_text("ejer af Dagny Tænktholm")


def it_department_imports_a_file(page: Page) -> None:
    page.goto("/import")
    page.get_by_label("Fil").set_input_files({"name": "nye.csv", "mimeType": "text/csv", "buffer": FILE.encode()})
    page.get_by_label("Hvad er der i den?").select_option("Systemer")
    page.get_by_role("button", name="Se på filen").click()
    page.get_by_label("Læs Hvad hedder det som").select_option("name")
    page.get_by_label("Læs Hvad bruges det til? som").select_option("description")
    page.get_by_role("button", name="Vis, hvad der vil ske").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Alle rækker kan bruges")
    page.get_by_role("button", name="Gem rækkerne").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 rækker er gemt")
    page.get_by_role("link", name="Se systemerne").click()
    page.get_by_label("Søg i navn").fill("protokolskr")
    expect(page.get_by_role("row", name="Protokolskriver")).to_be_visible()


def on_call_finds_a_number(page: Page) -> None:
    page.goto("/")
    expect(page).to_have_url(re.compile("/akut$"))
    page.get_by_label("Systemets navn").press_sequentially("syged")
    page.locator("#traef").get_by_role("link", name=KSD).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(KSD)
    expect(page.locator('.ladder .now a[href^="tel:+45"]')).to_be_visible()


def follow(page: Page, place: Locator) -> None:
    tab_to(page, place)
    with page.expect_navigation():
        page.keyboard.press("Enter")
