"""Requests that cannot be carried out are refused as a whole, with a pointer, and leave nothing behind."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from tests.support.api import Api
from tests.support.imports import codes, counts, csv, run, upload

pytestmark = pytest.mark.one_database("what an upload may hold")

GOOD = csv("System;Beskrivelse", "KSD;x")


@pytest.mark.parametrize(
    ("form", "pointer"),
    [
        ({"kind": "biler"}, "/kind"),
        ({"mapping": "{"}, "/mapping"),
        ({"mapping": '["System"]'}, "/mapping"),
        ({"mapping": "[" * 100_000}, "/mapping"),
        ({"mapping": '{"System": "name", "System": "supplier"}'}, "/mapping"),
        ({"mapping": {"System": 5}}, "/mapping/System"),
        ({"mapping": {"System": "farve"}}, "/mapping/System"),
        ({"mapping": {"Findes ikke": "name"}}, "/mapping/Findes ikke"),
        ({"mapping": {"System": None}}, "/mapping"),
        ({"dryRun": "måske"}, "/dryRun"),
        ({"amountUnit": "euro"}, "/amountUnit"),
        ({"source": "x" * 201}, "/source"),
        ({"source": "010190-1234"}, "/source"),
        ({"farve": "blå"}, "/farve"),
    ],
)
def test_a_form_that_makes_no_sense_is_refused(api: Api, form: dict[str, Any], pointer: str) -> None:
    response = upload(api, **{"kind": "systems", "content": GOOD, **form})
    assert response.status_code == 400, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["errors"][0]["pointer"] == pointer
    assert api.read("/v1/systems")["total"] == 0


def test_a_form_without_a_file_is_refused(api: Api) -> None:
    response = api.client.post("/v1/imports", data={"kind": "systems"}, files={"other": ("x", b"")})
    assert response.status_code == 400
    assert "/file" in {error["pointer"] for error in response.json()["errors"]}


def test_json_is_not_taken(api: Api) -> None:
    assert api.post("/v1/imports", {"kind": "systems"}).status_code == 415


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02\xff" * 100, b"PK\x03\x04 broken", b"\xef\xbb\xbf"],
    ids=["empty", "binary", "broken xlsx", "BOM alone"],
)
def test_a_file_that_cannot_be_read_is_refused(api: Api, content: bytes) -> None:
    response = upload(api, "systems", content)
    assert response.status_code == 400, response.text
    assert response.json()["errors"][0]["pointer"] == "/file"


def test_a_file_of_one_line_without_an_end_holds_headers_alone(api: Api) -> None:
    response = upload(api, "systems", b"System;Beskrivelse")
    assert (response.status_code, response.json()["rows"]) == (201, 0)


def test_a_zip_bomb_is_refused_unopened(api: Api) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(600):
                sheet.write(b"0" * 1_048_576)
    response = upload(api, "systems", packed.getvalue(), name="bombe.xlsx")
    assert response.status_code == 413, response.text
    assert response.headers["content-type"] == "application/problem+json"


def test_200_megabytes_are_refused_by_their_declared_size(api: Api) -> None:
    response = api.client.post(
        "/v1/imports",
        content=b"",
        headers={"Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(200 * 1_048_576)},
    )
    assert response.status_code == 413


def test_200_megabytes_of_unknown_length_are_not_read_to_their_end(api: Api) -> None:
    sent = 0

    def pieces() -> Iterator[bytes]:
        nonlocal sent
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        for _ in range(200):
            sent += 1
            yield b"a;b\n" * 262_144

    response = api.client.post(
        "/v1/imports", content=pieces(), headers={"Content-Type": "multipart/form-data; boundary=x"}
    )
    assert response.status_code == 413


def test_a_smaller_limit_holds(make_api: Callable[..., Api]) -> None:
    api = make_api(max_upload_bytes=2000)
    assert upload(api, "systems", csv("System", "x" * 3000)).status_code == 413


def test_the_encodings_and_separators_of_danish_spreadsheets_are_read(api: Api) -> None:
    rows = "System;Beskrivelse\r\nSølvbørs;På øen\r\n"
    assert counts(upload(api, "systems", rows.encode()).json()) == {"created": 1}
    for content in (rows.encode("cp1252"), rows.encode("utf-8-sig"), rows.replace(";", ",").encode()):
        assert counts(upload(api, "systems", content).json()) == {"unchanged": 1}


def test_an_unfinished_line_and_trailing_blanks_do_no_harm(api: Api) -> None:
    content = b"System ; Beskrivelse;;\r\n  KSD  ;x  ;;\r\n;;;\r\n\r\nAula;y"
    assert counts(upload(api, "systems", content).json()) == {"created": 2}
    assert {system["name"] for system in api.read("/v1/systems")["items"]} == {"KSD", "Aula"}


def test_nul_bytes_in_a_cell_are_told(api: Api) -> None:
    response = upload(api, "systems", b"System;Beskrivelse\r\nKS\x00D;x\r\n")
    assert response.status_code == 400 or codes(response.json()) == [(2, "control-character")]


def test_a_cpr_number_in_a_column_that_is_not_read_is_not_kept(api: Api) -> None:
    report = run(api, "systems", "System;Beskrivelse;Ansvarlig", "KSD;x;010190-1234")
    assert counts(report) == {"created": 1}
    assert "1234" not in api.get(f"/v1/imports/{report['id']}").text


def test_more_columns_than_anyone_reads_are_refused(api: Api) -> None:
    response = upload(api, "systems", csv("System" + ";x" * 300, "KSD" + ";y" * 300))
    assert response.status_code == 413
    assert response.json()["errors"] == [
        {"pointer": "/file", "code": "too-many-columns", "detail": "It has 301 columns; there may be 200 at most."}
    ]
    api.client.headers["Accept-Language"] = "da"
    danish = upload(api, "systems", csv("System" + ";x" * 300, "KSD" + ";y" * 300))
    assert danish.json()["errors"] == [
        {"pointer": "/file", "code": "too-many-columns", "detail": "Filen har 301 kolonner; der må højst være 200."}
    ]


def test_a_header_that_is_no_text_does_no_harm(api: Api) -> None:
    assert upload(api, "systems", GOOD, mapping='{"\\ud800": "name"}').status_code == 400


def test_dates_numbers_and_truths_of_a_workbook_are_read(api: Api) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["System", "Beskrivelse", "Ibrugtaget", "Version", "KLE", "Nøgle"])
    sheet.append(["KSD", "x", date(2019, 2, 1), 4, "05.01", 17])
    sheet.append([None] * 6)
    sheet.append(["Aula", "y", "1.2.2019", "4", "27", 18.0])
    packed = io.BytesIO()
    book.save(packed)
    report = upload(api, "systems", packed.getvalue(), name="systemer.xlsx").json()
    assert counts(report) == {"created": 2}, report["problems"]
    cards = {card["name"]: card for card in api.read("/v1/systems")["items"]}
    assert (cards["KSD"]["takenIntoUseOn"], cards["KSD"]["version"], cards["KSD"]["externalId"]) == (
        "2019-02-01",
        "4",
        "17",
    )
    assert (cards["Aula"]["takenIntoUseOn"], cards["Aula"]["externalId"]) == ("2019-02-01", "18")
