"""What is wrong with a file: in pages, in groups, and written into the file itself."""

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from tests.awkward.case import book, saved, sheets
from tests.support.api import Api
from tests.support.imports import csv, upload

pytestmark = pytest.mark.one_database("problems are rows like any other")

HEAD = ("System", "Beskrivelse", "Kritikalitet")
RED, YELLOW = "00FFC7CE", "00FFEB9C"


def pages(api: Api, report_id: str, **query: Any) -> list[dict[str, Any]]:
    """All items, page by page."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, Any] = {}
    while True:
        page = api.read(f"/v1/imports/{report_id}/problems", **query, **cursor)
        found += page["items"]
        if page["nextCursor"] is None:
            return found
        cursor = {"cursor": page["nextCursor"]}


def annotated(api: Api, report_id: str) -> Any:
    response = api.get(f"/v1/imports/{report_id}/annotated.xlsx")
    assert response.status_code == 200, response.text
    assert response.headers["cache-control"] == "no-store"
    return openpyxl.load_workbook(io.BytesIO(response.content))


def sent(api: Api, content: bytes, **form: Any) -> dict[str, Any]:
    report: dict[str, Any] = upload(api, "systems", content, dryRun=True, **form).json()
    return report


def test_more_problems_than_the_report_holds_come_in_pages(sqlite_api: Api) -> None:
    rows = [f"System {number};x;{'vild' if number % 2 else 'mild'}" for number in range(1100)]
    report = sent(sqlite_api, csv(";".join(HEAD), *rows))
    assert (len(report["problems"]), report["problemsTotal"]) == (1000, 1100)
    found = pages(sqlite_api, report["id"], limit=200)
    assert [problem["row"] for problem in found] == list(range(2, 1102))
    assert found[:1000] == report["problems"]


def test_the_same_fault_is_told_once_with_its_rows(sqlite_api: Api) -> None:
    rows = [f"System {number};x;{'vild' if number % 2 else 'mild'}" for number in range(30)]
    report = sent(sqlite_api, csv(";".join(HEAD), *rows))
    mild, vild = pages(sqlite_api, report["id"], groupBy="problem", limit=1)
    assert (mild["value"], mild["count"], mild["rows"]) == ("mild", 15, list(range(2, 22, 2)))
    assert (vild["value"], vild["count"], vild["cells"][:2]) == ("vild", 15, ["C3", "C5"])


def test_errors_come_first_and_can_be_asked_for_alone(sqlite_api: Api) -> None:
    report = sent(sqlite_api, csv(";".join(HEAD), "KSD;;", "Aula;x;vild"))
    found = pages(sqlite_api, report["id"])
    assert [(one["severity"], one["cell"]) for one in found] == [("error", "C3"), ("warning", "B2")]
    assert pages(sqlite_api, report["id"], severity="warning") == found[1:]


def test_a_report_without_problems_has_none_and_no_file(sqlite_api: Api) -> None:
    report = sent(sqlite_api, csv("System;Beskrivelse", "KSD;x"))
    assert pages(sqlite_api, report["id"]) == []
    assert sqlite_api.get(f"/v1/imports/{report['id']}/annotated.xlsx").status_code == 404


def own_workbook() -> bytes:
    """With a title, a formula, a colour, a width and a second sheet, as its keeper has made it."""
    workbook = sheets(
        Systemer=(("Oversigt",), HEAD, ("KSD", "x", "vild"), ("Aula", None, None), ("KY", "x", None)),
        Noter=(("Vores egne noter", "=1+1"),),
    )
    sheet: Any = workbook["Systemer"]
    sheet["E3"] = "=LEN(B3)"
    sheet["A5"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet.column_dimensions["B"].width = 41
    return saved(workbook)


def test_the_file_comes_back_with_its_faults_and_everything_else_as_it_was(sqlite_api: Api) -> None:
    report = sent(sqlite_api, own_workbook())
    marked = annotated(sqlite_api, report["id"])
    sheet = marked["Systemer"]
    assert [cell.value for cell in sheet[2]][:4] == [*HEAD, "Fejl"]
    assert [sheet.cell(row, column).value for row in (3, 4, 5) for column in (1, 2, 3)] == [
        *("KSD", "x", "vild"),
        *("Aula", None, None),
        *("KY", "x", None),
    ]
    assert marked["Noter"]["B1"].value == "=1+1"
    assert sheet["A5"].fill.fgColor.rgb == "FF00FF00"
    assert sheet.column_dimensions["B"].width == 41
    assert "Skriv en af" in sheet["D3"].value
    assert sheet["D5"].value is None


def test_errors_are_red_and_warnings_yellow_in_their_cells(sqlite_api: Api) -> None:
    sheet = annotated(sqlite_api, sent(sqlite_api, own_workbook())["id"])["Systemer"]
    colours = {name: sheet[name].fill.fgColor.rgb for name in ("C3", "D3", "B4", "D4")}
    assert colours == {"C3": RED, "D3": RED, "B4": YELLOW, "D4": YELLOW}
    assert sheet["A3"].fill.fill_type is None


def test_the_marks_of_a_table_that_begins_further_right_are_in_its_cells(sqlite_api: Api) -> None:
    content = book((), (None, None, *HEAD), (None, None, "KSD", "x", "vild"))
    sheet = annotated(sqlite_api, sent(sqlite_api, content)["id"])["Ark1"]
    assert (sheet["E3"].fill.fgColor.rgb, sheet["F2"].value) == (RED, "Fejl")
    assert sheet["C3"].fill.fill_type is None


def test_a_second_round_replaces_the_marks_of_the_first(sqlite_api: Api) -> None:
    first = annotated(sqlite_api, sent(sqlite_api, own_workbook())["id"])
    sheet = first["Systemer"]
    sheet["C3"] = "ukendt"
    sheet["C4"] = "vild"
    report = sent(sqlite_api, saved(first))
    assert [(one["cell"], one["code"]) for one in report["problems"] if one["severity"] == "error"] == [
        ("C4", "unknown-value")
    ]
    again = annotated(sqlite_api, report["id"])["Systemer"]
    assert [cell.value for cell in again[2]].count("Fejl") == 1
    assert again["D3"].value is None
    assert "Skriv en af" in again["D4"].value


def test_what_was_text_comes_back_as_a_workbook_of_text(sqlite_api: Api) -> None:
    content = csv("System;Beskrivelse;Kritikalitet;Nøgle", "=KSD;En, to;vild;007")
    sheet = annotated(sqlite_api, sent(sqlite_api, content)["id"]).worksheets[0]
    assert [cell.value for cell in sheet[2]][:4] == ["=KSD", "En, to", "vild", "007"]
    assert sheet["A2"].data_type == "s"
    assert sheet["C2"].fill.fgColor.rgb == RED
