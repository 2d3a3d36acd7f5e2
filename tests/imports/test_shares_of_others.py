"""What accounts pay for is learned from files; a registrar of one unit takes nothing from the systems of another."""

from typing import Any

import pytest

from app.vocabulary import Role
from tests.support.api import Api
from tests.support.furnishing import furnished
from tests.support.imports import codes, counts, run

HEAD = "System;År;Art;Skøn;Konto;Andel"


@pytest.fixture
def shared(api: Api) -> dict[str, Any]:
    """The account 4711 pays for systems of two units, and 4712 for one of A alone."""
    return furnished(api, share)


def share(api: Api) -> dict[str, Any]:
    units = {name: api.unit(name) for name in ("A", "B")}
    systems = {name: api.system(name, unitId=units[name[0]]["id"], description="x") for name in ("A1", "A2", "B1")}
    rows = ("A1;2026;drift;1;4711;40", "B1;2026;drift;1;4711;60", "A1;2026;drift;1;4712;100")
    assert run(api, "budgets", HEAD, *rows, source="fin")["applied"]
    return {**units, **systems}


def spread(api: Api, account: str, year: int) -> dict[str, int]:
    """System → what it has of 1000 kr. of the account."""
    rows = run(api, "budgets", "Konto;År;Art;Bevilling", f"{account};{year};drift;1000", source="fin")
    assert rows["applied"], rows
    names = {item["id"]: item["name"] for item in api.read("/v1/systems", limit=200)["items"]}
    found = {}
    for system_id, name in names.items():
        for line in api.read(f"/v1/systems/{system_id}/budget-lines")["items"]:
            if line["account"] == account and line["fiscalYear"] == year:
                found[name] = line["allocatedDkk"]
    return found


def test_a_registrar_of_a_unit_moves_no_share_from_anothers_system(api: Api, shared: dict[str, Any]) -> None:
    limited = api.as_role(Role.REGISTRAR, shared["A"]["id"])
    for form in ({}, {"partial": True}):
        report = run(limited, "budgets", HEAD, "A1;2026;drift;2;4711;100", source="fin", **form)
        assert (counts(report), codes(report)) == ({"rejected": 1}, [(2, "outside-unit")])
        assert report["problems"][0]["cell"] == "F2"
        assert "bed en, der har adgang" in report["problems"][0]["detail"]
    assert spread(api, "4711", 2027) == {"A1": 400, "B1": 600}


def test_what_is_known_already_may_be_said_again(api: Api, shared: dict[str, Any]) -> None:
    limited = api.as_role(Role.REGISTRAR, shared["A"]["id"])
    report = run(limited, "budgets", HEAD, "A1;2026;drift;2;4711;40", "A2;2026;drift;2;4711;", source="fin")
    assert (report["applied"], codes(report)) == (True, [])
    assert spread(api, "4711", 2027) == {"A1": 400, "B1": 600}


def test_shares_of_the_units_own_systems_are_its_own(api: Api, shared: dict[str, Any]) -> None:
    limited = api.as_role(Role.REGISTRAR, shared["A"]["id"])
    rows = ("A1;2026;drift;2;4712;30", "A2;2026;drift;2;4712;70")
    assert run(limited, "budgets", HEAD, *rows, source="fin")["applied"]
    assert spread(api, "4712", 2027) == {"A1": 300, "A2": 700}


def test_whoever_keeps_all_of_them_may(api: Api, shared: dict[str, Any]) -> None:
    steward = api.as_role(Role.STEWARD)
    assert run(steward, "budgets", HEAD, "A1;2026;drift;2;4711;100", source="fin")["applied"]
    assert spread(api, "4711", 2027) == {"A1": 1000}
