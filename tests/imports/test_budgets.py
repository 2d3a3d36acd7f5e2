"""Importing budgets."""

from typing import Any

import pytest

from tests.support.api import Api
from tests.support.imports import codes, counts, revision, run

pytestmark = pytest.mark.one_database("how cells are read")

HEAD = "System;År;Art;Skøn;Bevilling;Budgetholder;Konto;Prisniveau;Varig"


@pytest.fixture
def system(api: Api) -> dict[str, Any]:
    api.position(2, api.unit("Ydelser"), title="Chef")
    return api.system("KSD")


def lines(api: Api, system: dict[str, Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = api.read(f"/v1/systems/{system['id']}/budget-lines")["items"]
    return items


def test_all_columns_come_in(api: Api, system: dict[str, Any]) -> None:
    rows = (HEAD, "KSD;2026;drift;900.000;0;Chef;4.12.1;2025;ja")
    assert counts(run(api, "budgets", *rows)) == {"created": 1}
    (line,) = lines(api, system)
    expected = {
        "fiscalYear": 2026,
        "kind": "operation",
        "estimatedDkk": 900_000,
        "allocatedDkk": 0,
        "account": "4.12.1",
        "priceLevelYear": 2025,
        "recurring": True,
    }
    assert {key: line[key] for key in expected} == expected
    assert line["holderPositionId"] is not None
    assert api.card(system)["funding"]["state"] == "unfunded"
    before = revision(api)
    assert counts(run(api, "budgets", *rows)) == {"unchanged": 1}
    assert revision(api) == before


def test_amounts_in_thousands(api: Api, system: dict[str, Any]) -> None:
    run(api, "budgets", HEAD, "KSD;2026;drift;1.250,5;900;;;;", amountUnit="thousandDkk")
    (line,) = lines(api, system)
    assert (line["estimatedDkk"], line["allocatedDkk"]) == (1_250_500, 900_000)


def test_system_year_kind_and_account_find_the_line(api: Api, system: dict[str, Any]) -> None:
    run(api, "budgets", HEAD, "KSD;2026;drift;100;;;A;;", "KSD;2026;drift;200;;;;;", "KSD;2027;drift;300;;;A;;")
    report = run(api, "budgets", HEAD, "KSD;2026;drift;150;;;A;;", "KSD;2026;drift;200;;;;;", "KSD;2026;licens;9;;;A;;")
    assert counts(report) == {"created": 1, "updated": 1, "unchanged": 1}
    assert sorted(line["estimatedDkk"] for line in lines(api, system)) == [9, 150, 200, 300]


def test_a_file_without_accounts_means_the_line_that_there_is(api: Api, system: dict[str, Any]) -> None:
    run(api, "budgets", HEAD, "KSD;2026;drift;100;;;A;;")
    assert counts(run(api, "budgets", "System;År;Art;Bevilling", "KSD;2026;drift;70")) == {"updated": 1}
    (line,) = lines(api, system)
    assert (line["estimatedDkk"], line["allocatedDkk"], line["account"]) == (100, 70, "A")


def test_a_row_that_fits_several_lines_is_told(api: Api, system: dict[str, Any]) -> None:
    run(api, "budgets", HEAD, "KSD;2026;drift;100;;;A;;", "KSD;2026;drift;100;;;B;;")
    report = run(api, "budgets", "System;År;Art;Bevilling", "KSD;2026;drift;70")
    assert codes(report) == [(2, "ambiguous-match")]
    assert "A; B" in report["problems"][0]["detail"]


def test_the_same_line_twice_is_told(api: Api, system: dict[str, Any]) -> None:
    report = run(api, "budgets", HEAD, "KSD;2026;drift;100;;;A;;", "ksd;2026;Drift;50;;;A;;")
    assert codes(report) == [(3, "repeated-key")]
    assert "række 2" in report["problems"][0]["detail"]


def test_what_is_missing_or_impossible_is_told(api: Api, system: dict[str, Any]) -> None:
    report = run(api, "budgets", HEAD, "KSD;;;1;;;;;", "KSD;2026;drift;-5;;;;;", "KSD;1999;drift;5;;;;;")
    assert [(problem["row"], problem["column"]) for problem in report["problems"]] == [
        (2, "År"),
        (3, "Skøn"),
        (4, "År"),
    ]
