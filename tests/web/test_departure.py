"""What happens when somebody leaves: the page tells what the interface would do, and nothing else."""

import pytest

from app.vocabulary import Role
from tests.web.borough import LENE, MAJA, Borough

one_database = pytest.mark.one_database("the page tells what the interface answers")


def items(text: str) -> str:
    return " ".join(text.split())


@one_database
def test_whoever_takes_the_position_has_its_duties_and_none_of_them_is_left_alone(town: Borough) -> None:
    successor = town.api.person("Daniel Dahl")
    town.api.hold(town.positions["Teamleder"], successor, role="deputy")
    town.api.assign(town.systems["Sygedagpenge"], town.positions["Teamleder"], "owner", basis="practice")
    page = town.owner(LENE).open("/mit/fratraedelse?dag=2026-06-30")
    said = items(page.text)
    assert "Ingen stilling bliver ubesat" in said
    assert "Teamleder, Ydelser: går videre til Daniel Dahl" in said
    assert "2 ansvar følger stillingen" in said
    assert "Sygedagpenge, systemejer: følger stillingen til Daniel Dahl (formelt og i praksis)" in said
    assert "ingen tager over" not in said
    assert "ansvar skal videre" not in said


@one_database
def test_deputising_ends_and_is_no_vacancy(town: Borough) -> None:
    for title in ("Socialchef", "Kommunaldirektør"):
        town.api.hold(town.positions[title], town.people[LENE], role="deputy")
    said = items(town.owner(LENE).open("/mit/fratraedelse?dag=2026-06-30").text)
    assert "1 stilling bliver ubesat" in said
    assert "2 stillinger mister deres stedfortræder" in said
    assert "Teamleder, Ydelser: bliver ubesat, og ansvaret går til Socialchef" in said


@one_database
def test_each_duty_is_told_once_with_what_becomes_of_it_formally_and_in_practice(town: Borough) -> None:
    town.api.assign(town.systems["Boligstøtte"], town.positions["Teamleder"], "owner", basis="practice")
    said = items(town.owner(LENE).open("/mit/fratraedelse?dag=2026-06-30").text)
    assert "2 ansvar skal videre" in said
    assert said.count("Boligstøtte, systemejer") == 1
    assert (
        "Boligstøtte, systemejer: tilbydes Socialchef (formelt); "
        "tilbydes ikke, aftal med Socialchef, hvem der gør det (i praksis)" in said
    )
    assert "Sygedagpenge, systemejer: er allerede tilbudt en anden (formelt)" in said


@one_database
def test_where_nobody_is_above_nobody_takes_over(town: Borough) -> None:
    director = town.people["Dorte Friis"]
    said = items(town.tab(Role.STEWARD).open(f"/mit/fratraedelse?dag=2026-06-30&person={director['id']}").text)
    assert "Kommunaldirektør, Kommunen: ingen tager over" in said
    assert "Nødkald, systemejer: ingen tager over (formelt)" in said
    assert MAJA not in said
