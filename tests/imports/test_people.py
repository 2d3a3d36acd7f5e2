"""Importing people."""

import pytest

from tests.support.api import Api
from tests.support.imports import by_name, codes, counts, run

pytestmark = pytest.mark.one_database("how cells are read")


def test_people_come_in_with_danish_dates(api: Api) -> None:
    rows = ("Navn;E-mail;Telefon;Fratræder;Nøgle", "Åse Sørensen;aase@kommune.dk;12 34 56 78;31-12-2026;AS")
    assert counts(run(api, "people", *rows)) == {"created": 1}
    person = by_name(api, "/v1/people", "Åse Sørensen")
    assert person["leavesOn"] == "2026-12-31"
    assert (person["email"], person["phone"]) == ("aase@kommune.dk", "12 34 56 78")
    assert counts(run(api, "people", *rows)) == {"unchanged": 1}


def test_namesakes_are_told_apart_by_their_keys(api: Api) -> None:
    assert counts(run(api, "people", "Navn;Nøgle", "Jens Hansen;1", "Jens Hansen;2")) == {"created": 2}


def test_what_the_interface_refuses_is_a_problem_that_names_the_column(api: Api) -> None:
    report = run(
        api,
        "people",
        "Navn;E-mail;Telefon;Nøgle",
        "A;ikke en adresse;12345678;1",
        "B;b@kommune.dk;ring venligst;2",
        f"{'C' * 201};;;3",
    )
    assert [(problem["row"], problem["column"], problem["code"]) for problem in report["problems"]] == [
        (2, "E-mail", "string-pattern-mismatch"),
        (3, "Telefon", "string-pattern-mismatch"),
        (4, "Navn", "string-too-long"),
    ]
    assert "navn@kommune.dk" in report["problems"][0]["detail"]
    assert "200 tegn" in report["problems"][2]["detail"]


def test_a_cpr_number_is_neither_stored_nor_repeated(api: Api) -> None:
    report = run(api, "people", "Navn;Nøgle", "Jens Hansen 010190-1234;1", "Ida Holm;0101901234")
    assert codes(report) == [(2, "cpr-number"), (3, "cpr-number")]
    assert "1234" not in api.get(f"/v1/imports/{report['id']}").text
