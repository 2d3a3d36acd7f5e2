"""Importing units."""

import pytest

from tests.support.api import Api
from tests.support.imports import by_name, codes, counts, revision, run

pytestmark = pytest.mark.one_database("how cells are read")

TREE = ("Enhed;Type;Overordnet enhed;Nøgle", "Ydelser;center;FORV;YD", "Forvaltningen;Forvaltning;;FORV")


def test_a_parent_may_stand_below_in_the_file(api: Api) -> None:
    assert counts(run(api, "units", *TREE)) == {"created": 2}
    child, parent = by_name(api, "/v1/units", "Ydelser"), by_name(api, "/v1/units", "Forvaltningen")
    assert child["parentId"] == parent["id"]
    assert (child["kind"], parent["kind"]) == ("centre", "department")
    assert (child["source"], child["externalId"]) == ("import", "YD")


def test_the_same_file_twice_changes_nothing(api: Api) -> None:
    run(api, "units", *TREE)
    before, unit = revision(api), by_name(api, "/v1/units", "Ydelser")
    api.time.advance(hours=1)
    report = run(api, "units", *TREE)
    assert counts(report) == {"unchanged": 2}
    assert report["problems"] == []
    assert revision(api) == before
    assert by_name(api, "/v1/units", "Ydelser") == unit


def test_without_keys_the_name_finds_the_unit_again(api: Api) -> None:
    run(api, "units", "Enhed;Type", "Ydelser;team")
    assert by_name(api, "/v1/units", "Ydelser")["externalId"] == "Ydelser"
    assert counts(run(api, "units", "Enhed;Type", "YDELSER;center")) == {"updated": 1}
    unit = by_name(api, "/v1/units", "YDELSER")
    assert (unit["kind"], unit["externalId"]) == ("centre", "Ydelser")


def test_without_keys_a_renamed_unit_is_still_found(api: Api) -> None:
    run(api, "units", "Enhed", "Ydelser")
    unit = by_name(api, "/v1/units", "Ydelser")
    api.patch(f"/v1/units/{unit['id']}", {"name": "Ydelsescentret"})
    assert counts(run(api, "units", "Enhed", "Ydelser")) == {"updated": 1}


def test_a_unit_of_no_source_is_matched_by_name_and_keeps_having_none(api: Api) -> None:
    unit = api.unit("Ydelser")
    assert counts(run(api, "units", "Enhed;Type", "ydelser ;team")) == {"updated": 1}
    found = api.read(f"/v1/units/{unit['id']}")
    assert (found["kind"], found["source"]) == ("team", None)


def test_the_unit_of_another_source_is_not_taken_for_it(api: Api) -> None:
    api.unit("Ydelser", source="løn", externalId="7")
    assert counts(run(api, "units", "Enhed", "Ydelser")) == {"created": 1}


def test_a_new_key_beside_a_known_name_is_warned_of(api: Api) -> None:
    api.unit("Ydelser", source="løn", externalId="7")
    report = run(api, "units", "Enhed;Nøgle", "Ydelser;YD")
    assert counts(report) == {"created": 1}
    assert codes(report) == [(2, "same-name")]
    assert "nøgle »7« i kilden »løn«" in report["problems"][0]["detail"]
    assert codes(run(api, "units", "Enhed;Nøgle", "Ydelser;YD")) == []


def test_an_ambiguous_name_without_key_names_the_candidates(api: Api) -> None:
    first, second = api.unit("Ydelser"), api.unit("Ydelser")
    report = run(api, "units", "Enhed;Type", "Ydelser;team")
    assert codes(report) == [(2, "ambiguous-match")]
    assert first["id"] in report["problems"][0]["detail"]
    assert second["id"] in report["problems"][0]["detail"]


def test_the_id_of_a_unit_serves_as_its_key(api: Api) -> None:
    unit = api.unit("Ydelser")
    assert counts(run(api, "units", "Enhed;Nøgle", f"Ydelsescentret;{unit['id']}")) == {"updated": 1}
    found = api.read(f"/v1/units/{unit['id']}")
    assert (found["name"], found["externalId"]) == ("Ydelsescentret", None)


def test_an_empty_cell_and_a_missing_column_leave_the_value(api: Api) -> None:
    run(api, "units", *TREE)
    assert counts(run(api, "units", "Enhed;Overordnet enhed;Nøgle", ";;YD")) == {"unchanged": 1}
    assert counts(run(api, "units", "Enhed;Nøgle", "Ydelsescentret;YD")) == {"updated": 1}
    unit = by_name(api, "/v1/units", "Ydelsescentret")
    assert unit["kind"] == "centre"
    assert unit["parentId"] == by_name(api, "/v1/units", "Forvaltningen")["id"]


@pytest.mark.parametrize("second", ["Ydelser 2;YD", "Ydelser;YD"])
def test_a_repeated_key_names_the_first_row(api: Api, second: str) -> None:
    report = run(api, "units", "Enhed;Nøgle", "Ydelser;YD", "Skoler;SK", second)
    assert codes(report) == [(4, "repeated-key")]
    assert "række 2" in report["problems"][0]["detail"]
    assert (report["problems"][0]["column"], report["problems"][0]["value"]) == ("Nøgle", "YD")


def test_a_repeated_name_without_keys_names_the_first_row(api: Api) -> None:
    report = run(api, "units", "Enhed", "Ydelser", "ydelser")
    assert codes(report) == [(3, "repeated-key")]
    assert "række 2" in report["problems"][0]["detail"]


def test_a_circle_within_the_file_is_told_for_each_row(api: Api) -> None:
    report = run(api, "units", "Enhed;Overordnet enhed", "A;B", "B;C", "C;A", "D;A")
    assert codes(report) == [(2, "unit-cycle"), (3, "unit-cycle"), (4, "unit-cycle"), (5, "rejected-reference")]
    assert "A → B → C → A" in report["problems"][0]["detail"]
    assert "række 2" in report["problems"][3]["detail"]


def test_a_circle_with_what_is_registered_is_told(api: Api) -> None:
    run(api, "units", "Enhed;Overordnet enhed", "A;", "B;A", "C;B")
    report = run(api, "units", "Enhed;Overordnet enhed", "A;C")
    assert codes(report) == [(2, "unit-cycle")]


def test_a_unit_above_itself_is_refused(api: Api) -> None:
    assert codes(run(api, "units", "Enhed;Overordnet enhed", "A;A")) == [(2, "unit-cycle")]


def test_a_tree_can_be_turned_upside_down(api: Api) -> None:
    """No single statement may make a circle in passing."""
    run(api, "units", "Enhed;Overordnet enhed", "Rod;", "A;Rod", "B;A", "C;B")
    report = run(api, "units", "Enhed;Overordnet enhed;Type", "A;B;", "B;C;team", "C;Ny;", "Ny;Rod;")
    assert counts(report) == {"created": 1, "updated": 3}
    names = {unit["id"]: unit["name"] for unit in api.read("/v1/units")["items"]}
    above = {unit["name"]: names.get(unit["parentId"]) for unit in api.read("/v1/units")["items"]}
    assert above == {"Rod": None, "Ny": "Rod", "C": "Ny", "B": "C", "A": "B"}


def test_an_unknown_parent_is_told(api: Api) -> None:
    report = run(api, "units", "Enhed;Overordnet enhed", "A;Månen")
    assert codes(report) == [(2, "unknown-reference")]
    problem = report["problems"][0]
    assert (problem["column"], problem["value"], problem["severity"]) == ("Overordnet enhed", "Månen", "error")


def test_a_new_key_without_a_name_is_told(api: Api) -> None:
    report = run(api, "units", "Enhed;Nøgle;Type", ";X;team", ";;team")
    assert codes(report) == [(2, "missing"), (3, "missing")]


def test_a_source_of_ones_own_keeps_the_keys_apart(api: Api) -> None:
    run(api, "units", "Enhed;Nøgle", "Ydelser;1")
    assert counts(run(api, "units", "Enhed;Nøgle", "Skoler;1", source="løn")) == {"created": 1}
    assert by_name(api, "/v1/units", "Skoler")["source"] == "løn"
