"""Spreadsheets as people really keep them, each with the report that its sender can expect."""

from typing import Any

import pytest

from tests.awkward.case import Refusal, Report
from tests.awkward.corpus import CORPUS
from tests.support.api import Api
from tests.support.imports import upload

pytestmark = pytest.mark.one_database("what is read from a file has no database in it")

_LEAST = 40


def test_there_are_many() -> None:
    assert len(CORPUS) >= _LEAST


@pytest.mark.parametrize("name", CORPUS)
def test_the_report_says_what_a_reader_of_the_sheet_expects(sqlite_api: Api, name: str) -> None:
    case = CORPUS[name]()
    if case.before is not None:
        case.before(sqlite_api)
    response = upload(sqlite_api, case.kind, case.content, name=case.name, dryRun=True, **case.form)
    said = response.json()
    if isinstance(case.expected, Refusal):
        found = (response.status_code, [error["code"] for error in said["errors"]])
        assert found == (case.expected.status, [case.expected.code]), said
        assert case.expected.said in response.text, said
    else:
        assert response.status_code == 200, said
        assert as_expected(said) == promised(case.expected), said["problems"]
    if case.after is not None:
        upload(sqlite_api, case.kind, case.content, name=case.name, **case.form)
        case.after(sqlite_api)


def as_expected(report: dict[str, Any]) -> dict[str, Any]:
    problems = sorted((str(problem["cell"] or problem["row"]), problem["code"]) for problem in report["problems"])
    names = ("sheet", "headerRow", "rows", "created", "updated", "rejected")
    return {name: report[name] for name in names} | {"problems": problems}


def promised(report: Report) -> dict[str, Any]:
    rows = report.created + report.updated + report.rejected if report.rows is None else report.rows
    return {
        "sheet": report.sheet,
        "headerRow": report.header_row,
        "rows": rows,
        "created": report.created,
        "updated": report.updated,
        "rejected": report.rejected,
        "problems": sorted((str(place), code) for place, code in report.problems),
    }
