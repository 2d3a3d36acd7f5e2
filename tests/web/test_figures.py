"""What a number says is what its link lists."""

import re

import pytest

from app.vocabulary import Role
from tests.support.browsing import Tab, WebPage
from tests.support.html import Element
from tests.web.borough import Borough

pytestmark = pytest.mark.one_database("the figures are the interface's own")


def total(tab: Tab, address: str) -> int:
    """How many the heading of a list counts."""
    heading = tab.open(address).heading
    return 0 if heading.startswith("Ingen") else int(re.sub(r"\D", "", heading.split(" ", maxsplit=1)[0]))


def listed(page: WebPage) -> list[Element]:
    return [link for link in page.main.all("a") if link.attributes["href"].startswith("/systemer?")]


@pytest.mark.parametrize("unit", [None, "Social", "Teknik"])
def test_every_number_of_the_front_page_leads_to_as_many_systems(town: Borough, unit: str | None) -> None:
    tab = town.tab(Role.COORDINATOR)
    page = tab.open("/" if unit is None else f"/?enhed={town.units[unit]['id']}")
    counted = 0
    for link in listed(page):
        numbers = [int(number.replace(".", "")) for number in re.findall(r"\d[\d.]*", link.text)]
        if link.text.startswith("Alle systemer, der er ændret"):
            continue
        assert numbers, link.text
        found = total(tab, link.attributes["href"])
        if " af " in link.text and "har fund" in link.text:
            flagged = total(tab, f"{link.attributes['href']}&minSeverity=low")
            assert [flagged, found] == numbers, (link.text, link.attributes["href"])
        else:
            assert found == numbers[0], (link.text, link.attributes["href"])
        counted += 1
    assert counted >= 5


def test_the_heat_map_counts_every_system_in_use_once(town: Borough) -> None:
    page = town.tab(Role.READER).open("/")
    cells = [link.text for link in page.main.one("table", class_="heat").all("a")]
    in_use = sum(int(re.findall(r"\d+", cell)[1]) for cell in cells)
    assert page.heading.startswith(f"{in_use} systemer er i brug.")


def test_every_facet_leads_to_as_many_systems_as_it_says(town: Borough) -> None:
    tab = town.tab(Role.READER)
    for address in ("/systemer", "/systemer?lifecycle=inOperation", "/systemer?q=arkiv&sort=-severityRank"):
        choices = [item for items in tab.open(address).main.all("ul", class_="facets") for item in items.all("li")]
        assert choices
        for choice in choices:
            link, said = choice.one("a"), int(choice.children[-1].text)  # type: ignore[union-attr]
            if link.get("aria-current") is None:
                assert total(tab, link.attributes["href"]) == said, (address, link.text)


def test_a_facet_can_be_chosen_and_taken_back(town: Borough) -> None:
    tab = town.tab(Role.READER)
    chosen = tab.open("/systemer").click("Samfundskritisk")
    assert chosen.path == "/systemer?criticality=societyCritical"
    (back,) = chosen.main.all("a", **{"aria-current": "true"})
    assert back.attributes["href"] == "/systemer"


def test_every_rule_leads_to_as_many_findings_as_it_says(town: Borough) -> None:
    tab = town.tab(Role.READER)
    for rule in {link for link in tab.open("/fund").links if re.fullmatch(r"/fund/[A-Z]{3}\d{3}", link)}:
        page = tab.open(rule)
        found = town.api.read("/v1/findings", rule=rule.rpartition("/")[2], limit=1)["total"]
        assert (f"{found} " if found else "Ingen.") in page.text, rule


def test_a_list_goes_on_with_its_filters(town: Borough) -> None:
    for number in range(55):
        town.api.system(f"Log {number:02}", lifecycle="inOperation", description="Samme slags.")
    tab = town.tab(Role.READER)
    page = tab.open("/systemer?q=Samme+slags&sort=-name&kolonner=supplier")
    names = [row.one("th").text for row in page.main.one("tbody").all("tr")]
    page = page.click("Næste side")
    assert "q=Samme+slags" in page.path
    assert [head.text for head in page.main.one("thead").all("th")][1:] == ["Leverandør"]
    names += [row.one("th").text for row in page.main.one("tbody").all("tr")]
    assert names == [f"Log {number:02}" for number in reversed(range(55))]


def money(page: WebPage) -> str:
    return " ".join(page.main.one("section", **{"aria-labelledby": "penge"}).text.split())


def test_the_largest_gaps_are_found_among_all_systems(town: Borough) -> None:
    # Worse systems than can stand on the page lack little; one that is not bad at all lacks most.
    for number in range(25):
        system = town.api.system(f"Lille {number}", lifecycle="inOperation", criticality="societyCritical")
        town.api.budget(system, estimatedDkk=10, allocatedDkk=0)
    large = town.systems["Kortviser"]
    town.api.assign(large, town.positions["Socialchef"], "fix")
    town.api.budget(large, estimatedDkk=9_000_000, allocatedDkk=1_000_000)
    said = money(town.tab(Role.READER).open("/"))
    assert "Størst mangel: Kortviser 8.000.000 kr., Sygedagpenge 1.050.000 kr., Hjemmepleje 500.000 kr." in said


def test_what_nobody_knows_is_not_missing(town: Borough) -> None:
    page = town.tab(Role.READER).open("/")
    said = money(page)
    # Boligstøtte has an estimate of 90,000 and an allocation that nobody knows.
    assert "Mangler 1.550.000 kr." in said
    unknown = town.api.read("/v1/dashboard/summary")["funding"]["unknown"]
    assert f"For {unknown} systemer er skønnet eller bevillingen ukendt." in said


def test_what_one_has_too_much_of_does_not_hide_what_another_lacks(town: Borough) -> None:
    town.api.budget(town.systems["Kortviser"], estimatedDkk=0, allocatedDkk=50_000_000)
    assert "Mangler 1.550.000 kr." in money(town.tab(Role.READER).open("/"))
