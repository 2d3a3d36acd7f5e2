"""What was wrong is told beside its field and by its name, without the interface's keys, codes and formats."""

import re

import pytest
from pydantic.alias_generators import to_camel

from app.models import RESOURCES
from app.vocabulary import Role
from app.web.fields import FIELDS
from tests.support.browsing import WebPage
from tests.support.refusals import no_trace
from tests.web.borough import LENE, Borough

one_database = pytest.mark.one_database("the page tells what the interface refuses")
#: Keys, pointers, ids and instants.
_FOR_MACHINES = re.compile(r"/[a-z]|\?[a-z]|`|\b[a-z]+[A-Z]\w*|\b[0-9a-f]{8}-|\d{4}-\d\d-\d\d|≤|Å{4}")
#: Nobody sees these, or they are what every row has.
_UNSEEN = re.compile(r"^(id|created_at|updated_at|\w+_sort|\w+_search)$")


def check_faults(page: WebPage, *said: str) -> None:
    assert page.status in {400, 409}, page.status
    assert page.faults
    assert not _FOR_MACHINES.findall(page.faults), page.faults
    for each in said:
        assert each in page.faults, page.faults


@one_database
def test_a_fault_of_the_system_is_named_as_its_field_is(town: Borough) -> None:
    tab = town.tab(Role.STEWARD)
    for typed, said in (
        ({"navn": ""}, "Navn: "),
        ({"noedplan": "ftp:nej"}, "Nødplan: "),
        ({"kle": "abc"}, "KLE: "),
        ({"ibrugtaget": "2026-02-01", "udfases": "2026-01-01"}, "Systemet udfases, før det er taget i brug."),
    ):
        with no_trace(town.api):
            page = tab.open(town.at("Vejarkiv", "/ret")).send(typed)
        check_faults(page, said)


@one_database
def test_a_fault_of_the_money_the_contract_and_the_duty_is_named_as_its_field_is(town: Borough) -> None:
    tab = town.tab(Role.STEWARD)
    check_faults(tab.open(town.at("Vejarkiv", "/budget")).send({"aar": "12", "skoen": "1", "bevilling": "1"}), "År: ")
    period = {"start": "2026-02-01", "slut": "2026-01-01"}
    ended = tab.open(town.at("Vejarkiv", "/kontrakt")).send({"navn": "Drift", **period})
    check_faults(ended, "Slutdag: Kontrakten slutter, før den begynder.")
    page = tab.open(town.at("Vejarkiv", "/ansvar"))
    backwards = {"stilling": "Teamleder", "fra": "2026-02-01", "til_og_med": "2026-01-01"}
    check_faults(page.send(backwards), "Perioden slutter, før den begynder.")
    taken = tab.open(town.at("Boligstøtte", "/ansvar")).send({"ansvar": "owner", "stilling": "Socialchef"})
    check_faults(taken, "»Teamleder« ejer systemet")


@one_database
def test_a_fault_of_the_policy_is_told_of_its_levels_and_its_day(town: Borough) -> None:
    page = town.tab(Role.ADMIN).open("/administration/politik")
    with no_trace(town.api):
        levels = page.send({"niveau-societyCritical": "5", "niveau-businessCritical": "1"})
        day = page.send({"dag": "77"})
    check_faults(levels, "Laveste niveau for en ejer: ", "samfundskritiske systemer")
    check_faults(day, "Budgettet er vedtaget senest: ")
    assert "dag-fejl" in {fault.get("id") for fault in day.main.all(class_="fault")}


@one_database
def test_an_address_that_cannot_be_answered_is_told_in_plain_words(town: Borough) -> None:
    tab = town.tab(Role.ADMIN)
    for path in ("/ansvar?from=2026-03-02&to=2026-01-01", "/ansvar?at=x", "/ansvar?duty=x", "/systemer?lifecycle=x"):
        page = WebPage(tab.get(path), tab)
        check_faults(page)


@one_database
@pytest.mark.parametrize("day", ["abc", "2020-01-01", "2999-01-01"])
def test_a_day_that_the_register_does_not_know_leads_back_to_the_system(town: Borough, day: str) -> None:
    tab, path = town.tab(Role.ADMIN), town.at("Vejarkiv")
    page = WebPage(tab.get(f"{path}?vist={day}"), tab)
    assert page.status == 400
    assert not _FOR_MACHINES.findall(page.text), page.text
    if day == "2020-01-01":
        assert "Registret begyndte den 2. marts 2026" in page.text
    assert page.click("Tilbage til siden, som den er i dag").heading == "Vejarkiv"


@one_database
def test_a_wrong_absence_is_told_in_plain_words(town: Borough) -> None:
    page = town.owner(LENE).open("/mit").send({"fra": "2026-04-10", "til": "2026-04-01"}, to="/mit/fravaer")
    check_faults(page, "Sidste dag: Perioden slutter, før den begynder.")


@one_database
def test_every_field_that_people_see_has_a_word() -> None:
    keys = {
        to_camel(column.name)
        for table in RESOURCES.values()
        for column in table.__table__.columns  # type: ignore[attr-defined]
        if not _UNSEEN.match(column.name)
    }
    assert keys - FIELDS.keys() == set()
