"""GET /v1/dashboard/summary, with figures worked out by hand from the portfolio."""

import pytest

from app.rules.engine import catalogue
from tests.dashboards.portfolio import Municipality, municipality
from tests.support.api import Api
from tests.support.findings import waive
from tests.support.furnishing import furnished

SUMMARY = "/v1/dashboard/summary"
NOTHING = {"funded": 0, "underfunded": 0, "unfunded": 0, "unknown": 0, "estimatedDkk": 0, "allocatedDkk": 0}


@pytest.fixture
def town(api: Api) -> Municipality:
    return furnished(api, municipality)


def test_the_summary_has_the_keys_of_the_contract(api: Api) -> None:
    assert api.read(SUMMARY) == {
        "systems": {
            "total": 0,
            "byLifecycle": {"planned": 0, "phasingIn": 0, "inOperation": 0, "phasingOut": 0, "retired": 0},
            "byCriticality": {"societyCritical": 0, "businessCritical": 0, "notCritical": 0, "unknown": 0},
        },
        "findings": {
            "open": 0,
            "waived": 0,
            "bySeverity": {"critical": 0, "high": 0, "medium": 0, "low": 0},
            "byRule": [
                {"rule": rule, "flagged": 0, "unknown": 0, "ok": 0, "notApplicable": 0} for rule in sorted(catalogue())
            ],
        },
        "ownership": {"ok": 0, "tooLow": 0, "vacant": 0, "missing": 0, "unknown": 0},
        "funding": {
            "funded": 0,
            "underfunded": 0,
            "unfunded": 0,
            "unknown": 0,
            "estimatedDkk": 0,
            "allocatedDkk": 0,
            "development": NOTHING,
            "decommission": NOTHING,
        },
        "shortfall": {"missingDkk": 0, "largest": []},
        "asOf": "2026-03-02",
        "revision": 1,
    }


def test_the_figures_are_those_worked_out_by_hand(api: Api, town: Municipality) -> None:
    summary = api.read(SUMMARY)
    # All systems, whatever their lifecycle.
    assert summary["systems"] == {
        "total": 7,
        "byLifecycle": {"planned": 1, "phasingIn": 1, "inOperation": 3, "phasingOut": 1, "retired": 1},
        "byCriticality": {"societyCritical": 1, "businessCritical": 2, "notCritical": 2, "unknown": 2},
    }
    assert (summary["findings"]["open"], summary["findings"]["waived"]) == (14, 0)
    assert summary["findings"]["bySeverity"] == {"critical": 2, "high": 4, "medium": 8, "low": 0}
    # The five in use, each once, by the worst that holds.
    assert summary["ownership"] == {"ok": 1, "tooLow": 1, "vacant": 1, "missing": 1, "unknown": 1}
    # The five in use: the money of the retired one is left out.
    assert summary["funding"] == {
        "funded": 1,
        "underfunded": 1,
        "unfunded": 1,
        "unknown": 2,
        "estimatedDkk": 550_000,
        "allocatedDkk": 400_000,
        "development": {**NOTHING, "unknown": 5},
        "decommission": {**NOTHING, "unknown": 5},
    }


# Flagged, unknown, ok, not applicable; of seven systems, two of which are not in use.
BY_RULE = {
    "OWN001": (1, 0, 4, 2),
    "OWN002": (1, 0, 3, 3),
    "OWN003": (1, 1, 2, 3),
    "OWN004": (0, 0, 3, 4),
    "OWN007": (0, 0, 4, 3),
    "DUT001": (4, 0, 1, 2),
    "DUT002": (0, 0, 5, 2),
    "DUT003": (0, 4, 1, 2),
    "FUN000": (2, 0, 3, 2),
    "FUN001": (1, 2, 2, 2),
    "FUN002": (1, 2, 1, 3),
    "FUN003": (0, 3, 1, 3),
    "FUN004": (0, 0, 0, 7),
    "FUN005": (0, 1, 0, 6),
    "FUN006": (0, 3, 1, 3),
    "LIF001": (0, 1, 4, 2),
    "LIF002": (1, 0, 0, 6),
    "LIF003": (0, 0, 5, 2),
    "LIF004": (0, 0, 0, 7),
    "LIF005": (2, 0, 3, 2),
    "LIF007": (0, 5, 0, 2),
    "CON001": (0, 0, 5, 2),
    "EMP001": (0, 5, 0, 2),
}


def test_every_rule_counts_every_system_once(api: Api, town: Municipality) -> None:
    counted = {
        row["rule"]: (row["flagged"], row["unknown"], row["ok"], row["notApplicable"])
        for row in api.read(SUMMARY)["findings"]["byRule"]
    }
    assert {rule: counted[rule] for rule in BY_RULE} == BY_RULE
    assert {sum(counts) for counts in counted.values()} == {7}


def test_a_waived_finding_is_counted_apart_and_its_system_stays_flagged_by_the_rule(
    api: Api, town: Municipality
) -> None:
    waive(api, town.systems["Kørelister"], "OWN001", "DUT001")
    findings = api.read(SUMMARY)["findings"]
    assert (findings["open"], findings["waived"]) == (12, 2)
    assert findings["bySeverity"] == {"critical": 1, "high": 4, "medium": 7, "low": 0}
    assert [row["flagged"] for row in findings["byRule"] if row["rule"] == "OWN001"] == [1]


def test_a_mended_finding_is_counted_no_more(api: Api, town: Municipality) -> None:
    api.patch(f"/v1/systems/{town.systems['KSD']['id']}", {"lifecycle": "retired"})
    assert api.read(SUMMARY)["findings"]["bySeverity"] == {"critical": 2, "high": 2, "medium": 7, "low": 0}


def test_a_unit_comes_with_the_units_below_it(api: Api, town: Municipality) -> None:
    unit_id = town.unit_id("Ydelser")
    summary = api.read(SUMMARY, unitId=unit_id)
    assert summary["systems"]["total"] == 3
    assert summary["findings"]["bySeverity"] == {"critical": 1, "high": 3, "medium": 4, "low": 0}
    assert summary["ownership"] == {"ok": 0, "tooLow": 1, "vacant": 0, "missing": 1, "unknown": 0}
    assert api.read(SUMMARY, unitId=unit_id, includeSubunits="false")["systems"]["total"] == 2


def test_several_units_are_counted_together_and_no_system_twice(api: Api, town: Municipality) -> None:
    both = api.read(SUMMARY, unitId=[town.unit_id("Ydelser"), town.unit_id("Sygedagpenge"), town.unit_id("Børn")])
    assert both["systems"]["total"] == 4


def test_the_summary_says_how_far_it_has_come(api: Api) -> None:
    api.system()
    before = api.read(SUMMARY)
    api.system()
    after = api.read(SUMMARY)
    assert after["revision"] == before["revision"] + 1
    assert (before["systems"]["total"], after["systems"]["total"]) == (1, 2)


def test_the_summary_is_of_the_day(api: Api) -> None:
    system = api.system(lifecycle="inOperation")
    assert "LIF003" not in api.flagged(system)
    api.time.advance(days=700)
    summary = api.read(SUMMARY)
    assert summary["asOf"] == "2028-01-31"
    assert summary["findings"]["bySeverity"]["low"] == 1


def test_a_client_that_has_the_figures_is_told_so(api: Api) -> None:
    tag = api.get(SUMMARY).headers["etag"]
    assert api.get(SUMMARY, headers={"If-None-Match": tag}).status_code == 304
    api.time.advance(minutes=5)
    assert api.get(SUMMARY, headers={"If-None-Match": tag}).status_code == 304
    api.system()
    assert api.get(SUMMARY, headers={"If-None-Match": tag}).status_code == 200


def test_large_amounts_add_up_exactly_purpose_by_purpose(api: Api) -> None:
    for _ in range(3):
        system = api.system(lifecycle="inOperation")
        for kind in ("operation", "licence", "development"):
            api.budget(system, kind=kind, estimatedDkk=1_000_000_000_000, allocatedDkk=999_999_999_999)
        api.budget(system, kind="decommission", estimatedDkk=7, allocatedDkk=0)
    funding = api.read(SUMMARY)["funding"]
    sums = {
        name: (counts["estimatedDkk"], counts["allocatedDkk"], counts["funded"], counts["unfunded"])
        for name, counts in (
            ("operation", funding),
            *((name, funding[name]) for name in ("development", "decommission")),
        )
    }
    assert sums == {
        "operation": (6_000_000_000_000, 5_999_999_999_994, 3, 0),
        "development": (3_000_000_000_000, 2_999_999_999_997, 3, 0),
        "decommission": (21, 0, 0, 3),
    }


def test_what_is_missing_is_told_of_each_system_whose_money_is_known(api: Api) -> None:
    systems = {}
    for name, estimated, allocated, lifecycle in (
        ("lidt", 100, 40, "inOperation"),
        ("mest", 1_000, 0, "inOperation"),
        ("rigeligt", 10, 5_000, "inOperation"),
        ("ukendt", 9_000, None, "inOperation"),
        ("uden skøn", None, 0, "inOperation"),
        ("udgået", 8_000, 0, "retired"),
    ):
        systems[name] = api.system(name, lifecycle=lifecycle)
        api.budget(systems[name], estimatedDkk=estimated, allocatedDkk=allocated)
    largest = [(systems[name]["id"], missing) for name, missing in (("mest", 1_000), ("lidt", 60))]
    assert api.read(SUMMARY)["shortfall"] == {
        "missingDkk": 1_060,
        "largest": [{"systemId": system_id, "missingDkk": missing} for system_id, missing in largest],
    }
    unit = api.unit()
    api.patch(f"/v1/systems/{systems['lidt']['id']}", {"unitId": unit["id"]})
    assert api.read(SUMMARY, unitId=unit["id"])["shortfall"]["missingDkk"] == 60


def test_an_unknown_query_key_is_refused(api: Api) -> None:
    response = api.get(SUMMARY, params={"unit": "x"})
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (400, "?unit")
