"""Promise: what the standard has of a system goes out as its spreadsheet and comes back, here and elsewhere."""

from io import BytesIO
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.sysap.sheet import HEADINGS, NAME_IN_FULL, OWN_HEADINGS, WORDS
from app.sysap.terms import CODES
from app.systems.columns import COLUMNS
from tests.exports.test_round_trip import full_register
from tests.support.api import Api
from tests.support.exports import download
from tests.support.imports import by_name, codes, counts, csv, revision, run
from tests.support.properties import FEW
from tests.sysap.test_round_trip import SYSTEMS, arrives_whole, bring_in, described_system

FORM = {"form": "sysAp"}
NAME = "skema.xlsx"


def sheet(api: Api, **params: Any) -> bytes:
    return download(api, "systems.xlsx", **FORM, **params)


def rows(content: bytes) -> list[dict[str, Any]]:
    head, *lines = load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(map(str, head), line, strict=True)) for line in lines]


def test_every_field_of_a_file_of_systems_has_a_heading() -> None:
    fields = [heading.field for heading in HEADINGS if heading.field]
    assert {*fields, *OWN_HEADINGS} == {column.name for column in COLUMNS}
    # The standard has no word for what is planned.
    assert {field for field in OWN_HEADINGS if field in fields} == {"lifecycle"}


def test_the_words_are_those_of_the_lists_that_turtle_has() -> None:
    assert {field: set(words) for field, words in WORDS.items()} == {
        field: set(codes.names) for field, codes in CODES.items()
    }


def test_an_export_comes_back_unchanged(api: Api) -> None:
    full_register(api)
    before = revision(api)
    for form in ({}, {"source": "kitos"}):
        report = bring_in(api, sheet(api), name=NAME, **form)
        assert (report["form"], report["sheet"]) == ("sysAp", "SYS-AP")
        assert report["problems"] == []
        assert counts(report) == {"unchanged": 10}
    assert revision(api) == before


def test_an_empty_register_gets_everything_that_the_standard_has(api: Api, make_api: Any) -> None:
    described_system(api)
    arrives_whole(api, make_api(), sheet(api), NAME)


def test_the_sheet_says_it_in_the_words_of_the_standard(api: Api) -> None:
    described_system(api)
    response = api.get("/v1/exports/systems.xlsx", params=FORM)
    assert response.headers["Content-Disposition"] == 'attachment; filename="systemer-sys-ap-pr-2026-03-02.xlsx"'
    later, system = rows(response.content)
    assert list(system)[: len(HEADINGS)] == [heading.text for heading in HEADINGS]
    assert (later["forgængersystem"], later["operationel status"], later["Status"]) == ("0012", None, "planlagt")
    assert (system["operationel status"], system["Status"]) == ("under udfasning", None)
    assert (system["kritikalitetstype"], system["it-systemanskaffelsestype"]) == (
        "samfundskritisk",
        "bestillingsudviklet",
    )
    assert system["målgruppe"] == "intern målgruppe"
    assert system["personoplysningskategori"].split(", ") == [
        "almindelige personoplysninger",
        "følsomme personoplysninger",
        "oplysninger om strafbare forhold",
        "personnummeroplysninger",
    ]
    assert (system["it-systemejer"], system["KLE-emne(r)"]) == ("C1", "32.30.04, 27")
    assert (system["udviklingsleverandør"], system["driftsleverandør"]) == ("Leverandør A/S", "Drift ApS")


def test_filters_are_those_of_the_other_files(api: Api) -> None:
    api.system("KSD", criticality="societyCritical")
    api.system("Bus")
    assert [row["it-systemnavn"] for row in rows(sheet(api, criticality="societyCritical"))] == ["KSD"]


def test_what_is_unknown_is_not_said_and_no_person_is_named(api: Api) -> None:
    system, position = api.system("KSD", description="x"), api.position(2, title="Chef")
    api.hold(position, api.person("Åse Ærø"))
    api.assign(system, position)
    (row,) = rows(sheet(api))
    assert "ukendt" not in row.values()
    assert all("Åse" not in str(cell) for cell in row.values())


def test_the_sheet_of_the_standard_stands_alone(api: Api) -> None:
    response = api.get("/v1/exports/systems.xlsx", params={**FORM, "sheets": "systems,findings"})
    assert response.status_code == 400
    assert response.json()["errors"][0]["code"] == "contradiction"


HEAD = f"{NAME_IN_FULL};it-systembeskrivelse;operationel status;kritikalitetstype"


def test_what_others_have_filled_in_is_read_and_what_has_no_place_is_told(api: Api) -> None:
    report = run(
        api,
        "systems",
        f"{HEAD};personoplysningskategori;it-systemforvalter;beskrivelse;lovgrundlag;version",
        "KSD;Udbetaler;Fuldt ibrugtaget;forretningskritisk;1.1 personnummeroplysninger\t;It;Datasæt A;;2",
    )
    assert (report["form"], counts(report)) == ("sysAp", {"created": 1})
    assert [(each["column"], each["code"]) for each in report["problems"]] == [
        ("it-systemforvalter", "unread-column"),
        ("beskrivelse", "unread-column"),
    ]
    card = by_name(api, "/v1/systems", "KSD")
    assert (card["description"], card["lifecycle"], card["version"]) == ("Udbetaler", "inOperation", "2")
    assert (card["criticality"], card["personalData"]) == ("businessCritical", ["cpr"])


def test_who_came_before_must_be_in_the_file_and_has_one_that_follows(api: Api) -> None:
    report = run(
        api,
        "systems",
        f"{HEAD};forgængersystem",
        "Nyt;x;;;Gammelt, Væk",
        "Andet;x;;;gammelt",
        "Gammelt;x;;;",
    )
    assert codes(report) == [(2, "unread-cell"), (3, "unread-cell")]
    old, new = (by_name(api, "/v1/systems", name) for name in ("Gammelt", "Nyt"))
    assert old["successorId"] == new["id"]


def test_a_state_in_our_own_column_beside_one_of_the_standard_is_told_as_unread(api: Api) -> None:
    own = OWN_HEADINGS["lifecycle"]
    report = run(api, "systems", f"{HEAD};{own}", "KSD;x;Fuldt ibrugtaget;;udfases")
    assert [(each["column"], each["code"]) for each in report["problems"]] == [(own, "unread-cell")]
    assert by_name(api, "/v1/systems", "KSD")["lifecycle"] == "inOperation"


def test_whoever_sends_a_mapping_is_heard(api: Api) -> None:
    report = run(api, "systems", HEAD, "KSD;x;;samfundskritisk", mapping={NAME_IN_FULL: "name"})
    assert report["form"] is None
    assert by_name(api, "/v1/systems", "KSD")["description"] == ""
    # What was sent once does not count where the form says how it is read.
    assert run(api, "systems", HEAD, "KSD;x;;samfundskritisk")["form"] == "sysAp"
    assert run(api, "systems", HEAD, "KSD;x;;samfundskritisk", source="andre")["form"] == "sysAp"


def test_a_list_that_has_some_of_the_headings_is_no_sheet_of_the_standard(api: Api) -> None:
    report = run(api, "systems", "it-systemnavn;System;it-systembeskrivelse;version", "a;KSD;x;1")
    assert report["form"] is None


def test_the_proposal_says_what_form_it_is_and_needs_no_mapping(api: Api) -> None:
    content = csv(HEAD, "KSD;x;fuldt ibrugtaget;samfundskritisk")
    response = api.client.post(
        "/v1/imports/proposals", data={"kind": "systems"}, files={"file": ("skema.csv", content)}
    )
    proposal = response.json()
    assert (proposal["form"], proposal["mapping"], proposal["missing"]) == ("sysAp", {}, [])
    assert [column["field"] for column in proposal["columns"]] == ["name", "description", "lifecycle", "criticality"]
    assert proposal["columns"][2]["values"] == {"fuldt ibrugtaget": "inOperation"}
    report = bring_in(api, content, name=NAME, mapping=proposal["mapping"])
    assert report["form"] == "sysAp"


@FEW
@given(systems=st.lists(SYSTEMS, min_size=1, max_size=4))
def test_any_system_survives(api: Api, systems: list[dict[str, Any]]) -> None:
    made = [api.system(**values) for values in systems]
    for before, after in pairwise(made):
        api.patch(f"/v1/systems/{before['id']}", {"successorId": after["id"]})
    report = bring_in(api, sheet(api), name=NAME)
    assert report["problems"] == []
    assert counts(report) == {"unchanged": report["rows"]}
