"""Turtle of strangers: what is understood, and what is refused in words."""

import signal
from typing import Any

import pytest

from app.sysap import graph, terms
from app.sysap.parsing import parse_turtle
from app.sysap.reading import is_turtle, table_of
from app.tabular.limits import Limits, UnreadableFile
from tests.support.api import Api
from tests.support.imports import by_name, codes, counts, csv, upload

pytestmark = pytest.mark.one_database("how a file is read")

#: However busy the machine is.
_ENDLESS_SECONDS = 30.0

#: As the standard's papers write it: another namespace, draft names, texts where nodes are meant.
FOREIGN = """# Et eksempel
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dc: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix sys: <https://data.gov.dk/model/core/itsystem#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcat-dk: <https://data.gov.dk/model/core/dcat-dk#> .
@prefix org: <http://www.w3.org/ns/org#> .

<https://example.com/1> a sys:ITSystem ;
  skos:prefLabel "The register"@en, "Registret "@da ;
  skos:altLabel "Reg; kort"@da, "R"@da ;
  dc:identifier "007" ;
  dc:description "Til sager"@da ;
  sys:inUseFromDate "2019-01-01"^^xsd:date ;
  sys:inUseUntilDate ""^^xsd:date ;
  sys:hasApplicationPurposeFORM <http://www.form-online.dk/opgavenoegle/65/#65.50.05> ;
  sys:hasApplicationPurposeKLE <http://www.kle-online.dk/emneplan/85/#_85.02.10> ;
  sys:hasTargetGroup <https://data.gov.dk/model/core/targetgroup/InternalTargetGroup> ;
  sys:hasCriticality <https://data.gov.dk/model/classification/itsystemcriticalitytype#CriticalForBusiness> ;
  sys:hasAquisitionType <https://data.gov.dk/concept/core/aquisition/Commercial-off-the-shelf> ;
  sys:operationelStatus <https://data.gov.dk/concept/core/x/retired> ;
  sys:maintainedBy [ a org:Organization ; skos:prefLabel "Leverandør A/S"@da ] ;
  sys:operatedBy "Drift ApS" ;
  sys:hasITSystemManager "Chefen" ;
  dc:hasPart <https://example.com/2> .

<https://example.com/2> a dcat:Dataset ;
  dcat-dk:personalDataCategory <https://data.gov.dk/concept/core/personaldata/GeneralPersonalData> .
<https://example.com/3> a dcat:Dataset ; dc:isPartOf <https://example.com/1> ;
  dcat-dk:personalDataCategory <https://data.gov.dk/concept/core/personaldata/NonPersonalData> .
<https://example.com/4> a sys:ITSystem ; skos:prefLabel "Den nye"@da ; sys:predecessorSystem <https://example.com/1> .
"""


def read(content: str) -> list[dict[str, Any]]:
    table = table_of(content.encode())
    return [
        {header: cell for header, cell in zip(table.headers, row.cells, strict=True) if cell not in {None, ""}}
        for row in table.rows
    ]


def refused(content: bytes, limits: Limits | None = None) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as fault:
        table_of(content, limits)
    assert fault.value.detail.da
    assert fault.value.detail.en
    return fault.value


def test_what_others_write_is_understood() -> None:
    first, second = read(FOREIGN)
    assert {key: str(value) for key, value in first.items()} == {
        "System": "Registret ",
        "Andre navne": '"Reg; kort", R',
        "Nøgle": "007",
        "Beskrivelse": "Til sager",
        "Ibrugtaget": "2019-01-01",
        "KLE": "85.02.10",
        "Målgruppe": "internal",
        "Kritikalitet": "businessCritical",
        "Anskaffelse": "commercial",
        "Status": "retired",
        "Leverandør": "Leverandør A/S",
        "Driftsleverandør": "Drift ApS",
        "Personoplysninger": "ordinary",
        "Afløses af": "Den nye",
        "hasitsystemmanager": "Chefen",
    }
    assert second == {"System": "Den nye"}


def test_it_is_imported_and_what_is_not_read_is_told(api: Api) -> None:
    response = upload(api, "systems", FOREIGN.encode(), name="systemer.ttl", source="nabo")
    assert response.status_code == 201, response.text
    report = response.json()
    assert counts(report) == {"created": 2}
    assert ("unread-column", "hasitsystemmanager") in [
        (problem["code"], problem["column"]) for problem in report["problems"]
    ]
    card = by_name(api, "/v1/systems", "Registret")
    assert (card["criticality"], card["kle"], card["externalId"]) == ("businessCritical", ["85.02.10"], "007")
    assert card["successorId"] == by_name(api, "/v1/systems", "Den nye")["id"]


def test_a_concept_that_no_list_has_is_a_problem_of_its_row(api: Api) -> None:
    content = FOREIGN.replace("CriticalForBusiness", "CriticalForNobody")
    response = upload(api, "systems", content.encode(), source="nabo", partial=True)
    assert (2, "unknown-value") in codes(response.json())


def test_systems_that_follow_each_other_in_a_circle_are_refused(api: Api) -> None:
    content = FOREIGN + "<https://example.com/1> sys:predecessorSystem <https://example.com/4> .\n"
    report = upload(api, "systems", content.encode(), source="nabo").json()
    assert [problem["code"] for problem in report["problems"] if problem["severity"] == "error"] == 2 * [
        "successor-loop"
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"@prefix a: <urn:a:> .\n<urn:x> a:b", "broken-turtle"),
        (b"@prefix a: <urn:a:> .\n\n<urn:x> nowhere:b 1 .", "broken-turtle"),
        (b"@prefix a: <urn:a:> .\n<urn:x> a:b " + b"[ a:b " * 5000, "broken-turtle"),
        (b"@prefix a: <urn:a:> .\n<urn:x> a:b " + b"(" * 50_000, "broken-turtle"),
        ('@prefix a: <urn:a:> .\n<urn:x> a:b "é" .'.encode("latin-1"), "not-utf-8"),
        (b"@prefix a: <urn:a:> .\n<urn:x> a:b 1 .", "no-systems"),
        (b"@prefix a: <urn:a:> .\n", "no-systems"),
    ],
)
def test_what_is_no_description_of_systems_is_refused(content: bytes, code: str) -> None:
    assert refused(content).code == code


def test_the_line_of_a_fault_is_named() -> None:
    fault = refused(b"@prefix a: <urn:a:> .\n\n<urn:x> nowhere:b 1 .\n")
    assert "linje 3" in fault.detail.da


def test_a_file_that_is_too_large_is_refused() -> None:
    content = FOREIGN.encode()
    assert refused(content, Limits(max_bytes=100)).code == "file-too-large"
    assert refused(content, Limits(max_rows=1)).code == "too-many-rows"


def test_a_file_that_says_too_much_is_refused_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph, "MAX_TRIPLES", 10)
    with pytest.raises(UnreadableFile) as fault:
        parse_turtle(FOREIGN.encode(), Limits())
    assert fault.value.code == "beyond-limits"


def test_a_file_that_takes_too_much_ends_its_own_process() -> None:
    many = "".join(f'<urn:x:{number}> <urn:p> "{number}", "{number}a", "{number}b" .\n' for number in range(20_000))
    fault = refused((FOREIGN + many).encode(), Limits(memory_bytes=80 * 1_048_576))
    assert fault.code == "beyond-limits"
    assert "Del den" in fault.detail.da


def test_nothing_that_a_file_names_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*_args: Any, **_more: Any) -> None:
        pytest.fail("a connection was opened")

    monkeypatch.setattr("socket.socket.connect", opened)
    named = "<https://example.com/onto> <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:9/x.ttl> .\n"
    assert len(parse_turtle((FOREIGN + named).encode(), Limits()).rows) == 2


@pytest.mark.parametrize(
    ("content", "is_it"),
    [
        (FOREIGN.encode(), True),
        (b"\xef\xbb\xbfPREFIX sys: <urn:a:>\n", True),
        (b"@base <urn:a:> .", True),
        (b"<urn:a> a <urn:b> .", True),
        (csv("System;Nøgle", "KSD;1"), False),
        (b"Prefix;System\r\nA;B", False),
        (b"# System;N\r\nKSD;1", False),
        (b"PK\x03\x04", False),
        (b"", False),
    ],
)
def test_turtle_is_told_from_spreadsheets(content: bytes, is_it: bool) -> None:
    assert is_turtle(content) is is_it


@pytest.mark.parametrize("content", [b" ", b"\n", b" \n", b"#\n", b"# \n \n", b"<a:", b"prefix "])
def test_what_begins_nearly_as_turtle_does_is_told_at_once(content: bytes) -> None:
    """While a pattern is matched, no other thread of the service does anything."""

    def give_up(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, _ENDLESS_SECONDS)
    try:
        assert not is_turtle(content * (100_000 // len(content)) + b"A;B")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_a_workbook_of_the_problems_shows_what_was_read(api: Api) -> None:
    content = FOREIGN.replace("CriticalForBusiness", "CriticalForNobody")
    report = upload(api, "systems", content.encode(), name="systemer.ttl", source="nabo", partial=True).json()
    response = api.get(f"/v1/imports/{report['id']}/file.xlsx")
    assert response.status_code in {200, 404}, response.text


def test_every_property_is_written_under_a_prefix_that_the_file_declares() -> None:
    properties = {
        *(*terms.TEXTS.values(), *terms.DAYS.values(), *(codes.property for codes in terms.CODES.values())),
        *(name for names in terms.SUPPLIERS.values() for name in names),
        *(terms.KEY, terms.OWNER, terms.USED_IN, terms.DOCUMENTATION, terms.PURPOSE, terms.PREDECESSOR),
    }
    assert {name for name in properties if not name.startswith(tuple(terms.PREFIXES.values()))} == set()
