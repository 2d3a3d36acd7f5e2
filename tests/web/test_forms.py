"""Forms that are sent twice, too late, too old, or by two people at once: nothing is lost, and it is told in words."""

from typing import Any

import pytest

from app.vocabulary import Role
from tests.support.browsing import Tab, WebPage
from tests.support.refusals import everything, no_trace
from tests.web.borough import LENE, MAJA, Borough

#: Every answer to the questions about an ownership.
ANSWERS = {"ejerskab": "yes", "indsigt": "yes", "tid": "yes", "penge": "no"}


def attestations(town: Borough, system: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = town.api.read(f"/v1/systems/{town.systems[system]['id']}/attestations")["items"]
    return found


def test_a_double_click_offers_once(town: Borough) -> None:
    tab = town.owner(LENE)
    form = tab.open(town.at("Boligstøtte", "/tilbyd")).form()
    sent = form.filled({"stilling": "Socialchef", "bemaerkning": "Ligger for lavt."})
    answers = [tab.post(form.action, sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    offers = town.api.read("/v1/handovers", state="offered")["items"]
    assert [offer["systemName"] for offer in offers].count("Boligstøtte") == 1


def test_a_double_click_attests_once(town: Borough) -> None:
    tab = town.owner(LENE)
    form = tab.open(town.at("Boligstøtte", "/bekraeft")).form()
    sent = form.filled(ANSWERS)
    for _ in range(2):
        assert tab.follow(tab.post(form.action, sent)).status == 200
    assert len(attestations(town, "Boligstøtte")) == 1


def test_the_second_to_decide_sees_who_decided(town: Borough) -> None:
    path = f"/tilbud/{town.made['offer']['id']}"
    first, second = town.owner(MAJA), town.tab(Role.STEWARD)
    late = second.open(path)
    assert first.open(path).send(to=f"{path}/overtag").text.startswith("Du har overtaget ansvaret.")
    with no_trace(town.api):
        answer = late.send({"bemaerkning": "Vi har ikke tid."}, to=f"{path}/afslaa")
    assert answer.status == 409
    assert answer.heading == "Tilbuddet er accepteret"
    assert "Det skete i dag af Maja Bang" in answer.text


def test_going_back_after_a_handover_is_answered_in_words(town: Borough) -> None:
    path = f"/tilbud/{town.made['offer']['id']}"
    tab = town.owner(MAJA)
    old = tab.open(town.at("Sygedagpenge"))
    old.send(to=f"{path}/overtag")
    with no_trace(town.api):
        again = old.send(to=f"{path}/overtag")
    # The same button of the same page again is the same deed: done once, and told again.
    assert (again.status, again.heading) == (200, "Sygedagpenge")
    other = town.tab(Role.ADMIN)
    answer = WebPage(other.post(f"{path}/overtag", [("udgave", "1")]), other)
    assert (answer.status, answer.heading) == (409, "Tilbuddet er accepteret")
    assert answer.faults


def test_an_offer_is_declined_only_with_a_reason(town: Borough) -> None:
    path = f"/tilbud/{town.made['offer']['id']}"
    page = town.owner(MAJA).open(path)
    with no_trace(town.api):
        answer = page.send({"bemaerkning": "   "}, to=f"{path}/afslaa")
    assert (answer.status, "Skriv, hvorfor du afslår" in answer.faults) == (400, True)
    done = answer.send({"bemaerkning": "Ingen penge."}, to=f"{path}/afslaa")
    assert "Tilbuddet er afslået." in done.text
    assert "»Ingen penge.«" in done.tab.open(path).text


def test_a_form_that_is_older_than_another_change_is_shown_again_with_what_was_typed(town: Borough) -> None:
    tab, system = town.tab(Role.STEWARD), town.systems["Vejarkiv"]
    page = tab.open(town.at("Vejarkiv", "/ret"))
    town.api.patch(f"/v1/systems/{system['id']}", {"supplier": "En anden"})
    typed = {"navn": "Vejarkivet", "beskrivelse": "Første linje.\nAnden linje.", "leverandoer": "Min egen"}
    with no_trace(town.api):
        answer = page.send(typed)
    assert answer.status == 412
    assert answer.faults
    form = answer.form()
    assert {name: form.value(name).replace("\r\n", "\n") for name in typed} == typed
    assert town.api.card(system)["supplier"] == "En anden"
    assert answer.send().status == 200, "once it was seen, it can be sent"
    card = town.api.card(system)
    assert (card["name"], card["supplier"]) == ("Vejarkivet", "Min egen")


def test_whoever_sends_an_older_form_again_has_seen_what_it_covers(town: Borough) -> None:
    tab, system = town.tab(Role.STEWARD), town.systems["Vejarkiv"]
    line = town.api.budget(system, fiscalYear=2026, estimatedDkk=100, allocatedDkk=50)
    page = tab.open(town.at("Vejarkiv", f"/budget?linje={line['id']}"))
    town.api.patch(f"/v1/budget-lines/{line['id']}", {"allocatedDkk": 75})
    answer = page.send({"bevilling": "60"})
    assert (answer.status, "Der står nu: 75" in answer.faults) == (412, True)
    answer.send({})
    assert town.api.read(f"/v1/budget-lines/{line['id']}")["allocatedDkk"] == 60


@pytest.mark.one_database("the interface refuses, and the page tells it")
def test_a_form_that_is_sent_as_it_stands_changes_nothing(town: Borough) -> None:
    tab = town.tab(Role.STEWARD)
    for name in town.systems:
        page = tab.open(town.at(name, "/ret"))
        before = town.api.card(town.systems[name])
        assert page.send().status == 200, name
        assert town.api.card(town.systems[name]) == before, name


@pytest.mark.one_database("the interface refuses, and the page tells it")
def test_a_form_that_is_sent_as_it_stands_keeps_names_with_commas_lines_and_the_order_of_lists(town: Borough) -> None:
    system = town.systems["Vejarkiv"]
    odd = {
        "alternativeNames": ["Økonomi, HR og IT", "B", "C; D"],
        "kle": ["05.01", "02.00.00"],
        "personalData": ["cpr", "ordinary"],
        "criticalityReason": "Første linje.\nAnden linje.",
        "description": "En linje.\n\nOg en til.",
        "notes": "a\nb",
        "usingUnitIds": [town.units["Teknik"]["id"], town.units["Social"]["id"]],
    }
    assert town.api.patch(f"/v1/systems/{system['id']}", odd).status_code == 200
    tab, before = town.tab(Role.STEWARD), town.api.card(system)
    page = tab.open(town.at("Vejarkiv", "/ret"))
    # A line of its own is what a browser leaves of a field that has one line.
    for field in page.form().element.all("input"):
        assert "\n" not in (field.get("value") or ""), field.attributes["name"]
    assert page.send().status == 200
    assert town.api.card(system) == before
    assert page.send({"leverandoer": "En anden"}).status == 200
    after = town.api.card(system)
    assert {name for name in odd if before[name] != after[name]} == set()
    assert after["supplier"] == "En anden"


@pytest.mark.one_database("the interface refuses, and the page tells it")
def test_a_correction_changes_what_was_corrected_and_says_why(town: Borough) -> None:
    tab, before = town.tab(Role.STEWARD), town.api.card(town.systems["Kortviser"])
    page = tab.open(town.at("Kortviser", "/ret"))
    typed = {
        "kritikalitet": "notCritical",
        "andre_navne": "Kortet\nKort, lille",
        "begrundelse": "Set efter\nmed vej æøå",
    }
    assert page.send({**typed, "personoplysninger": ["none"]}).status == 200
    after = town.api.card(town.systems["Kortviser"])
    changed = {
        name
        for name in (
            "name",
            "criticality",
            "alternativeNames",
            "personalData",
            "supplier",
            "description",
            "notes",
            "kle",
        )
        if before[name] != after[name]
    }
    assert changed == {"criticality", "alternativeNames", "personalData"}
    assert after["alternativeNames"] == ["Kortet", "Kort, lille"]
    history = town.api.read(f"/v1/systems/{after['id']}/history")["items"]
    assert "Set efter med vej æøå" in {item["reason"] for item in history}


def test_what_was_typed_is_kept_where_the_session_is_over(town: Borough) -> None:
    tab = town.owner(LENE)
    page = tab.open(town.at("Boligstøtte", "/bekraeft"))
    town.api.time.advance(days=3)
    town.api.read("/v1/me")
    with no_trace(town.api):
        answer = page.send({**ANSWERS, "bemaerkning": "Vi mangler penge.\nMange."})
    assert (answer.status, answer.heading) == (401, "Du er blevet logget ud")
    assert "Vi mangler penge." in answer.text
    tab.sign_in()
    assert "Tak. Svaret er skrevet ned." in answer.send().text
    (attested,) = attestations(town, "Boligstøtte")
    assert (attested["money"], attested["note"]) == ("no", "Vi mangler penge.\nMange.")


@pytest.mark.one_database("what was typed is not stored")
def test_a_session_that_is_over_keeps_several_values_of_one_field(town: Borough) -> None:
    tab = town.tab(Role.STEWARD)
    page = tab.open(town.at("Vejarkiv", "/ret"))
    tab.client.cookies.clear()
    answer = page.send({"personoplysninger": ["ordinary", "cpr"], "navn": '"><script>alert(1)</script>'})
    assert answer.status == 401
    tab.sign_in()
    assert answer.send().status == 200
    card = town.api.card(town.systems["Vejarkiv"])
    assert (card["personalData"], card["name"]) == (["ordinary", "cpr"], '"><script>alert(1)</script>')


@pytest.mark.one_database("the form alone")
def test_half_an_attestation_comes_back_as_it_was_filled_in(town: Borough) -> None:
    page = town.owner(LENE).open(town.at("Boligstøtte", "/bekraeft"))
    answer = page.send({"ejerskab": "yes", "indsigt": "unknown", "bemaerkning": "Spørg igen."})
    assert answer.status == 400
    assert ("indsigt", "unknown") in answer.form().fields
    assert answer.form().value("bemaerkning") == "Spørg igen."
    assert answer.send({"tid": "no", "penge": "no"}).status == 200


def test_many_questions_are_answered_on_one_page(town: Borough) -> None:
    tab = town.owner(LENE)
    page = tab.open("/mit")
    form = page.form("/mit/svar")
    first, second = [value for name, value in form.fields if name == "sporgsmaal"]
    typed = {f"{name}-{first}": value for name, value in ANSWERS.items()}
    answer = page.send({**typed, f"tid-{second}": "yes"}, to="/mit/svar")
    assert answer.status == 400
    assert "Svar på alle fire spørgsmål" in answer.faults
    left = answer.form("/mit/svar")
    assert [value for name, value in left.fields if name == "sporgsmaal"] == [second]
    done = answer.send({f"{name}-{second}": value for name, value in ANSWERS.items()}, to="/mit/svar")
    assert "Tak. Svaret er skrevet ned." in done.text
    assert not done.has_form("/mit/svar")


def test_a_title_that_several_positions_have_is_chosen_among(town: Borough) -> None:
    town.api.position(5, town.units["Social"], title="Konsulent")
    twin = town.api.position(3, town.units["Teknik"], title="Konsulent")
    town.api.hold(twin)
    page = town.owner(LENE).open(town.at("Boligstøtte", "/tilbyd"))
    for typed in ("Konsulent", "fagkonsulent"):
        before = everything(town.api)
        answer = page.send({"stilling": typed, "bemaerkning": "Hele historien."})
        assert (answer.status, "Flere stillinger passer" in answer.faults) == (400, True)
        assert answer.form().value("bemaerkning") == "Hele historien."
        assert everything(town.api) == before
    answer = page.send({"stilling": "Konsulent", "bemaerkning": "Hele historien."})
    done = answer.send({"stilling_valg": f"{twin['id']}|Konsulent"})
    assert done.status == 200, done.faults
    (offer,) = [o for o in town.api.read("/v1/handovers", state="offered")["items"] if o["systemName"] == "Boligstøtte"]
    assert (offer["toPositionId"], offer["note"]) == (twin["id"], "Hele historien.")


@pytest.mark.one_database("the form alone")
def test_a_position_that_nobody_knows_is_said_so(town: Borough) -> None:
    page = town.owner(LENE).open(town.at("Boligstøtte", "/tilbyd"))
    for typed in ("Kejser", "<script>", "x" * 5_000, ""):
        answer = page.send({"stilling": typed})
        assert answer.status == 400, typed
        assert answer.faults


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1.250.000 kr.", 1_250_000),
        ("1.250.000,00 kr.", 1_250_000),
        ("1250000", 1_250_000),
        ("1 250 000", 1_250_000),
        ("1.250", 1_250),
        ("0", 0),
        ("", None),
    ],
)
@pytest.mark.one_database("the form alone")
def test_an_amount_is_read_as_people_write_it(town: Borough, typed: str, stored: int | None) -> None:
    page = town.tab(Role.STEWARD).open(town.at("Vejarkiv", "/budget"))
    answer = page.send({"skoen": typed, "bevilling": "7", "aar": "2026", "konto": "12.34"})
    assert answer.status == 200, answer.faults
    (line,) = town.api.read(f"/v1/systems/{town.systems['Vejarkiv']['id']}/budget-lines")["items"]
    assert (line["estimatedDkk"], line["allocatedDkk"]) == (stored, 7)


@pytest.mark.parametrize("typed", ["abc", "-1", "1,5", "9" * 40, "१२३"])
@pytest.mark.one_database("the form alone")
def test_what_is_no_amount_comes_back_with_what_is_wrong(town: Borough, typed: str) -> None:
    page = town.tab(Role.STEWARD).open(town.at("Vejarkiv", "/budget"))
    with no_trace(town.api):
        answer = page.send({"skoen": typed, "bevilling": "7"})
    assert answer.status in {400, 422}
    assert answer.faults
    assert answer.form().value("skoen") == typed


def test_what_a_reader_may_not_do_is_neither_offered_nor_done(town: Borough) -> None:
    tab = town.tab(Role.READER)
    page = tab.open(town.at("Sygedagpenge"))
    assert not page.main.all("form", method="post")
    with no_trace(town.api):
        for path in (town.at("Sygedagpenge", "/ret"), f"/tilbud/{town.made['offer']['id']}/overtag", "/import"):
            answer = WebPage(tab.post(path, [("navn", "Nyt navn"), ("maerke", '"x"')]), tab)
            assert answer.status in {400, 403, 412}, path
    assert isinstance(tab, Tab)


def test_an_absence_is_recorded_once_and_a_wrong_one_comes_back(town: Borough) -> None:
    tab = town.owner(LENE)
    page = tab.open("/mit")
    wrong = page.send({"fra": "2026-04-10", "til": "2026-04-01"}, to="/mit/fravaer")
    assert wrong.status in {400, 409, 422}
    assert wrong.faults
    done = wrong.send({"fra": "2026-04-01", "til": "2026-04-10"}, to="/mit/fravaer")
    assert "Fraværet er skrevet ned." in done.text
    assert "Væk fra 1. april til og med 10. april." in done.text


@pytest.mark.parametrize(
    "typed", ["12.50", "1.5", "0.99", "1.00", "1.234.5", "12.50 kr.", "12,50", "1e3", "-5", "0x10"]
)
@pytest.mark.one_database("the form alone")
def test_an_amount_that_may_mean_another_is_refused_beside_its_field(town: Borough, typed: str) -> None:
    page = town.tab(Role.STEWARD).open(town.at("Vejarkiv", "/budget"))
    answer = page.send({"skoen": "1.250.000", "bevilling": typed, "aar": "2026"})
    assert (answer.status, "kroner" in answer.faults) == (400, True)
    assert answer.form().value("bevilling") == typed
    assert town.api.read(f"/v1/systems/{town.systems['Vejarkiv']['id']}/budget-lines")["total"] == 0


def test_roles_of_kitos_are_added_changed_and_taken_away_on_the_page_of_the_policy(town: Borough) -> None:
    tab = town.tab(Role.ADMIN)
    address = "/administration/politik"
    typed = {"rolle-1": "Dataejer", "ansvar-1": "monitor", "rolle-2": "Changemanager", "ansvar-2": "intet"}
    assert tab.open(address).send(typed).status == 200
    assert town.api.read("/v1/policy")["kitosRoles"] == {"Dataejer": "monitor", "Changemanager": None}
    page = tab.open(address)
    assert dict(page.form().filled({}))["rolle-1"] == "Changemanager"
    assert page.send({"rolle-1": "", "ansvar-2": "owner"}).status == 200
    assert town.api.read("/v1/policy")["kitosRoles"] == {"Dataejer": "owner"}
    compared = tab.open(f"{address}?version=2").main.text
    assert "Roller i KITOS Changemanager: intet ansvar, Dataejer: følge Dataejer: systemejer" in compared


def test_a_fault_of_a_role_of_kitos_is_told_at_the_role_and_keeps_what_was_typed(town: Borough) -> None:
    page = town.tab(Role.ADMIN).open("/administration/politik")
    for typed, said in (
        ({"rolle-1": "Dataejer"}, "Vælg, hvilket ansvar rollen er"),
        (
            {"rolle-1": "Dataejer", "ansvar-1": "owner", "rolle-2": "data-ejer", "ansvar-2": "fix"},
            "Rollen står to gange",
        ),
        ({"rolle-1": "010190-1234", "ansvar-1": "owner"}, "CPR-nummer"),
        ({"rolle-1": "It/010190-1234", "ansvar-1": "intet"}, "CPR-nummer"),
    ):
        with no_trace(town.api):
            answer = page.send(typed)
        assert answer.status == 400
        number = 2 if "rolle-2" in typed else 1
        (fault,) = [each for each in answer.main.all(class_="fault") if each.get("id") == f"rolle-{number}-fejl"]
        assert said in fault.text
        assert dict(answer.form().filled({}))["rolle-1"] == typed["rolle-1"]
