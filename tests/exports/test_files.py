"""Exported files as clients get them."""

from io import BytesIO
from typing import Any

import orjson
import pytest
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from app.tabular.reading import read_table
from app.vocabulary import Role
from tests.support.api import Api
from tests.support.exports import DATASETS, FORMATS, download, lines
from tests.support.headers import ADDED, IMPORTED

pytestmark = pytest.mark.one_database("what a file looks like")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {
    "parquet": "application/vnd.apache.parquet",
    "ttl": "text/turtle; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": XLSX,
    "json": "application/json",
}
TITLES = {
    "systems": "systemer",
    "findings": "fund",
    "responsibilities": "ansvar",
    "budgets": "budgetter",
    "units": "enheder",
    "positions": "stillinger",
    "people": "personer",
    "contracts": "kontrakter",
}
FILES = [(dataset, suffix) for dataset in DATASETS for suffix in FORMATS]


def owned_system(api: Api) -> dict[str, Any]:
    """KSD, owned by a team leader without money."""
    unit = api.unit("Ydelser", source="fk", externalId="Y")
    position = api.position(4, unit, title="Teamleder, sygedagpenge")
    api.hold(position, api.person("Åse Ærø"), validFrom="2024-01-01")
    system = api.system(
        "KSD",
        criticality="businessCritical",
        personalData=["sensitive", "cpr"],
        takenIntoUseOn="2019-05-01",
        unitId=unit["id"],
        source="kitos",
        externalId="0012",
    )
    api.assign(system, position, validFrom="2024-01-01")
    api.budget(system, estimatedDkk=900_000, allocatedDkk=0, holderPositionId=position["id"], recurring=True)
    return system


def test_a_file_says_what_it_is_and_what_it_is_called(api: Api) -> None:
    for dataset, suffix in FILES:
        response = api.get(f"/v1/exports/{dataset}.{suffix}")
        assert response.status_code == 200
        assert response.headers["content-type"] == MEDIA_TYPES[suffix]
        name = f"{TITLES[dataset]}-pr-2026-03-02.{suffix}"
        assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert response.headers["cache-control"] == "private, no-cache"


def test_an_empty_register_gives_headers_alone(api: Api) -> None:
    for dataset, suffix in FILES:
        content = download(api, f"{dataset}.{suffix}")
        if suffix == "json":
            assert content == b'{"items":[],"total":0}'
            continue
        if suffix == "parquet":
            continue  # test_parquet.py
        expected = {**IMPORTED.get(dataset, {}), **ADDED[dataset]}
        table = read_table(content)
        assert (table.headers, list(table.rows)) == (tuple(expected.values()), [])


def test_head_answers_without_the_file(api: Api) -> None:
    owned_system(api)
    for dataset, suffix in FILES:
        response = api.client.head(f"/v1/exports/{dataset}.{suffix}")
        assert (response.status_code, response.content) == (200, b"")
        assert response.headers["content-type"] == MEDIA_TYPES[suffix]


def test_readers_do_not_export_and_registrars_do(api: Api) -> None:
    reader, registrar = api.as_role(Role.READER), api.as_role(Role.REGISTRAR)
    for dataset, suffix in FILES:
        refused = reader.get(f"/v1/exports/{dataset}.{suffix}")
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
        assert registrar.get(f"/v1/exports/{dataset}.{suffix}").status_code == 200


@pytest.mark.parametrize("key", ["limit=1", "cursor=x", "fields=id", "colour=red"])
def test_keys_that_an_export_does_not_have_are_refused(api: Api, key: str) -> None:
    for dataset, suffix in FILES:
        response = api.get(f"/v1/exports/{dataset}.{suffix}?{key}")
        assert (response.status_code, response.json()["errors"][0]["code"]) == (400, "unknown-key")


def test_an_unknown_sort_is_refused_before_anything_is_sent(api: Api) -> None:
    for dataset, suffix in FILES:
        response = api.get(f"/v1/exports/{dataset}.{suffix}?sort=colour")
        assert (response.status_code, response.json()["errors"][0]["pointer"]) == (400, "?sort")


@pytest.mark.parametrize("path", ["systems.xlsx?dialect=rfc4180", "systems.csv?dialect=tsv", "systems.json?rule=x"])
def test_what_does_not_fit_the_file_is_refused(api: Api, path: str) -> None:
    assert api.get(f"/v1/exports/{path}").status_code == 400


@pytest.mark.parametrize("file", ["systems.pdf", "tenures.csv", "systems"])
def test_there_are_no_other_files(api: Api, file: str) -> None:
    assert api.get(f"/v1/exports/{file}").status_code == 404


def test_a_file_of_another_type_is_not_acceptable(api: Api) -> None:
    answers = [
        api.get("/v1/exports/systems.csv", headers={"Accept": accept}).status_code
        for accept in ("application/json", "text/csv", "text/*", "*/*")
    ]
    assert answers == [406, 200, 200, 200]


def test_danish_csv_opens_in_excel_as_it_is(api: Api) -> None:
    owned_system(api)
    content = download(api, "systems.csv")
    assert content.startswith(b"\xef\xbb\xbfSystem;Andre navne;")
    (line,) = lines(content)
    assert line == {
        "System": "KSD",
        "Beskrivelse": "Et system.",
        "Kritikalitet": "forretningskritisk",
        "Status": "i drift",
        "Ibrugtaget": "01-05-2019",
        "Personoplysninger": "følsomme, personnummer",
        "Anskaffelse": "ukendt",
        "Målgruppe": "ukendt",
        "Supporttid": "ukendt",
        "Enhed": "Y",
        "Systemejer": "Teamleder, sygedagpenge",
        "Nøgle": "0012",
        "Register-id": line["Register-id"],
        "Ejers navn": "Åse Ærø",
        "Ejers ledelsesniveau": "4",
        "Finansiering": "ufinansieret",
        "Antal fund": str(api.read("/v1/systems")["items"][0]["findingCount"]),
        "Værste alvor": "høj",
        "Kilde": "kitos",
        "Ejers stilling": "Teamleder, sygedagpenge",
        "Ejers enhed": "Ydelser",
        "Ejer siden": "01-01-2024",
        "Enhedens navn": "Ydelser",
    }


def test_csv_for_machines_has_commas_codes_and_iso_days(api: Api) -> None:
    owned_system(api)
    content = download(api, "systems.csv", dialect="rfc4180")
    assert content.startswith(b"System,Andre navne,")
    assert content.count(b"\r\n") == 2
    (line,) = lines(content)
    assert (line["Kritikalitet"], line["Status"], line["Personoplysninger"], line["Ibrugtaget"]) == (
        "businessCritical",
        "inOperation",
        "sensitive, cpr",
        "2019-05-01",
    )


def test_xlsx_has_labels_days_and_numbers_of_their_own_type(api: Api) -> None:
    system = owned_system(api)
    (line,) = lines(download(api, "budgets.xlsx"))
    assert line == {
        "System": "0012",
        "År": 2026,
        "Art": "drift",
        "Skøn": 900_000,
        "Bevilling": 0,
        "Budgetholder": "Teamleder, sygedagpenge",
        "Varig": "ja",
        "Register-id": line["Register-id"],
        "Systemets navn": "KSD",
        "Budgetholderens stilling": "Teamleder, sygedagpenge",
        "Systemets id": system["id"],
    }


def test_responsibilities_say_who_held_the_position_on_the_day(api: Api) -> None:
    system = owned_system(api)
    (listed,) = api.read("/v1/responsibilities")["items"]
    (line,) = lines(download(api, "responsibilities.csv"))
    assert line == {
        "System": "0012",
        "Ansvar": "systemejer",
        "Stilling": "Teamleder, sygedagpenge",
        "Grundlag": "formelt",
        "Fra": "01-01-2024",
        "Ansvar fra": "01-01-2024",
        "Ansvarets id": listed["responsibilityId"],
        "Systemets navn": "KSD",
        "Kritikalitet": "forretningskritisk",
        "Personoplysninger": "følsomme, personnummer",
        "Stillingens navn": "Teamleder, sygedagpenge",
        "Ledelsesniveau": "4",
        "Enhed": "Ydelser",
        "Person": "Åse Ærø",
        "Systemets id": system["id"],
        "Stillingens id": listed["positionId"],
        "Personens id": listed["personId"],
    }


def test_findings_say_what_is_wrong_with_whose_system_since_when(api: Api) -> None:
    system = owned_system(api)
    line = next(line for line in lines(download(api, "findings.csv")) if line["Regel"] == "OWN003")
    finding = next(finding for finding in api.card(system)["findings"] if finding["rule"] == "OWN003")
    assert line == {
        "System": "KSD",
        "Regel": "OWN003",
        "Hvad": line["Hvad"],
        "Alvor": "høj",
        "Besked": finding["message"],
        "Enhed": "Ydelser",
        "Systemejer": "Teamleder, sygedagpenge",
        "Ejers navn": "Åse Ærø",
        "Åbnet": "02-03-2026",
        "Dispensation": "nej",
        "Systemets id": system["id"],
        "Register-id": finding["id"],
    }


def test_the_day_of_a_finding_is_the_municipalitys_own(api: Api) -> None:
    api.time.advance(hours=14, minutes=30)  # 23:30 in UTC, past midnight in Denmark
    api.system()
    assert {line["Åbnet"] for line in lines(download(api, "findings.csv"))} == {"03-03-2026"}
    assert "-2026-03-03.csv" in api.get("/v1/exports/findings.csv").headers["content-disposition"]


@pytest.mark.parametrize("dataset", [dataset for dataset in DATASETS if dataset != "budgets"])
def test_json_is_the_list_without_pages(api: Api, dataset: str) -> None:
    system = owned_system(api)
    api.system("Aula")
    api.make("/v1/contracts", {"name": "Drift", "systemIds": [system["id"]], "hotline": "12 34 56 78"})
    listed = api.read(f"/v1/{dataset}", limit=200)
    assert orjson.loads(download(api, f"{dataset}.json")) == {"items": listed["items"], "total": listed["total"]}


def test_json_of_budgets_is_that_of_the_systems_lists(api: Api) -> None:
    system = owned_system(api)
    (listed,) = api.read(f"/v1/systems/{system['id']}/budget-lines")["items"]
    exported = orjson.loads(download(api, "budgets.json"))
    assert exported["total"] == 1
    assert exported["items"][0] | listed == exported["items"][0]
    assert exported["items"][0]["systemName"] == "KSD"


def test_sheet_says_the_days_that_it_shows(api: Api) -> None:
    owned_system(api)
    api.time.advance(days=2)
    for file, params, expected in (
        ("systems.xlsx", {}, "Systemer pr. 2026-03-04"),
        ("systems.xlsx", {"knownAt": "2026-03-02"}, "Systemer pr. 2026-03-02"),
        ("responsibilities.xlsx", {"at": "2025-03-03"}, "Ansvar pr. 2025-03-03"),
        ("responsibilities.xlsx", {"knownAt": "2026-03-02"}, "Ansvar pr. 2026-03-02"),
        ("responsibilities.xlsx", {"at": "2025-03-03", "knownAt": "2026-03-02"}, "Ansvar pr. 2025-03-03"),
        ("responsibilities.xlsx", {"from": "2025-01-01", "to": "2025-12-31"}, "Ansvar 2025-01-01–2025-12-31"),
    ):
        book = CalamineWorkbook.from_filelike(BytesIO(download(api, file, **params)))
        seen = [sheet.name for sheet in book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible]
        assert seen == [expected, "Om"]


def test_formulas_are_neutralised_in_every_format_that_could_run_them(api: Api) -> None:
    api.system("=1+1", description="@x")
    for file in ("systems.csv", "systems.csv?dialect=rfc4180", "systems.xlsx"):
        (line,) = lines(download(api, file))
        assert (line["System"], line["Beskrivelse"]) == ("'=1+1", "'@x")
    assert orjson.loads(download(api, "systems.json"))["items"][0]["name"] == "=1+1"
