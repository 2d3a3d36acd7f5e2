"""What people do with the register from one day to the next, page by page."""

import re

import pytest

from app.vocabulary import Role
from tests.support.imports import csv
from tests.web.borough import DORTE, HOTLINE, IDA, LENE, MAJA, PHONES, Borough


def test_an_owner_says_no_and_the_head_takes_over(town: Borough) -> None:
    lene, maja, coordinator = town.owner(LENE), town.owner(MAJA), town.tab(Role.COORDINATOR)
    asked = lene.open(town.at("Sygedagpenge", "/bekraeft"))
    answers = {"ejerskab": "no", "indsigt": "yes", "tid": "no", "penge": "no", "bemaerkning": "Det kan jeg ikke."}
    assert "Tak. Svaret er skrevet ned." in asked.send(answers).text

    waiting = maja.open("/mit")
    assert "venter på dig" in waiting.root.one("nav", class_="menu").text
    offer = f"/tilbud/{town.made['offer']['id']}/overtag"
    taken = waiting.send(to=offer)
    assert taken.heading == "Sygedagpenge"
    assert "Ejes af Socialchef" in taken.text

    today, yesterday = (
        coordinator.open(f"/ansvar?at={day}&personalData=sensitive&duty=owner&basis=formal").main.one("tbody").text
        for day in ("2026-03-02", "2026-03-01")
    )
    assert ("Socialchef" in today, MAJA in today, LENE in today) == (True, True, False)
    assert ("Teamleder" in yesterday, LENE in yesterday, MAJA in yesterday) == (True, True, False)
    changed = coordinator.open("/ansvar?from=2026-02-01&to=2026-03-10&personalData=sensitive").main.one("tbody").text
    assert "ophørt" in changed
    assert "begyndt" in changed


def test_a_steward_imports_a_file_in_three_steps(town: Borough) -> None:
    steward = town.tab(Role.STEWARD)
    first = steward.open("/import").form("/import")
    rows = csv(
        "Løsning;Hvad er det?;Vigtighed;Bemærk",
        "Parkering;Licenser;forretningskritisk;x",
        "Skolebus;Ruter;ikke kritisk;y",
    )
    columns = steward.upload(first, "liste.csv", rows, slags="systems")
    assert columns.text.count("læses ikke") >= 4
    assert "2 rækker, Systemer" in columns.text
    form = columns.form("/import/proev")
    choices = {words: value for value, words in form.choices("kolonne-0").items()}
    chosen = {
        "kolonne-0": choices["System"],
        "kolonne-1": choices["Beskrivelse"],
        "kolonne-2": choices["Kritikalitet"],
        "kolonne-3": "",
    }
    tried = columns.send(chosen, to="/import/proev")
    assert (tried.heading, "2 bliver oprettet, 0 rettet" in tried.text) == ("Alle rækker kan bruges", True)
    assert town.api.read("/v1/systems", q="Parkering")["total"] == 0, "nothing is stored before the third step"
    back = tried.send(to="/import/proev", button="tilbage")
    assert dict(back.form("/import/proev").fields)["kolonne-2"] == choices["Kritikalitet"]
    done = tried.send({"begrundelse": "Fra kontoret"}, to="/import/proev", button="gem")
    assert done.heading == "2 rækker er gemt"
    (made,) = town.api.read("/v1/systems", q="Parkering")["items"]
    assert made["criticality"] == "businessCritical"
    assert "Fra kontoret" in town.tab(Role.ADMIN).open("/aendringer").text
    again = tried.send(to="/import/proev", button="gem")
    assert "Vælg den igen" in again.faults, "a file is stored once"


def test_a_kept_file_is_its_own_sessions(town: Borough) -> None:
    steward, other = town.tab(Role.STEWARD), town.tab(Role.STEWARD)
    columns = steward.upload(steward.open("/import").form("/import"), "liste.csv", csv("System", "A"), slags="systems")
    fields = columns.form("/import/proev").fields
    assert "Vælg den igen" in other.follow(other.post("/import/proev", fields)).faults


def test_whoever_is_on_call_finds_the_number(town: Borough) -> None:
    tab = town.tab(Role.ON_CALL)
    found = tab.open("/akut?q=nødkald")
    page = found.click("Nødkald")
    assert page.path.startswith(town.at("Nødkald").replace("/systemer", "/akut"))
    numbers = [link.attributes["href"].removeprefix("tel:") for link in page.main.all("a", class_="number")]
    assert numbers[0] == re.sub(" ", "", PHONES[IDA])
    assert re.sub(" ", "", PHONES[DORTE]) in numbers
    assert HOTLINE in page.text


def test_what_was_done_can_be_seen_and_undone(town: Borough) -> None:
    admin = town.tab(Role.ADMIN)
    admin.open(town.at("Kortviser", "/ret")).send({"kritikalitet": "societyCritical"})
    revision = town.api.register.edition().revision
    page = admin.open(f"/aendringer/{revision}")
    assert "Ændringen er fortrudt." in page.send().text
    assert town.api.card(town.systems["Kortviser"])["criticality"] == "unknown"


def test_a_page_shows_what_the_register_knew_on_a_day(town: Borough) -> None:
    town.api.time.advance(days=1)
    town.api.patch(f"/v1/systems/{town.systems['Kortviser']['id']}", {"supplier": "Den nye"})
    tab = town.tab(Role.COORDINATOR)
    then = tab.open(town.at("Kortviser", "?vist=2026-03-02"))
    assert ("Leverandøren" in then.text, "Den nye" in then.text) == (True, False)
    assert "hvad registret vidste den 2. marts 2026" in then.text
    assert "Den nye" in then.click("Vis siden, som den er i dag").text


@pytest.mark.one_database("the page alone")
def test_it_is_the_position_that_has_owned_since(town: Borough) -> None:
    position = town.positions["Teamleder"]
    (tenure,) = town.api.read(f"/v1/positions/{position['id']}/tenures")["items"]
    town.api.patch(f"/v1/tenures/{tenure['id']}", {"validUntil": "2026-02-28"})
    town.api.hold(position, town.api.person("Nye Nina"), validFrom="2026-03-01")
    said = town.tab(Role.READER).open(town.at("Sygedagpenge")).text
    assert "Nye Nina i Ydelser. Stillingen har ejet systemet siden 1. januar 2024." in " ".join(said.split())


@pytest.mark.one_database("the page alone")
def test_an_amount_in_a_sentence_ends_with_one_full_stop(town: Borough) -> None:
    said = " ".join(town.tab(Role.READER).open(town.at("Sygedagpenge")).text.split())
    assert "Skøn for 2026: 1.250.000 kr., bevilling: 200.000 kr." in said
    assert "kr.." not in said
