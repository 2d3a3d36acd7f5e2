"""Importing positions, with who holds them."""

from datetime import date
from typing import Any

import pytest

from tests.support.api import Api
from tests.support.imports import by_name, codes, counts, revision, run

pytestmark = pytest.mark.one_database("how cells are read")

HEAD = "Stilling;Enhed;Ledelsesniveau;Nøgle"


@pytest.fixture
def units(api: Api) -> dict[str, Any]:
    run(api, "units", "Enhed;Overordnet enhed;Nøgle", "Forvaltningen;;F", "Ydelser;F;Y", "Skoler;F;S")
    return {name: by_name(api, "/v1/units", name) for name in ("Forvaltningen", "Ydelser", "Skoler")}


def position(api: Api, title: str) -> dict[str, Any]:
    return by_name(api, "/v1/positions", title, "title")


def test_all_columns_come_in(api: Api, units: dict[str, Any]) -> None:
    run(api, "people", "Navn;Nøgle", "Ida Holm;IH", "Jens Hansen;JH")
    head = "Stilling;Enhed;Ledelsesniveau;Leder enheden;Budgetansvar;Beløbsgrænse;Indehaver;Stedfortræder"
    rows = (
        f"{head};Refererer til;Nøgle",
        "Teamleder;Ydelser;4;ja;nej;50.000;Ida Holm;JH;Direktør;TL",
        "Direktør;F;1;ja;ja;1.000.000;Jens Hansen;;;DI",
    )
    assert counts(run(api, "positions", *rows)) == {"created": 2}
    leader, director = position(api, "Teamleder"), position(api, "Direktør")
    assert leader["unitId"] == units["Ydelser"]["id"]
    assert (leader["managementLevel"], leader["leadsUnit"], leader["budgetAuthority"]) == (4, True, "no")
    assert leader["budgetLimitDkk"] == 50_000
    assert leader["holder"]["name"] == "Ida Holm"
    assert leader["holder"]["since"] == api.time.today().isoformat()
    assert leader["deputy"]["name"] == "Jens Hansen"
    assert leader["reportsToId"] == director["id"]
    before = revision(api)
    assert counts(run(api, "positions", *rows)) == {"unchanged": 2}
    assert revision(api) == before


def test_without_keys_a_title_is_one_in_each_unit(api: Api, units: dict[str, Any]) -> None:
    rows = (HEAD, "Leder;Ydelser;3;", "Leder;Skoler;3;")
    assert counts(run(api, "positions", *rows)) == {"created": 2}
    assert counts(run(api, "positions", *rows)) == {"unchanged": 2}
    assert codes(run(api, "positions", HEAD, "Leder;;3;")) == [(2, "ambiguous-match")]
    assert codes(run(api, "positions", HEAD, "Leder;Skoler;3;", "leder;S;3;")) == [(3, "repeated-key")]


def test_a_new_position_needs_its_unit_and_level(api: Api, units: dict[str, Any]) -> None:
    report = run(api, "positions", "Stilling;Enhed", "Leder;Ydelser", "Chef;")
    assert codes(report) == [(2, "missing"), (3, "missing"), (3, "missing")]
    assert "filen mangler den kolonne" in report["problems"][0]["detail"]


def test_a_new_holder_follows_the_old_one(api: Api, units: dict[str, Any]) -> None:
    run(api, "people", "Navn", "Ida Holm", "Jens Hansen")
    rows = ("Stilling;Enhed;Ledelsesniveau;Indehaver", "Leder;Ydelser;3;Ida Holm")
    run(api, "positions", *rows)
    api.time.advance(days=10)
    assert counts(run(api, "positions", rows[0], "Leder;Ydelser;3;Jens Hansen")) == {"updated": 1}
    holder = position(api, "Leder")["holder"]
    assert (holder["name"], holder["since"]) == ("Jens Hansen", api.time.today().isoformat())
    assert counts(run(api, "positions", rows[0], "Leder;Ydelser;3;Jens Hansen")) == {"unchanged": 1}
    assert counts(run(api, "positions", rows[0], "Leder;Ydelser;3;")) == {"unchanged": 1}


def test_a_holder_of_the_same_day_is_corrected(api: Api, units: dict[str, Any]) -> None:
    run(api, "people", "Navn", "Ida Holm", "Jens Hansen")
    head = "Stilling;Enhed;Ledelsesniveau;Indehaver;Stedfortræder"
    run(api, "positions", head, "Leder;Ydelser;3;Ida Holm;Jens Hansen")
    assert counts(run(api, "positions", head, "Leder;Ydelser;3;Jens Hansen;Ida Holm")) == {"updated": 1}
    found = position(api, "Leder")
    assert (found["holder"]["name"], found["deputy"]["name"]) == ("Jens Hansen", "Ida Holm")


def test_a_successor_who_is_set_for_later_still_takes_over(api: Api, units: dict[str, Any]) -> None:
    run(api, "people", "Navn", "Ida Holm", "Jens Hansen")
    made = api.position(3, units["Ydelser"], title="Leder")
    api.hold(made, by_name(api, "/v1/people", "Jens Hansen"), validFrom="2026-06-01")
    run(api, "positions", "Stilling;Enhed;Indehaver", "Leder;Ydelser;Ida Holm")
    holder = position(api, "Leder")["holder"]
    assert (holder["name"], holder["until"]) == ("Ida Holm", "2026-05-31")
    api.time.instant = api.time.instant.replace(month=6, day=1)
    assert position(api, "Leder")["holder"]["name"] == "Jens Hansen"


def test_a_second_deputy_of_the_day_goes_with_the_first(api: Api, units: dict[str, Any]) -> None:
    made = api.position(3, units["Ydelser"], title="Leder")
    for name in ("Ida Holm", "Jens Hansen", "Bo Lund"):
        api.hold(made, api.person(name), role="deputy", validFrom=str(date(2026, 3, 1 if name == "Bo Lund" else 2)))
    api.person("Eva Friis")
    run(api, "positions", "Stilling;Enhed;Stedfortræder", "Leder;Ydelser;Eva Friis")
    assert position(api, "Leder")["deputy"]["name"] == "Eva Friis"
    assert counts(run(api, "positions", "Stilling;Enhed;Stedfortræder", "Leder;Ydelser;Eva Friis")) == {"unchanged": 1}


def test_lines_of_reporting_in_a_circle_are_told(api: Api, units: dict[str, Any]) -> None:
    head = "Stilling;Enhed;Ledelsesniveau;Refererer til"
    report = run(api, "positions", head, "A;Ydelser;3;B", "B;Ydelser;3;A", "C;Ydelser;3;C")
    assert codes(report) == [(2, "reporting-loop"), (3, "reporting-loop"), (4, "reporting-loop")]


def test_a_circle_through_a_derived_line_is_told(api: Api, units: dict[str, Any]) -> None:
    """The leader of the unit stands above whoever names nobody."""
    head = "Stilling;Enhed;Ledelsesniveau;Leder enheden;Refererer til"
    report = run(api, "positions", head, "Leder;Ydelser;3;ja;Medarbejder", "Medarbejder;Ydelser;5;nej;")
    assert {code for _, code in codes(report)} == {"reporting-loop"}


def test_positions_can_change_places_in_the_line(api: Api, units: dict[str, Any]) -> None:
    head = "Stilling;Enhed;Ledelsesniveau;Refererer til"
    run(api, "positions", head, "A;Ydelser;1;", "B;Ydelser;3;A", "C;Ydelser;4;B")
    assert counts(run(api, "positions", head, "B;Ydelser;3;C", "C;Ydelser;4;A")) == {"updated": 2}
    assert position(api, "B")["reportsToId"] == position(api, "C")["id"]


def test_a_level_out_of_range_is_told(api: Api, units: dict[str, Any]) -> None:
    report = run(api, "positions", HEAD, "Leder;Ydelser;7;")
    assert [(problem["column"], problem["value"]) for problem in report["problems"]] == [("Ledelsesniveau", "7")]


def test_limits_follow_the_unit_of_the_amounts(api: Api, units: dict[str, Any]) -> None:
    run(api, "positions", "Stilling;Enhed;Ledelsesniveau;Beløbsgrænse", "Leder;Ydelser;3;50", amountUnit="thousandDkk")
    assert position(api, "Leder")["budgetLimitDkk"] == 50_000


def test_units_may_be_namesakes_too(api: Api) -> None:
    run(api, "units", "Enhed;Nøgle", "Administration;1", "Administration;2")
    rows = (HEAD, "Leder;1;3;", "Leder;2;4;")
    assert counts(run(api, "positions", *rows)) == {"created": 2}
    assert counts(run(api, "positions", *rows)) == {"unchanged": 2}
    assert counts(run(api, "positions", rows[0], "Leder;2;3;")) == {"updated": 1}


def test_a_level_may_be_named(api: Api, units: dict[str, Any]) -> None:
    run(api, "positions", HEAD, "Borgmester;F;Byråd;", "Socialchef;F;chef;")
    assert position(api, "Borgmester")["managementLevel"] == 0
    assert position(api, "Socialchef")["managementLevel"] == 2


def test_a_holder_who_has_left_is_told(api: Api, units: dict[str, Any]) -> None:
    api.person("Lis Gået", leavesOn="2025-12-31")
    report = run(api, "positions", "Stilling;Enhed;Ledelsesniveau;Indehaver", "Ny chef;Ydelser;3;Lis Gået")
    assert (counts(report), codes(report)) == ({"created": 1}, [(2, "has-left")])
