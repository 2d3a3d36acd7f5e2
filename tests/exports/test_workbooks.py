"""Workbooks as people get them: names beside keys, and a sheet that says what the file is."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from app.exports.filter_words import NO_FILTERS, WORDS
from app.exports.service import DATASETS as MADE
from app.vocabulary import Role
from tests.support.api import Api
from tests.support.exports import DATASETS, download
from tests.support.imports import counts, upload


def book(api: Api, file: str, **params: Any) -> Workbook:
    return load_workbook(BytesIO(download(api, file, **params)))


def records(found: Workbook, index: int = 0) -> list[dict[str, Any]]:
    head, *rows = found.worksheets[index].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def about(found: Workbook) -> dict[str, Any]:
    """What the sheet about the file says, by what stands in its first column."""
    rows = list(found["Om"].iter_rows(values_only=True))
    return {str(row[0]): row[1] for row in rows if row[0]}


@pytest.fixture
def town(api: Api) -> dict[str, Any]:
    """Two systems, one with an owner and money."""
    unit = api.unit("Familieafdelingen", source="fk", externalId="S-FAM")
    chief = api.position(2, unit, title="Familiechef", source="løn", externalId="P-1", budgetLimitDkk=500_000)
    api.hold(chief, api.person("Åse Ærø", email="aase@example.org"), validFrom="2024-01-01")
    system = api.system("DUBU", unitId=unit["id"], usingUnitIds=[unit["id"]], personalData=["sensitive"])
    api.assign(system, chief, validFrom="2024-05-01")
    api.budget(system, estimatedDkk=1_234_567)
    api.budget(api.system("Aula"), estimatedDkk=1)
    api.make("/v1/contracts", {"name": "Drift af DUBU", "systemIds": [system["id"]], "hotline": "+45 12345678"})
    return {"unit": unit, "chief": chief, "system": system}


def test_who_opens_the_systems_sees_names(api: Api, town: dict[str, Any]) -> None:
    _, system = records(book(api, "systems.xlsx"))
    assert (system["Enhed"], system["Enhedens navn"]) == ("S-FAM", "Familieafdelingen")
    assert (system["Systemejer"], system["Ejers stilling"], system["Ejers navn"]) == ("P-1", "Familiechef", "Åse Ærø")
    assert (system["Ejers ledelsesniveau"], str(system["Ejer siden"])) == (2, "2024-05-01 00:00:00")
    assert system["Brugende enheders navne"] == "Familieafdelingen"


def test_who_opens_the_organisation_sees_names(api: Api, town: dict[str, Any]) -> None:
    (position,) = records(book(api, "positions.xlsx"))
    assert (position["Enhed"], position["Enhedens navn"]) == ("S-FAM", "Familieafdelingen")
    assert (position["Indehavers navn"], position["Beløbsgrænse"]) == ("Åse Ærø", 500_000)
    (person,) = records(book(api, "people.xlsx"))
    assert (person["E-mail"], person["Stillinger"]) == ("aase@example.org", "Familiechef (Familieafdelingen)")
    (contract,) = records(book(api, "contracts.xlsx"))
    assert (contract["Systemernes navne"], contract["Hotline"]) == ("DUBU", "'+45 12345678")


def test_last_sheet_that_is_seen_says_what_the_file_is(api: Api, town: dict[str, Any]) -> None:
    found = book(
        api, "systems.xlsx", personalData="sensitive", unitId=town["unit"]["id"], rule="CON001", hasOwner="true"
    )
    said = about(found)
    assert said["Hvad det er"].startswith("Kommunens systemer")
    assert (said["Dannet"], said["Viser"]) == ("02-03-2026 kl. 10.00", "pr. 02-03-2026")
    assert said["Revision"] == api.read("/v1/dashboard/summary")["revision"]
    assert said["Rækker i »Systemer pr. 2026-03-02«"] == len(records(found))
    filters = {row[1] for row in found["Om"].iter_rows(values_only=True) if row[0] == "Filter"}
    assert {"Personoplysninger: følsomme", "Enhed: Familieafdelingen", "Har systemejer: ja"} < filters
    columns = {row[1]: row[2:] for row in found["Om"].iter_rows(values_only=True) if row[1] and row[3]}
    assert columns["Kritikalitet"][0] == "En af: samfundskritisk, forretningskritisk, ikke kritisk, ukendt"
    assert columns["Ejers navn"] == (None, "Til læsning. Den indlæses ikke.")


def test_note_and_printed_header_say_day_and_filters(api: Api, town: dict[str, Any]) -> None:
    sheet = book(api, "systems.xlsx", personalData="sensitive").worksheets[0]
    assert sheet["A1"].comment.text == "Systemer pr. 02-03-2026\nPersonoplysninger: følsomme"
    assert sheet.oddHeader is not None
    assert sheet.oddHeader.left.text == "Systemer pr. 02-03-2026 · Personoplysninger: følsomme"


def test_several_sheets_are_about_the_same_systems(api: Api, town: dict[str, Any]) -> None:
    asked = "budgets,systems,responsibilities,findings"
    found = book(api, "systems.xlsx", sheets=asked, q="dubu")
    assert [sheet.title.split()[0] for sheet in found.worksheets if sheet.sheet_state == "visible"] == [
        "Budgetter",
        "Systemer",
        "Ansvar",
        "Fund",
        "Om",
    ]
    names = [{row.get("Systemets navn") or row["System"] for row in records(found, index)} for index in range(4)]
    assert names == [{"DUBU"}] * 4
    (budget,) = records(found)
    assert (budget["Skøn"], found.worksheets[0].cell(2, 4).number_format) == (1_234_567, "#,##0")
    assert {
        name
        for index in range(4)
        for name in {row["System"] for row in records(book(api, "systems.xlsx", sheets=asked), index)}
    } >= {"DUBU", "Aula"}


def test_workbook_of_several_sheets_comes_back_unchanged(api: Api, town: dict[str, Any]) -> None:
    content = download(api, "systems.xlsx", sheets="systems,budgets")
    assert counts(upload(api, "systems", content).json()) == {"unchanged": 2}


def test_sheets_that_there_are_not_are_refused(api: Api) -> None:
    answer = api.get("/v1/exports/systems.xlsx", params={"sheets": "systems,people"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "?sheets")
    for file in ("systems.csv", "budgets.xlsx"):
        assert api.get(f"/v1/exports/{file}?sheets=systems").status_code == 400


def test_contact_details_are_for_those_who_see_them(api: Api, town: dict[str, Any]) -> None:
    registrar = api.as_role(Role.REGISTRAR, unit_id=town["unit"]["id"])
    (person,) = records(book(registrar, "people.xlsx"))
    assert (person["Navn"], person["E-mail"], person["Telefon"]) == ("Åse Ærø", None, None)
    (item,) = registrar.read("/v1/exports/people.json")["items"]
    assert (item["email"], item["phone"]) == (None, None)
    assert "aase@example.org" not in download(registrar, "people.csv").decode()


def test_access_to_a_unit_gives_that_part_of_the_organisation(api: Api, town: dict[str, Any]) -> None:
    elsewhere = api.unit("Veje")
    api.hold(api.position(3, elsewhere), api.person("Bo"))
    api.make("/v1/contracts", {"name": "Asfalt", "systemIds": [api.system("Veje", unitId=elsewhere["id"])["id"]]})
    part, whole = api.as_role(Role.REGISTRAR, unit_id=town["unit"]["id"]), api.as_role(Role.COORDINATOR)
    for dataset in ("units", "positions", "people", "contracts"):
        assert part.read(f"/v1/exports/{dataset}.json")["total"] == 1, dataset
        assert whole.read(f"/v1/exports/{dataset}.json")["total"] == 2, dataset


def test_lists_and_their_files_have_the_same_filters(api: Api, town: dict[str, Any]) -> None:
    api.unit("Skoler", kind="department")
    for path, params in (
        ("units", {"q": "famil"}),
        ("units", {"kind": "department"}),
        ("positions", {"unitId": town["unit"]["id"], "managementLevel": 2}),
        ("people", {"q": "ase"}),
        ("contracts", {"systemId": town["system"]["id"]}),
        ("contracts", {"endsBefore": "2026-01-01"}),
    ):
        listed, exported = api.read(f"/v1/{path}", **params), api.read(f"/v1/exports/{path}.json", **params)
        assert exported == {"items": listed["items"], "total": listed["total"]}, (path, params)


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_filter_has_a_danish_word(dataset: str) -> None:
    filters = next(made.filters for name, made in MADE.items() if name == dataset)
    assert set(filters.model_fields) - NO_FILTERS <= set(WORDS)
