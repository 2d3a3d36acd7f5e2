"""Promise: what is exported can be imported again with no change."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.cpr import contains_cpr
from app.core.unseen import is_blank
from tests.support.api import Api
from tests.support.exports import download
from tests.support.furnishing import furnished
from tests.support.imports import counts, revision, upload
from tests.support.properties import FEW

#: What a cell looks like is settled in memory: one format shows what the databases have to do with it.
in_memory = pytest.mark.one_database("how cells are written and read")
FILES = [("csv", "danish"), ("csv", "rfc4180"), ("xlsx", None)]
CASES = [FILES[0], *(pytest.param(*file, marks=in_memory) for file in FILES[1:])]
KINDS = ["systems", "responsibilities", "budgets", "units", "positions", "people", "contracts"]


def bring_back(api: Api, kind: str, format: str, dialect: str | None, **form: Any) -> dict[str, Any]:
    """The report of an import of the export."""
    content = download(api, f"{kind}.{format}", **({"dialect": dialect} if dialect else {}))
    response = upload(api, kind, content, **form)
    assert response.status_code == 201, response.text
    report: dict[str, Any] = response.json()
    return report


def assert_unchanged(api: Api, kind: str, format: str, dialect: str | None, **form: Any) -> None:
    before = revision(api)
    report = bring_back(api, kind, format, dialect, **form)
    assert report["problems"] == []
    assert counts(report) == ({"unchanged": report["rows"]} if report["rows"] else {})
    assert revision(api) == before


def full_register(api: Api) -> None:
    furnished(api, one_of_everything)


def one_of_everything(api: Api) -> None:
    """One of everything that is awkward in a spreadsheet."""
    benefits = api.unit("Ydelser, sygedagpenge; m.v.", source="fk", externalId="007")
    schools, other = api.unit("=Skoler"), api.unit("Skoler ")
    director = api.position(1, benefits, title="Direktør")
    leaders = [api.position(4, unit, title="Teamleder") for unit in (benefits, schools)]
    twins = [api.position(3, schools, title="Chef"), api.position(3, schools, title="chef")]
    keyed = api.position(2, other, title="Stabschef", source="løn", externalId="-12")
    api.hold(director, api.person("Åse Ærø", email="aase@example.org", phone="+45 12 34 56 78", leavesOn="2027-01-31"))
    for position, role in ((leaders[0], "holder"), (leaders[1], "deputy")):
        api.hold(position, api.person("Bo, Bo; Bo", source="løn", externalId=f"0{role}"), role=role)
    for reported, above in ((leaders[0], director), (leaders[1], twins[1])):
        api.patch(f"/v1/positions/{reported['id']}", {"reportsToId": above["id"], "budgetLimitDkk": 500_000})
    api.patch(
        f"/v1/units/{other['id']}", {"parentId": schools["id"], "onCallName": "Vagt", "onCallPhone": "+4511223344"}
    )
    systems = [
        api.system(
            '=HYPERLINK("x")',
            alternativeNames=["Børn, unge", "-1+1", 'den "gamle"', "@home; nu"],
            description="Første linje\r\nanden;\u00a0linje, med \"citat\" og 'apostrof'\n\n- et punkt",
            criticality="societyCritical",
            lifecycle="phasingOut",
            takenIntoUseOn="1999-01-31",
            phasedOutOn="2027-12-31",
            personalData=["ordinary", "cpr"],
            acquisition="inHouse",
            audience="external",
            kle=["05", "05.10", "27.18.02"],
            unitId=benefits["id"],
            usingUnitIds=[benefits["id"], schools["id"], other["id"]],
            supplier="'s-Hertogenbosch A/S",
            operationSupplier="+45 Drift",
            version="1.0",
            notes="%x|y",
            documentationUrl="https://example.org/a;b",
        ),
        api.system("KSD", source="kitos", externalId="0012"),
        api.system("KSD", source="import", externalId="0012"),
        api.system("KSD"),
        api.system("ksd"),
        api.system("0012"),
        api.system("Ældre; \"Øst\" 'Å'", source="kitos", externalId="=1+1"),
        api.system("12345", personalData=["none"]),
        api.system("2026-03-02", lifecycle="planned"),
        api.system("Nedlagt", lifecycle="retired", unitId=schools["id"]),
    ]
    for system, position in zip(systems, [director, *leaders, *twins, keyed], strict=False):
        api.assign(system, position, validFrom="2024-01-01")
        api.assign(system, position, "fix", basis="practice", validFrom="2020-01-01", validUntil="2025-12-31")
        api.assign(system, position, "fix", basis="practice")
        api.assign(system, director, "monitor", validFrom="2027-01-01")
    for system, position in zip(systems, [*leaders, *twins, keyed], strict=False):
        api.budget(system, estimatedDkk=900_000, allocatedDkk=0, holderPositionId=position["id"], recurring=True)
        api.budget(system, estimatedDkk=1_234_567, account="05.32.30", priceLevelYear=2025, recurring=False)
        api.budget(system, estimatedDkk=1_234_567, account="=05;1", fiscalYear=2027, kind="decommission")
        api.budget(system, kind="licence", allocatedUnknownReason="Ligger i en fælles pulje")
    for name, covered in (("=Drift", systems[:4]), ("Drift", []), ("drift", systems[:1])):
        values = {"startsOn": "2024-01-01", "endsOn": "2026-12-31", "hotline": "+45 1", "reference": "S-1"}
        api.make("/v1/contracts", {"name": name, "systemIds": [system["id"] for system in covered], **values})


@pytest.mark.parametrize(("format", "dialect"), CASES)
@pytest.mark.parametrize("kind", KINDS)
def test_an_export_comes_back_unchanged(api: Api, kind: str, format: str, dialect: str | None) -> None:
    full_register(api)
    assert_unchanged(api, kind, format, dialect)
    assert_unchanged(api, kind, format, dialect, source="kitos")


@pytest.mark.parametrize(("format", "dialect"), CASES)
@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_register_comes_back_empty(api: Api, kind: str, format: str, dialect: str | None) -> None:
    assert_unchanged(api, kind, format, dialect)


@pytest.mark.parametrize(("format", "dialect"), CASES)
def test_two_budget_lines_that_only_their_ids_tell_apart_come_back(api: Api, format: str, dialect: str | None) -> None:
    system = api.system()
    for amount in (100, 200):
        api.budget(system, estimatedDkk=amount)
    assert_unchanged(api, "budgets", format, dialect)


def test_a_cell_that_was_changed_changes_that_system_alone(api: Api) -> None:
    full_register(api)
    content = download(api, "systems.csv", dialect="rfc4180").replace(b"+45 Drift", b"+46 Drift")
    assert counts(upload(api, "systems", content).json()) == {"updated": 1, "unchanged": 9}


def test_what_an_import_brought_in_goes_out_and_comes_in_again(api: Api) -> None:
    rows = "System;Kritikalitet;Nøgle\r\nKSD;forretningskritisk;0012\r\nÆldre;;\r\n"
    assert counts(upload(api, "systems", rows.encode()).json()) == {"created": 2}
    report = bring_back(api, "systems", "csv", "danish")
    assert counts(report) == {"unchanged": 2}


WORDS = st.text(
    alphabet=st.one_of(
        st.sampled_from("abcæøåÆØÅ0159 =+-@|%'\"#,;:._xé√€"),
        st.characters(min_codepoint=0x21, max_codepoint=0xFFFD, exclude_categories=("C", "Z")),
    ),
    min_size=1,
    max_size=12,
).filter(lambda text: not is_blank(text) and not contains_cpr(text))
LINES = st.builds(
    lambda words, separator: separator.join(words),
    st.lists(WORDS, min_size=1, max_size=4),
    st.sampled_from(["\n", "\r\n", "\u00a0", "\t", "  "]),
).filter(lambda text: not contains_cpr(text))
SYSTEMS = st.lists(
    st.fixed_dictionaries(
        {"name": WORDS, "description": LINES, "alternativeNames": st.lists(WORDS, max_size=3)},
        optional={"notes": LINES, "supplier": WORDS, "version": WORDS},
    ),
    min_size=1,
    max_size=3,
)


@FEW
@given(systems=SYSTEMS, file=st.sampled_from(FILES))
@example(systems=[{"name": "#REF!", "description": "=A1", "alternativeNames": ["'#N/A"]}], file=("csv", "danish"))
def test_any_text_survives(api: Api, systems: list[dict[str, Any]], file: tuple[str, str | None]) -> None:
    unit, position = api.unit(systems[0]["name"]), None
    for values in systems:
        position = api.position(2, unit, title=values["name"])
        system = api.system(**values, unitId=unit["id"])
        api.assign(system, position)
        api.budget(system, account=values["name"], holderPositionId=position["id"])
    for kind in KINDS:
        assert_unchanged(api, kind, *file)
