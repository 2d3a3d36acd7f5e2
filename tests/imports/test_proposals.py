"""A file is looked at before it is imported: what its columns seem to be, and what its words seem to mean."""

from typing import Any

import pytest

from tests.support.api import Api
from tests.support.imports import by_name, counts, csv, revision, upload

pytestmark = pytest.mark.one_database("what is read from a file has no database in it")

FOREIGN = csv(
    "Applicatie;Omschrijving;Kritikalitet;Kleur;Supplier",
    "KSD;Betaalt uit.;businessCritical;rood;KOMBIT",
    "Aula;School.;ikke kritisk;blauw;Netcompany",
    "Aula 2;School.;ikke kritisk;;Netcompany",
)


def propose(api: Api, content: bytes, kind: str = "systems", **form: str) -> dict[str, Any]:
    response = api.client.post(
        "/v1/imports/proposals", data={"kind": kind, **form}, files={"file": ("fil.csv", content)}
    )
    assert response.status_code == 200, response.text
    proposal: dict[str, Any] = response.json()
    return proposal


def columns(proposal: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {column["header"]: column for column in proposal["columns"]}


def test_our_own_headers_are_certain_and_need_no_mapping(sqlite_api: Api) -> None:
    proposal = propose(sqlite_api, csv("System;Beskrivelse;Kritikalitet", "KSD;x;forretningskritisk"))
    assert {header: column["field"] for header, column in columns(proposal).items()} == {
        "System": "name",
        "Beskrivelse": "description",
        "Kritikalitet": "criticality",
    }
    assert {column["confidence"] for column in proposal["columns"]} == {1.0}
    assert (proposal["mapping"], proposal["unmapped"], proposal["missing"]) == ({}, [], [])


def test_what_no_column_seems_to_hold_is_missing(sqlite_api: Api) -> None:
    proposal = propose(sqlite_api, csv("Farve;Beskrivelse", "rød;x"))
    assert (proposal["unmapped"], proposal["missing"]) == (["Farve"], ["name"])
    farve = columns(proposal)["Farve"]
    assert (farve["field"], farve["confidence"], farve["samples"]) == (None, 0.0, ["rød"])


def test_a_misspelt_header_is_less_than_certain(sqlite_api: Api) -> None:
    proposal = propose(sqlite_api, csv("System;Beskrivelsse", "KSD;x"))
    column = columns(proposal)["Beskrivelsse"]
    assert column["field"] == "description"
    assert 0 < column["confidence"] < 1
    assert proposal["mapping"] == {"Beskrivelsse": "description"}


def test_words_of_a_closed_list_are_proposed_with_what_they_seem_to_mean(sqlite_api: Api) -> None:
    content = csv("System;Kritikalitet", "KSD;forretningskritisk", "Aula;forretnings-kritiskt", "KY;grøn")
    values = columns(propose(sqlite_api, content))["Kritikalitet"]["values"]
    assert values == {
        "forretningskritisk": "businessCritical",
        "forretnings-kritiskt": "businessCritical",
        "grøn": None,
    }


def test_the_mapping_that_is_proposed_imports(sqlite_api: Api) -> None:
    proposal = propose(sqlite_api, FOREIGN)
    assert (proposal["rows"], proposal["headerRow"], proposal["sheet"]) == (3, 1, None)
    assert (proposal["unmapped"], proposal["missing"]) == (["Kleur"], [])
    response = upload(sqlite_api, "systems", FOREIGN, mapping=proposal["mapping"])
    assert response.status_code == 201, response.text
    assert counts(response.json()) == {"created": 3}
    card = by_name(sqlite_api, "/v1/systems", "KSD")
    assert (card["supplier"], card["criticality"]) == ("KOMBIT", "businessCritical")


def test_how_the_source_was_read_last_time_counts_first(sqlite_api: Api) -> None:
    upload(
        sqlite_api,
        "systems",
        csv("Navn;Kleur", "KP;rood"),
        source="topdesk",
        mapping={"Kleur": "supplier", "Navn": "name"},
    )
    again = columns(propose(sqlite_api, csv("Navn;Kleur", "KSD;blauw"), source="topdesk"))["Kleur"]
    assert (again["field"], again["confidence"]) == ("supplier", 1.0)
    elsewhere = columns(propose(sqlite_api, csv("Navn;Kleur", "KSD;blauw"), source="kitos"))["Kleur"]
    assert elsewhere["field"] is None


def test_looking_at_a_file_stores_nothing(sqlite_api: Api) -> None:
    before = revision(sqlite_api)
    propose(sqlite_api, FOREIGN)
    assert revision(sqlite_api) == before
    assert sqlite_api.read("/v1/systems")["total"] == 0


@pytest.mark.parametrize("number", ["010190-1234", "01 01 90 1234", "01.01.90-1234", "010190/1234", '"010190\n1234"'])
def test_samples_and_values_hide_what_looks_like_a_cpr_number(sqlite_api: Api, number: str) -> None:
    proposal = propose(sqlite_api, csv("System;Note;Personoplysninger", f"KSD;{number};{number}"))
    assert columns(proposal)["Note"]["samples"] == ["••••••-••••"]
    assert columns(proposal)["Personoplysninger"]["values"] == {"••••••-••••": None}


def test_a_file_that_cannot_be_read_is_refused_as_an_import_refuses_it(sqlite_api: Api) -> None:
    response = sqlite_api.client.post(
        "/v1/imports/proposals", data={"kind": "systems"}, files={"file": ("fil.csv", b"")}
    )
    assert (response.status_code, response.json()["errors"][0]["code"]) == (400, "no-header")


def test_an_empty_part_counts_as_left_out(sqlite_api: Api) -> None:
    assert propose(sqlite_api, FOREIGN, sheet="", source="") == propose(sqlite_api, FOREIGN)


@pytest.mark.parametrize("header", ["Idempotency-Key", "Change-Reason"])
def test_a_header_of_a_write_is_taken_and_must_say_something(sqlite_api: Api, header: str) -> None:
    def status(said: str) -> tuple[int, Any]:
        response = sqlite_api.client.post(
            "/v1/imports/proposals",
            data={"kind": "systems"},
            files={"file": ("fil.csv", FOREIGN)},
            headers={header: said},
        )
        return response.status_code, response.json().get("errors")

    assert status("indlaesning-1") == (200, None)
    code, errors = status("")
    assert (code, [(fault["pointer"], fault["code"]) for fault in errors]) == (
        400,
        [(header.lower(), "invalid-header")],
    )


def test_a_header_that_comes_again_can_be_named_and_the_proposal_imports(sqlite_api: Api) -> None:
    content = csv("System;Beskrivelse;Leverandør;Leverandør", "KSD;Udbetaler.;KMD;EG")
    proposal = propose(sqlite_api, content)
    assert proposal["mapping"] == {"Leverandør (kolonne 4)": None}
    refused = upload(sqlite_api, "systems", content)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "duplicate-column")
    assert upload(sqlite_api, "systems", content, mapping=proposal["mapping"]).status_code == 201
    assert by_name(sqlite_api, "/v1/systems", "KSD")["supplier"] == "KMD"
    other = {"Leverandør": "operationSupplier", "Leverandør (kolonne 4)": "supplier"}
    assert upload(sqlite_api, "systems", content, mapping=other).status_code == 201
    system = by_name(sqlite_api, "/v1/systems", "KSD")
    assert (system["supplier"], system["operationSupplier"]) == ("EG", "KMD")


def test_an_empty_column_under_a_header_that_comes_again_is_no_column(sqlite_api: Api) -> None:
    content = csv("System;Beskrivelse;Leverandør;Leverandør", "KSD;Udbetaler.;KMD;", "Aula;Skole.;;")
    assert upload(sqlite_api, "systems", content).status_code == 201
    assert by_name(sqlite_api, "/v1/systems", "KSD")["supplier"] == "KMD"
