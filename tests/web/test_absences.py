"""One's own absences on one's own page: told in their order, corrected, ended and removed."""

from typing import Any

import pytest

from tests.support.browsing import WebPage
from tests.support.refusals import no_trace
from tests.web.borough import LENE, MAJA, Borough

one_database = pytest.mark.one_database("the interface writes, and the page asks it to")


def away(town: Borough, name: str, first: str, last: str | None) -> dict[str, Any]:
    body = {"from": first, "until": last}
    return town.api.make(f"/v1/people/{town.people[name]['id']}/absences", body)


def standing(town: Borough, name: str = LENE) -> list[tuple[str, str | None]]:
    items = town.api.read(f"/v1/people/{town.people[name]['id']}/absences")["items"]
    return sorted((absence["from"], absence["until"]) for absence in items)


def told(page: WebPage) -> list[str]:
    found = [item.text for item in page.main.all("li")]
    return [text for text in found if text.startswith("Væk fra")]


def test_absences_stand_by_their_first_day(town: Borough) -> None:
    for month in ("06", "04", "05"):
        away(town, LENE, f"2026-{month}-10", f"2026-{month}-12")
    firsts = [text.split()[3] for text in told(town.owner(LENE).open("/mit"))]
    assert firsts == ["april", "maj", "juni"]


def test_an_absence_is_removed(town: Borough) -> None:
    absence = away(town, LENE, "2026-04-01", "2026-04-10")
    path = f"/mit/fravaer/{absence['id']}"
    done = town.owner(LENE).open("/mit").send(to=path, button="slet")
    assert "Fraværet er slettet." in done.text
    assert (standing(town), told(done)) == ([], [])


def test_an_absence_is_corrected_and_a_wrong_correction_comes_back(town: Borough) -> None:
    absence = away(town, LENE, "2026-04-01", "2026-04-10")
    path = f"/mit/fravaer/{absence['id']}"
    page = town.owner(LENE).open("/mit")
    with no_trace(town.api):
        wrong = page.send({"til": "2026-03-20"}, to=path, button="ret")
    assert (wrong.status, bool(wrong.faults)) == (400, True)
    assert wrong.form(path).value("til") == "2026-03-20"
    done = wrong.send({"til": "2026-04-12"}, to=path, button="ret")
    assert "Fraværet er rettet." in done.text
    assert standing(town) == [("2026-04-01", "2026-04-12")]


@one_database
@pytest.mark.parametrize(("first", "left"), [("2026-02-20", [("2026-02-20", "2026-03-01")]), ("2026-03-02", [])])
def test_whoever_is_back_was_away_until_yesterday(town: Borough, first: str, left: list[Any]) -> None:
    absence = away(town, LENE, first, None)
    path = f"/mit/fravaer/{absence['id']}"
    town.owner(LENE).open("/mit").send(to=path, button="tilbage")
    assert standing(town) == left


@one_database
def test_nobody_comes_back_before_they_went(town: Borough) -> None:
    absence = away(town, LENE, "2026-04-01", None)
    form = town.owner(LENE).open("/mit").form(f"/mit/fravaer/{absence['id']}")
    buttons = [button.attributes["name"] for button in form.element.all("button")]
    assert buttons == ["ret", "slet"]


@one_database
def test_the_same_absence_is_not_written_down_twice(town: Borough) -> None:
    away(town, LENE, "2026-04-01", "2026-04-10")
    page = town.owner(LENE).open("/mit")
    with no_trace(town.api):
        again = page.send({"fra": "2026-04-01", "til": "2026-04-10"}, to="/mit/fravaer")
    assert (again.status, again.faults) == (409, "Det fravær er skrevet ned allerede.")
    other = again.send({"fra": "2026-04-08", "til": "2026-04-14"}, to="/mit/fravaer")
    assert "overlapper et tidligere fravær" in other.text


@one_database
def test_nobody_removes_the_absence_of_another(town: Borough) -> None:
    absence = away(town, MAJA, "2026-04-01", "2026-04-10")
    tab = town.owner(LENE)
    form = tab.open("/mit").form("/mit/fravaer")
    with no_trace(town.api):
        answer = tab.post(f"/mit/fravaer/{absence['id']}", [*form.fields, ("slet", "ja")])
    assert answer.status_code == 403
    assert standing(town, MAJA) == [("2026-04-01", "2026-04-10")]
