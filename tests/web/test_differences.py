"""Differences from KITOS on their page: side by side, decided once, and told where that cannot be."""

from app.vocabulary import Role
from tests.support.differing import differ
from tests.web.borough import Borough

PAGE = "/import/kitos"


def test_a_difference_is_found_from_the_import_and_decided_on(town: Borough) -> None:
    tab = town.tab(Role.STEWARD)
    page = tab.open("/import").click("2 forskelle fra KITOS skal afgøres")
    assert "KITOS siger »Driften er flyttet.« Registret siger intet" in page.main.text
    where = f"{PAGE}/{town.made['difference Sygedagpenge']['id']}"
    after = page.send(to=where, button="kitos")
    assert "Forskellen er afgjort." in after.root.text
    assert "Driften er flyttet." not in after.main.text
    assert town.api.read(f"/v1/systems/{town.systems['Sygedagpenge']['id']}")["notes"] == "Driften er flyttet."


def test_a_double_click_and_a_second_person_are_safe(town: Borough) -> None:
    first, second = town.tab(Role.STEWARD), town.tab(Role.ADMIN)
    where = f"{PAGE}/{town.made['difference Vejarkiv']['id']}"
    pages = [tab.open(PAGE) for tab in (first, second)]
    sent = pages[0].form(where).filled({}, "kitos")
    assert [first.post(where, sent).status_code for _ in range(2)] == [303, 303]
    late = pages[1].send(to=where, button="registret")
    assert (late.status, "Forskellen er afgjort i mellemtiden." in late.main.text) == (409, True)
    assert town.api.read(f"/v1/systems/{town.systems['Vejarkiv']['id']}")["version"] == "7"


def test_what_cannot_be_taken_over_is_told_at_the_difference(town: Borough) -> None:
    difference = differ(town.api, "systems", town.systems["Vejarkiv"], "name", "Sygedagpenge 010190-1234")
    answer = town.tab(Role.ADMIN).open(PAGE).send(to=f"{PAGE}/{difference}", button="kitos")
    assert answer.status == 409
    (notice,) = answer.main.all(class_="notice bad")
    assert "Registret kan ikke tage det over" in notice.text


def test_those_who_may_not_decide_see_neither_the_page_nor_the_way(town: Borough) -> None:
    tab = town.tab(Role.REGISTRAR)
    assert "KITOS" not in tab.open("/import").main.text
    assert tab.get(PAGE).status_code == 403
