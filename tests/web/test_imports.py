"""Importing on the pages: what is proposed, what words mean, what is given back, and how far a long import has come."""

from threading import Event, Thread

import pytest

from app.imports.jobs.runner import Jobs
from app.vocabulary import Role
from app.web.imports import page as import_page
from tests.support.browsing import Tab, WebPage
from tests.support.imports import csv
from tests.support.living import edited
from tests.web.borough import IDA, MAJA, Borough

pytestmark = pytest.mark.one_database("what a page is made of is asked of the interface")

INVENTORY = csv("Oversigt over systemer;;", "Systemnavn;Kritisk;Status", "Parkering;Ja;i drift", "Skolebus;måske;kører")


def columns_of(tab: Tab, content: bytes) -> WebPage:
    return tab.upload(tab.open("/import").form("/import"), "liste.csv", content, slags="systems")


def test_a_proposal_is_chosen_already_and_words_are_asked_about(town: Borough) -> None:
    columns = columns_of(town.tab(Role.STEWARD), INVENTORY)
    assert "Overskrifterne i række 2" in columns.text
    fields = dict(columns.form("/import/proev").fields)
    assert [fields[f"kolonne-{index}"] for index in range(3)] == ["name", "criticality", "lifecycle"]
    assert fields["celle-1-0"] == "Ja"
    assert (fields["vaerdi-1-0"], fields["vaerdi-1-1"]) == ("businessCritical", "")
    chosen = {"vaerdi-1-1": "notCritical", "vaerdi-2-1": "inOperation"}
    tried = columns.send(chosen, to="/import/proev")
    assert tried.heading == "Alle rækker kan bruges"
    done = tried.send(to="/import/proev", button="gem")
    assert done.heading == "2 rækker er gemt"
    (made,) = town.api.read("/v1/systems", q="Skolebus")["items"]
    assert (made["criticality"], made["lifecycle"]) == ("notCritical", "inOperation")


def test_a_file_of_a_known_form_is_read_as_such_unless_the_reader_chooses(town: Borough) -> None:
    content = csv(
        "it-systemnavn;operationel status;kritikalitetstype;it-systembeskrivelse;it-systemforvalter",
        "Parkering;fuldt ibrugtaget;samfundskritisk;Licenser;It",
    )
    columns = columns_of(town.tab(Role.STEWARD), content)
    assert "Filen er kendt: skemaet i SYS-AP." in columns.text
    tried = columns.send(to="/import/proev")
    assert "Filen er læst som skemaet i SYS-AP." in tried.text
    assert "registret har ikke et felt til den" in tried.text
    chosen = columns.send({"kolonne-4": "notes"}, to="/import/proev")
    assert "Filen er læst som" not in chosen.text
    assert chosen.send(to="/import/proev", button="gem").heading == "1 række er gemt"
    (made,) = town.api.read("/v1/systems", q="Parkering")["items"]
    assert (made["notes"], made["lifecycle"]) == ("It", "inOperation")


def test_roles_in_kitos_are_shown_as_positions_and_saved_as_responsibilities(town: Borough) -> None:
    content = csv("IT System;KLE navn;DataType;Livscyklus;Systemansvarlig;It-ansvarlig", f"Vejarkiv;;;;{MAJA};{IDA}")
    tab = town.tab(Role.STEWARD)
    columns = tab.upload(tab.open("/import").form("/import"), "systemer.csv", content, slags="responsibilities")
    assert "Filen er kendt: rollerne i KITOS' eksport af systemer." in columns.text
    assert "skal være der" not in columns.text
    done = columns.send(to="/import/proev").send(to="/import/proev", button="gem")
    assert (done.heading, "Filen er læst som rollerne i KITOS" in done.text) == ("1 række er gemt", True)
    rows = town.api.read(f"/v1/systems/{town.systems['Vejarkiv']['id']}/responsibilities")["items"]
    assert {row["duty"] for row in rows} == {"monitor", "fix"}


def test_the_file_is_given_back_with_its_faults(town: Borough) -> None:
    tab = town.tab(Role.STEWARD)
    tried = columns_of(tab, csv("System;Status", "A;kører", "B;kører")).send(to="/import/proev")
    assert tried.heading == "2 rækker kan ikke bruges"
    assert "B2, B3" in tried.text, "the same fault of the same value is one line"
    (link,) = [one for one in tried.main.all("a") if one.attributes["href"].startswith("/filer/import/")]
    answer = tab.get(link.attributes["href"])
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")


def test_a_long_import_says_how_far_it_has_come(town: Borough, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_page, "_LONG", 1)
    tab = town.tab(Role.STEWARD)
    tried = columns_of(tab, csv("System;Beskrivelse", "Parkering;Licenser")).send(to="/import/proev")
    going_on = tried.send(to="/import/proev", button="gem")
    assert going_on.heading == "Importen er i gang"
    jobs: Jobs = town.api.app.state.jobs
    do_all(jobs)
    (form,) = [one for one in going_on.main.all("form") if one.attributes["action"].endswith("/afbryd")]
    address = form.attributes["action"].removesuffix("/afbryd")
    assert tab.open(address).heading == "1 række er gemt"
    assert town.api.read("/v1/systems", q="Parkering")["total"] == 1


def test_an_import_that_waits_is_stopped(town: Borough) -> None:
    tab = town.tab(Role.ADMIN)
    address = f"/import/opgave/{town.made['job']['id']}"
    assert tab.open(address).heading == "Importen er i gang"
    tab.open(address).send(to=f"{address}/afbryd")
    jobs: Jobs = town.api.app.state.jobs
    jobs.submit(town.made["job"]["id"], lambda _progress: pytest.fail("it was asked to stop"))
    do_all(jobs)
    assert tab.open(address).heading == "Importen er afbrudt"


def test_what_both_sides_have_changed_is_decided_on_the_page(town: Borough) -> None:
    system = town.systems["Nødkald"]
    exported = town.api.get("/v1/exports/systems.xlsx").content
    content = edited(exported, (system["id"], "Leverandør", "Filens A/S"))
    town.api.patch(f"/v1/systems/{system['id']}", {"supplier": "Registrets A/S"})
    tab = town.tab(Role.STEWARD)
    columns = tab.upload(tab.open("/import").form("/import"), "systemer.xlsx", content, slags="systems")
    tried = columns.send(to="/import/proev")
    sides = tried.main.one("table")
    assert sides.one("caption").text == "Rettet både i filen og i registret"
    assert [cell.text for cell in sides.all("td")][:3] == ["Leverandør", "Filens A/S", "Registrets A/S"]
    assert "Hvad skal gælde?" in tried.text
    tried.send({"uenighed": "file"}, to="/import/proev", button="gem")
    assert town.api.card(system)["supplier"] == "Filens A/S"


def do_all(jobs: Jobs) -> None:
    """Have a thread do what waits, and end it."""
    stop = Event()
    waiting = jobs._queue
    thread = Thread(target=jobs.run, args=(stop,), daemon=True)
    thread.start()
    while not waiting.empty():
        Event().wait(0.05)
    Event().wait(0.3)
    stop.set()
    thread.join(30)
    assert not thread.is_alive()
