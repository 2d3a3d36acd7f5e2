"""Columns of an exported workbook that only show: what is written there is told, and where to write it instead."""

from typing import Any

import orjson
import pytest

from app.tabular.basis import SHEET
from tests.imports.test_living import back, make_town
from tests.support.api import Api
from tests.support.exports import download
from tests.support.furnishing import furnished
from tests.support.imports import codes, counts
from tests.support.living import edited, headers, opened, put, saved

pytestmark = pytest.mark.one_database("how workbooks are read")


@pytest.fixture
def town(api: Api) -> dict[str, dict[str, Any]]:
    return furnished(api, make_town)


@pytest.mark.parametrize(
    ("kind", "row", "header", "where"),
    [
        ("systems", "aula", "Ejers navn", "»Systemejer«"),
        ("systems", "dubu", "Enhedens navn", "»Enhed«"),
        ("systems", "dubu", "Finansiering", "i registret"),
        ("systems", "dubu", "Antal fund", "i registret"),
        ("responsibilities", "duty", "Person", "»Stilling«"),
        ("responsibilities", "duty", "Stillingens navn", "»Stilling«"),
        ("budgets", "line", "Systemets navn", "»System«"),
        ("positions", "chef Skoler", "Indehavers navn", "»Indehaver«"),
        ("units", "Veje", "Overordnet enheds navn", "»Overordnet enhed«"),
        ("people", "person", "Stillinger", "i registret"),
        ("contracts", "contract", "Systemernes navne", "»Systemer«"),
    ],
)
@pytest.mark.parametrize("value", ["Noget andet", None])
def test_an_edit_in_a_column_that_shows_is_told_at_its_cell(
    api: Api, town: dict[str, Any], kind: str, row: str, header: str, where: str, value: str | None
) -> None:
    content = download(api, f"{kind}.xlsx")
    book = opened(content)
    at = next(
        n for n, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), 1) if town[row]["id"] in cells
    )
    was = book.worksheets[0].cell(at, headers(book).index(header) + 1).value
    report = back(api, edited(content, (town[row]["id"], header, value)), kind)
    assert counts(report) == {"unchanged": report["rows"]}
    told = [] if was == value else [(at, header, value, "warning")]
    assert [(each["row"], each["column"], each["value"], each["severity"]) for each in report["problems"]] == told
    for problem in report["problems"]:
        assert problem["code"] == "shown-only"
        assert problem["cell"].endswith(str(at))
        assert where in problem["detail"]


def test_a_new_row_that_says_it_only_there_is_told(api: Api, town: dict[str, Any]) -> None:
    book = opened(download(api, "systems.xlsx"))
    said = {"System": "Nyt", "Beskrivelse": "x", "Ejers navn": "Åse Ærø"}
    for owner in (None, "Chef for Skoler"):
        row = {**said, "System": f"Nyt {owner}", "Systemejer": owner}
        book.worksheets[0].append([row.get(name) for name in headers(book)])
    report = back(api, saved(book))
    assert (counts(report), codes(report)) == ({"created": 2, "unchanged": 2}, [(4, "shown-only")])
    assert "»Systemejer«" in report["problems"][0]["detail"]


def test_a_workbook_that_is_older_says_nothing_of_them(api: Api, town: dict[str, Any]) -> None:
    book = opened(download(api, "systems.xlsx"))
    dubu = town["dubu"]["id"]
    put(book, dubu, "Ejers navn", "En anden")
    put(book, dubu, "Leverandør", "B")
    hidden = next(sheet for sheet in book.worksheets if sheet.title.startswith(SHEET))
    head = orjson.loads(hidden["B1"].value)
    head["fields"] = head["fields"][: head["fields"].index("ownerPersonName")]
    hidden["B1"].value = orjson.dumps(head).decode()
    report = back(api, saved(book))
    assert (counts(report), codes(report)) == ({"updated": 1, "unchanged": 1}, [])
