"""What a workbook carries where nobody looks, and what it lets people type."""

from typing import Any

import pytest

from app.tabular.basis import MARK
from app.tabular.sheet_xml import column_letters
from tests.support.api import Api
from tests.support.exports import download
from tests.support.living import headers, opened

pytestmark = pytest.mark.one_database("what is written into a workbook")
KINDS = ["systems", "responsibilities", "budgets", "units", "positions", "people", "contracts"]


@pytest.fixture
def system(api: Api) -> dict[str, Any]:
    unit = api.unit("Familieafdelingen")
    chief = api.position(2, unit, title="Familiechef")
    api.hold(chief, api.person("Åse Ærø", email="aase@example.org"))
    made: dict[str, Any] = api.system("DUBU", description="Hemmelig", unitId=unit["id"], supplier="Leverandøren A/S")
    api.assign(made, chief)
    api.budget(made, estimatedDkk=1_234_567)
    api.make("/v1/contracts", {"name": "Drift", "systemIds": [made["id"]]})
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_very_hidden_sheet_has_a_row_for_each_row(api: Api, system: dict[str, Any], kind: str) -> None:
    book = opened(download(api, f"{kind}.xlsx"))
    (hidden,) = [sheet for sheet in book.worksheets if sheet.title.startswith("Grundlag")]
    assert (hidden.sheet_state, hidden["A1"].value) == ("veryHidden", MARK)
    assert f'"kind":"{kind}"' in hidden["B1"].value
    assert hidden.max_row == book.worksheets[0].max_row


def test_nothing_of_the_content_is_on_it(api: Api, system: dict[str, Any]) -> None:
    api.system("Aula", supplier="Leverandøren A/S")
    book = opened(download(api, "systems.xlsx"))
    told = [str(row[1]) for row in book["Grundlag systemer"].iter_rows(min_row=2, values_only=True)]
    assert all(set(digests) <= set("0123456789abcdef.") for digests in told)
    first, second = ({digests[at : at + 8] for at in range(len(digests))} for digests in told)
    # Equal suppliers do not show.
    assert not {part for part in first & second if "." not in part}


def test_findings_carry_nothing_since_they_do_not_come_back(api: Api, system: dict[str, Any]) -> None:
    assert opened(download(api, "findings.xlsx")).sheetnames[1:] == ["Om"]


def test_cells_offer_what_they_may_say(api: Api, system: dict[str, Any]) -> None:
    book = opened(download(api, "systems.xlsx"))
    sheet, lists = book.worksheets[0], book["Lister"]
    assert lists.sheet_state == "hidden"
    offered = {}
    for check in sheet.data_validations.dataValidation:
        if check.type == "list":
            letter = str(check.sqref)[: str(check.sqref).index("2")]
            cells = lists[check.formula1.split("!")[1].replace("$", "")]
            rows = cells if isinstance(cells, tuple) else ((cells,),)
            offered[sheet[f"{letter}1"].value] = [row[0].value for row in rows], check.errorStyle
    assert offered["Kritikalitet"][0] == ["samfundskritisk", "forretningskritisk", "ikke kritisk", "ukendt"]
    assert offered["Enhed"] == (["Familieafdelingen"], "warning")
    assert offered["Systemejer"] == (["Familiechef"], "warning")
    assert "Personoplysninger" not in offered


def test_keys_are_grey_and_refuse_what_is_typed_but_the_sheet_can_be_sorted(api: Api, system: dict[str, Any]) -> None:
    sheet = (book := opened(download(api, "systems.xlsx"))).worksheets[0]
    refusing = {str(check.sqref) for check in sheet.data_validations.dataValidation if check.formula1 == "FALSE"}
    letters = {column_letters(headers(book).index(name)) for name in ("Register-id", "Nøgle")}
    assert {place.split("2")[0] for place in refusing} == letters
    assert sheet.cell(2, headers(book).index("Register-id") + 1).fill.fgColor.rgb == "FFF3F4F6"
    assert sheet.protection.sheet is False


def test_headers_say_what_may_be_typed(api: Api, system: dict[str, Any]) -> None:
    sheet = (book := opened(download(api, "systems.xlsx"))).worksheets[0]
    notes = {name: cell.comment.text for name, cell in zip(headers(book), sheet[1], strict=True) if cell.comment}
    assert notes["Kritikalitet"].startswith("En af: samfundskritisk")
    assert notes["Ejers navn"] == "Til læsning. Den indlæses ikke."


def test_digests_of_many_rows_are_put_on_the_disk(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.exports.living._IN_MEMORY", 10)
    for number in range(3):
        api.system(f"S{number}")
    assert opened(download(api, "systems.xlsx"))["Grundlag systemer"].max_row == 4
