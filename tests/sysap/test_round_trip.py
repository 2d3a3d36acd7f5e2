"""Promise: what the standard has of a system goes out as Turtle and comes back, here and into an empty register."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph

from app.core.cpr import contains_cpr
from app.core.unseen import is_blank
from tests.exports.test_round_trip import full_register
from tests.support.api import Api
from tests.support.exports import download
from tests.support.imports import by_name, counts, revision, upload
from tests.support.properties import FEW

#: What a card has that the Turtle says, in words of the standard or of ours.
SAID = (
    *("name", "alternativeNames", "description", "criticality", "lifecycle", "takenIntoUseOn", "phasedOutOn"),
    *("personalData", "acquisition", "audience", "kle", "supplier", "operationSupplier", "version"),
    *("documentationUrl", "emergencyPlanUrl", "supportHours", "notes", "confirmedOn"),
)


def bring_in(
    api: Api, content: bytes, kind: str = "systems", name: str = "systemer.ttl", **form: Any
) -> dict[str, Any]:
    response = upload(api, kind, content, name=name, **form)
    assert response.status_code == 201, response.text
    report: dict[str, Any] = response.json()
    return report


def test_an_export_comes_back_unchanged(api: Api) -> None:
    full_register(api)
    before = revision(api)
    for form in ({}, {"source": "kitos"}):
        report = bring_in(api, download(api, "systems.ttl"), **form)
        assert report["problems"] == []
        assert counts(report) == {"unchanged": 10}
    assert revision(api) == before


@pytest.mark.parametrize("form", ["turtle", "longturtle"])
@pytest.mark.parametrize("full", [True, False])
def test_the_same_graph_in_another_order_is_unchanged(api: Api, form: str, full: bool) -> None:
    (full_register if full else described_system)(api)
    before = revision(api)
    said = Graph().parse(data=download(api, "systems.ttl"), format="turtle").serialize(format=form, encoding="utf-8")
    report = bring_in(api, said)
    assert (report["problems"], counts(report), revision(api)) == ([], {"unchanged": 10 if full else 2}, before)


def described_system(api: Api) -> dict[str, Any]:
    """Every fact that the standard has words for, each of them said."""
    unit, other = api.unit("Ydelser", source="fk", externalId="Y"), api.unit("Skoler")
    owner = api.position(2, unit, title="Chef, ydelser", source="fk", externalId="C1")
    later = api.system("Efterfølgeren", source="kitos", externalId="0013", lifecycle="planned")
    system = api.system(
        "KSD",
        alternativeNames=["Sygedagpenge, det nye", 'den "gamle"', "=1+1"],
        description='Første linje\nanden linje, med "citat" og \\ bagstreg',
        criticality="societyCritical",
        lifecycle="phasingOut",
        takenIntoUseOn="2019-05-01",
        phasedOutOn="2027-12-31",
        personalData=["ordinary", "sensitive", "criminal", "cpr"],
        acquisition="bespoke",
        audience="internal",
        kle=["32.30.04", "27"],
        unitId=unit["id"],
        usingUnitIds=[other["id"], unit["id"]],
        supplier="Leverandør A/S",
        operationSupplier="Drift ApS",
        version="7.1",
        documentationUrl="https://example.org/a|b?c=d#e",
        emergencyPlanUrl="https://example.org/plan",
        supportHours="aroundTheClock",
        notes="En bemærkning",
        confirmedOn="2026-01-31",
        successorId=later["id"],
        source="kitos",
        externalId="0012",
    )
    api.assign(system, owner, validFrom="2024-01-01")
    return system


def arrives_whole(api: Api, empty: Api, systems: bytes, name: str) -> None:
    """What `described_system` made, brought into an empty register. `systems`: the file, `name`: what it is called."""
    wanted = {each: by_name(api, "/v1/systems", each) for each in ("KSD", "Efterfølgeren")}
    units, positions = (download(api, file) for file in ("units.csv", "positions.csv"))
    for kind, content in (("units", units), ("positions", positions), ("systems", systems)):
        report = bring_in(empty, content, kind, name, source="andet")
        assert [problem for problem in report["problems"] if problem["severity"] == "error"] == []
    for each, card in wanted.items():
        got = by_name(empty, "/v1/systems", each)
        assert {key: got[key] for key in SAID} == {key: card[key] for key in SAID}
        assert got["externalId"] == card["externalId"]
    got, later = (by_name(empty, "/v1/systems", each) for each in wanted)
    assert got["successorId"] == later["id"]
    assert got["owner"]["title"] == "Chef, ydelser"
    called = {unit["id"]: unit["name"] for unit in empty.read("/v1/units")["items"]}
    assert called[got["unitId"]] == "Ydelser"
    assert {called[each] for each in got["usingUnitIds"]} == {"Skoler", "Ydelser"}


def test_an_empty_register_gets_everything_that_the_standard_has(api: Api, make_api: Any) -> None:
    described_system(api)
    arrives_whole(api, make_api(), download(api, "systems.ttl"), "systemer.ttl")


def test_filters_and_days_are_those_of_the_other_files(api: Api) -> None:
    api.system("KSD", criticality="societyCritical")
    api.system("Bus")
    content = download(api, "systems.ttl", criticality="societyCritical").decode()
    assert '"KSD"@da' in content
    assert '"Bus"@da' not in content


def test_what_is_unknown_is_not_said(api: Api) -> None:
    api.system("KSD", description="x", criticality="unknown", personalData=["unknown"])
    content = download(api, "systems.ttl").decode()
    described = content[content.index("<urn:uuid:") :]
    assert "unknown" not in described
    for word in ("hasCriticality", "hasAquisitionType", "audience", "Dataset", "reg:"):
        assert word not in described


def test_no_person_is_named(api: Api) -> None:
    system, position = api.system("KSD"), api.position(2, title="Chef")
    api.hold(position, api.person("Åse Ærø"))
    api.assign(system, position)
    assert "Åse" not in download(api, "systems.ttl").decode()


#: As people type, and as they should not.
TEXTS = (
    st.text(
        st.characters(exclude_categories=("C", "Z"), include_characters=" \n\"'\\<>@#=+-;,.é"), min_size=1, max_size=30
    )
    .map(str.strip)
    .filter(lambda text: not is_blank(text) and not contains_cpr(text))
)
LINES = TEXTS.map(lambda text: " ".join(text.split()))
SYSTEMS = st.fixed_dictionaries(
    {"name": LINES, "description": TEXTS},
    optional={
        "alternativeNames": st.lists(LINES, max_size=3, unique_by=str.casefold),
        "notes": TEXTS,
        "supplier": LINES,
        "operationSupplier": LINES,
        "version": LINES,
        "criticality": st.sampled_from(["societyCritical", "businessCritical", "notCritical", "unknown"]),
        "lifecycle": st.sampled_from(["planned", "phasingIn", "inOperation", "phasingOut", "retired"]),
        "acquisition": st.sampled_from(["bespoke", "inHouse", "commercial", "openSource", "unknown"]),
        "audience": st.sampled_from(["internal", "external", "unknown"]),
        "personalData": st.one_of(
            st.lists(st.sampled_from(["ordinary", "sensitive", "criminal", "cpr"]), min_size=1, unique=True),
            st.sampled_from([["none"], ["unknown"]]),
        ),
        "takenIntoUseOn": st.dates().map(str),
        "kle": st.lists(st.from_regex(r"[0-9]{2}(\.[0-9]{2}){0,2}", fullmatch=True), max_size=3, unique=True),
        "documentationUrl": st.from_regex(r"https://[a-z]{1,9}\.dk/[!-~]{0,20}", fullmatch=True).filter(
            lambda text: not contains_cpr(text)
        ),
        "supportHours": st.sampled_from(["workingHours", "extended", "aroundTheClock", "unknown"]),
    },
)


@FEW
@given(systems=st.lists(SYSTEMS, min_size=1, max_size=4))
def test_any_system_survives(api: Api, systems: list[dict[str, Any]]) -> None:
    for values in systems:
        api.system(**values)
    report = bring_in(api, download(api, "systems.ttl"))
    assert report["problems"] == []
    assert counts(report) == {"unchanged": report["rows"]}
