"""How a source's last file was read, and where that says nothing: the register's own files, and its own headers."""

from typing import Any

import pytest

from app.vocabulary import Role
from tests.support.api import Api
from tests.support.exports import download
from tests.support.furnishing import furnished
from tests.support.imports import by_name, codes, counts, csv, run, upload
from tests.support.living import edited, opened, saved

LOST: dict[str, Any] = {"Navn": "name", "Status": "notes", "Leverandør": None, "Tekst": "description"}


@pytest.fixture
def taught(api: Api) -> dict[str, Any]:
    """The source `s2` has sent a file whose headers mean something else than ours."""
    return furnished(api, teach)


def teach(api: Api) -> dict[str, Any]:
    unit = api.unit("IT")
    aula = api.system("Aula", supplier="KMD", lifecycle="inOperation", notes="vigtig", unitId=unit["id"])
    report = run(api, "systems", "Navn;Status;Leverandør;Tekst", "Nyt;afventer udbud;EG;x", source="s2", mapping=LOST)
    assert report["applied"], report
    return {"aula": aula, "unit": unit}


def again(api: Api, content: bytes, **form: Any) -> dict[str, Any]:
    response = upload(api, "systems", content, name="systemer.xlsx", source="s2", **form)
    assert response.status_code in (200, 201), response.text
    report: dict[str, Any] = response.json()
    return report


def test_nothing_remembered_counts_in_a_workbook_of_the_registers_own(api: Api, taught: dict[str, Any]) -> None:
    aula = taught["aula"]["id"]
    report = again(api, saved(opened(download(api, "systems.xlsx"))))
    assert (counts(report), codes(report)) == ({"unchanged": 2}, [])
    report = again(api, edited(download(api, "systems.xlsx"), (aula, "Leverandør", "EG"), (aula, "Version", "7")))
    assert (counts(report), codes(report)) == ({"updated": 1, "unchanged": 1}, [])
    card = api.card(taught["aula"])
    assert (card["notes"], card["supplier"], card["version"]) == ("vigtig", "EG", "7")


@pytest.mark.parametrize("path", ["systems.xlsx?form=sysAp", "systems.ttl"])
def test_nothing_remembered_counts_in_a_known_form(api: Api, taught: dict[str, Any], path: str) -> None:
    content = api.get(f"/v1/exports/{path}").content
    report = again(api, content, dryRun=True)
    assert "mapping-remembered" not in {code for _, code in codes(report)}
    assert report == {**again(api, content, dryRun=True), "id": report["id"], "createdAt": report["createdAt"]}


def test_our_own_headers_mean_what_they_always_do(api: Api, taught: dict[str, Any]) -> None:
    report = again(api, csv("System;Status;Leverandør;Tekst", "Ny2;i drift;EG;y"))
    assert (counts(report), codes(report)) == ({"created": 1}, [(1, "mapping-remembered")])
    made = by_name(api, "/v1/systems", "Ny2")
    card = api.card(made)
    assert (card["lifecycle"], card["supplier"], card["description"], card["notes"]) == ("inOperation", "EG", "y", None)
    report = again(api, csv("System;Beskrivelse;Tekst", "Ny3;beskrevet;noget andet"))
    assert [(problem["code"], problem["column"]) for problem in report["problems"]] == [("unread-column", "Tekst")]
    assert api.card(by_name(api, "/v1/systems", "Ny3"))["description"] == "beskrevet"


def test_a_proposal_says_the_same(api: Api, taught: dict[str, Any]) -> None:
    def proposed(content: bytes) -> dict[str, Any]:
        form = {"kind": "systems", "source": "s2"}
        response = api.client.post("/v1/imports/proposals", data=form, files={"file": ("fil", content)})
        return {column["header"]: column["field"] for column in response.json()["columns"]}

    fields = proposed(csv("System;Status;Leverandør;Tekst", "Ny2;i drift;EG;y"))
    assert (fields["Status"], fields["Leverandør"], fields["Tekst"]) == ("lifecycle", "supplier", "description")
    exported = proposed(download(api, "systems.xlsx"))
    assert (exported["Status"], exported["Leverandør"]) == ("lifecycle", "supplier")
    form = api.get("/v1/exports/systems.xlsx?form=sysAp").content
    data = {"kind": "systems", "source": "s2"}
    answer = api.client.post("/v1/imports/proposals", data=data, files={"file": ("fil", form)}).json()
    assert answer["form"] == "sysAp"


def test_a_header_of_ours_that_another_column_takes_the_place_of_is_known(api: Api) -> None:
    mapping = {"Navn": "name", "Tekst": "description"}
    report = run(api, "systems", "Navn;Tekst;Beskrivelse", "A;x;y", mapping=mapping)
    (problem,) = report["problems"]
    assert (problem["code"], problem["column"]) == ("unread-column", "Beskrivelse")
    assert "kendes ikke" not in problem["detail"]
    assert "»Tekst«" in problem["detail"]


def test_whoever_is_limited_to_a_unit_teaches_nobody(api: Api, taught: dict[str, Any]) -> None:
    limited = api.as_role(Role.REGISTRAR, taught["unit"]["id"])
    mapping = {"Navn": "name", "Tekst": "notes", "E": "unit"}
    report = run(limited, "systems", "Navn;Tekst;E", "Aula;y;IT", source="s2", mapping=mapping)
    assert report["applied"], report
    report = run(api, "systems", "Navn;Tekst", "Ny4;beskrevet", source="s2")
    assert report["applied"], report
    card = api.card(by_name(api, "/v1/systems", "Ny4"))
    assert (card["description"], card["notes"]) == ("beskrevet", None)
