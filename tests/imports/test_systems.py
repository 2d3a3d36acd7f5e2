"""Importing systems."""

import unicodedata

from tests.support.api import Api
from tests.support.imports import by_name, codes, counts, revision, run

HEAD = (
    "System;Andre navne;Beskrivelse;Kritikalitet;Status;Ibrugtaget;Udfases;Personoplysninger;Anskaffelse;Målgruppe;KLE;"
    "Enhed;Brugende enheder;Leverandør;Driftsleverandør;Version;Bemærkninger;Senest bekræftet;Nøgle"
)
ROW = (
    'KSD;"Sygedagpenge, KOMBIT Sygedagpenge";Udbetaler sygedagpenge.;forretningskritisk;I drift;01-02-2019;;'
    '"almindelige, Følsomme";Standardsystem;intern;"32.24, 5.01";Ydelser;"Skoler\nHavn";KOMBIT;KMD;4.2;'
    '"To linjer,\nog komma";15-01-2026;KSD'
)


def units(api: Api) -> None:
    run(api, "units", "Enhed", "Ydelser", "Skoler", "Havn")


def test_all_columns_come_in(api: Api) -> None:
    units(api)
    report = run(api, "systems", HEAD, ROW)
    assert counts(report) == {"created": 1}, report["problems"]
    card = by_name(api, "/v1/systems", "KSD")
    ids = {unit["name"]: unit["id"] for unit in api.read("/v1/units")["items"]}
    expected = {
        "alternativeNames": ["Sygedagpenge", "KOMBIT Sygedagpenge"],
        "description": "Udbetaler sygedagpenge.",
        "criticality": "businessCritical",
        "lifecycle": "inOperation",
        "takenIntoUseOn": "2019-02-01",
        "personalData": ["ordinary", "sensitive"],
        "acquisition": "commercial",
        "audience": "internal",
        "kle": ["32.24", "05.01"],
        "unitId": ids["Ydelser"],
        "supplier": "KOMBIT",
        "operationSupplier": "KMD",
        "version": "4.2",
        "notes": "To linjer,\nog komma",
        "confirmedOn": "2026-01-15",
        "source": "import",
        "externalId": "KSD",
    }
    assert {key: card[key] for key in expected} == expected
    assert set(card["usingUnitIds"]) == {ids["Skoler"], ids["Havn"]}
    assert "OWN001" in api.flagged(card)


def test_the_same_file_twice_changes_nothing(api: Api) -> None:
    units(api)
    run(api, "systems", HEAD, ROW)
    before, card = revision(api), by_name(api, "/v1/systems", "KSD")
    api.time.advance(hours=1)
    assert counts(run(api, "systems", HEAD, ROW)) == {"unchanged": 1}
    assert revision(api) == before
    assert by_name(api, "/v1/systems", "KSD") == card


def test_codes_are_taken_as_well_as_labels(api: Api) -> None:
    run(api, "systems", "name;criticality;lifecycle;personalData", "KSD;societyCritical;phasingIn;none")
    card = by_name(api, "/v1/systems", "KSD")
    assert (card["criticality"], card["lifecycle"], card["personalData"]) == ("societyCritical", "phasingIn", ["none"])


def test_a_system_without_description_gets_an_empty_one_and_a_warning(api: Api) -> None:
    report = run(api, "systems", "System;Beskrivelse", "KSD;", "Aula;Skolernes intranet.")
    assert counts(report) == {"created": 2}
    assert codes(report) == [(2, "no-description")]
    assert report["warnings"] == 1
    assert by_name(api, "/v1/systems", "KSD")["description"] == ""


def test_an_unknown_word_is_told_with_the_possible_ones(api: Api) -> None:
    report = run(api, "systems", "System;Kritikalitet", "KSD;meget kritisk")
    (problem,) = [problem for problem in report["problems"] if problem["severity"] == "error"]
    assert (problem["row"], problem["column"], problem["value"]) == (2, "Kritikalitet", "meget kritisk")
    assert "samfundskritisk" in problem["detail"]


def test_categories_that_contradict_each_other_are_told(api: Api) -> None:
    report = run(api, "systems", "System;Beskrivelse;Personoplysninger", 'KSD;x;"ingen, almindelige"')
    assert [(problem["column"], problem["code"]) for problem in report["problems"]] == [
        ("Personoplysninger", "contradiction")
    ]


def test_a_period_that_ends_before_it_begins_is_told(api: Api) -> None:
    report = run(api, "systems", "System;Beskrivelse;Ibrugtaget;Udfases", "KSD;x;01-02-2026;01-01-2026")
    assert codes(report) == [(2, "backwards-period")]


def test_an_impossible_step_of_the_lifecycle_is_told_with_the_possible_ones(api: Api) -> None:
    api.system("KSD")
    report = run(api, "systems", "System;Status", "KSD;planlagt")
    assert codes(report) == [(2, "impossible-transition")]
    assert "»udfases«, »nedlagt«" in report["problems"][0]["detail"]
    assert counts(run(api, "systems", "System;Status", "KSD;udfases")) == {"updated": 1}


def test_a_file_confirms_the_record_where_it_says_when(api: Api) -> None:
    run(api, "systems", "System;Beskrivelse;Senest bekræftet", "KSD;x;01-01-2020")
    assert counts(run(api, "systems", "System;Version", "KSD;2")) == {"updated": 1}
    assert by_name(api, "/v1/systems", "KSD")["confirmedOn"] == "2020-01-01"
    rows = ("System;Version;Senest bekræftet", "KSD;3;01-01-2021")
    assert counts(run(api, "systems", *rows)) == {"updated": 1}
    assert counts(run(api, "systems", *rows)) == {"unchanged": 1}
    assert by_name(api, "/v1/systems", "KSD")["confirmedOn"] == "2021-01-01"


def test_a_system_that_came_into_use_by_a_file_was_in_use(api: Api) -> None:
    planned = api.system("KSD", lifecycle="planned")
    run(api, "systems", "System;Status", "KSD;i drift")
    assert api.delete(f"/v1/systems/{planned['id']}").status_code == 409


def test_using_units_are_replaced_as_a_whole(api: Api) -> None:
    units(api)
    run(api, "systems", "System;Beskrivelse;Brugende enheder", "KSD;x;Ydelser, Skoler")
    assert counts(run(api, "systems", "System;Brugende enheder", "KSD;Skoler, Havn, Skoler")) == {"updated": 1}
    assert counts(run(api, "systems", "System;Brugende enheder", "KSD;Havn, Skoler")) == {"unchanged": 1}
    assert counts(run(api, "systems", "System;Brugende enheder", "KSD;")) == {"unchanged": 1}
    assert len(by_name(api, "/v1/systems", "KSD")["usingUnitIds"]) == 2


def test_an_exported_id_finds_the_system_whatever_its_key(api: Api) -> None:
    system = api.system("KSD", source="kitos", externalId="7")
    report = run(api, "systems", "System;Nøgle;Register-id", f"KSD 2;7;{system['id']}")
    assert counts(report) == {"updated": 1}
    card = api.card(system)
    assert (card["name"], card["source"], card["externalId"]) == ("KSD 2", "kitos", "7")


def test_an_id_is_enough_and_can_stand_once_only(api: Api) -> None:
    system = api.system("KSD")
    rows = (f";2;{system['id']}", f"KSD;3;{system['id']}", ";4;01890a5d-ac96-774b-bcce-b302099a8057")
    report = run(api, "systems", "System;Version;Register-id", *rows, partial=True)
    assert counts(report) == {"updated": 1, "rejected": 2}
    assert codes(report) == [(3, "repeated-key"), (4, "missing")]
    assert api.card(system)["version"] == "2"


def test_systems_that_the_file_leaves_out_stay(api: Api) -> None:
    api.system("Aula")
    run(api, "systems", "System", "KSD")
    assert by_name(api, "/v1/systems", "Aula")


def test_a_new_system_beside_its_namesake_from_elsewhere_is_asked_about_without_a_key_too(api: Api) -> None:
    api.system("Omsorg", source="cmdb", externalId="17")
    for header, row in (("Nøgle;System", "1;Omsorg"), ("System", "Omsorg")):
        report = run(api, "systems", f"{header};Beskrivelse", f"{row};x", source="regneark", dryRun=True)
        assert (report["created"], codes(report)) == (1, [(2, "same-name")])
        assert "Er det den samme?" in report["problems"][0]["detail"]


def test_a_key_that_was_changed_is_asked_about_unless_the_file_has_both(api: Api) -> None:
    head = "Nøgle;System;Beskrivelse"
    run(api, "systems", head, "1;Gamma;x", source="e")
    changed = run(api, "systems", head, "1b;Gamma;x", source="e", dryRun=True)
    assert (changed["created"], codes(changed)) == (1, [(2, "same-name")])
    assert "nøgle »1« i kilden »e«" in changed["problems"][0]["detail"]
    for rows in (("1;Gamma;x", "1b;Gamma;x"), ("1b;Gamma;x", "1;Gamma;x"), ("2;Delta;x", "3;Delta;x")):
        assert codes(run(api, "systems", head, *rows, source="e", dryRun=True)) == []


def test_the_same_file_from_a_mac_is_the_same(api: Api) -> None:
    """There the letter å is two characters: a and a ring above."""
    units(api)
    lines = ("Nøgle;System;Beskrivelse", "Å9;Prøve å;x")
    assert counts(run(api, "systems", *lines)) == {"created": 1}
    assert counts(run(api, "systems", *(unicodedata.normalize("NFD", line) for line in lines))) == {"unchanged": 1}
