"""Cards and findings follow the lines: which are added up, when they count, and who holds them."""

from typing import Any

import pytest

from tests.support.api import Api

FUNDING = {"FUN000", "FUN001", "FUN002"}


@pytest.fixture
def system(api: Api) -> dict[str, Any]:
    return api.system(criticality="notCritical", lifecycle="inOperation")


def at(line: dict[str, Any]) -> str:
    return f"/v1/budget-lines/{line['id']}"


def funding(api: Api, system: dict[str, Any]) -> tuple[int | None, int | None, str]:
    """Estimated, allocated and state, as the card has them."""
    shown = api.card(system)["funding"]
    return shown["estimatedDkk"], shown["allocatedDkk"], shown["state"]


def test_nothing_recorded_is_unknown_and_zero_is_no_money(api: Api, system: dict[str, Any]) -> None:
    assert funding(api, system) == (None, None, "unknown")
    assert api.flagged(system) & FUNDING == {"FUN000"}
    line = api.budget(system, estimatedDkk=100, allocatedDkk=0)
    assert funding(api, system) == (100, 0, "unfunded")
    assert api.flagged(system) & FUNDING == {"FUN001"}
    assert api.patch(at(line), {"allocatedDkk": None}).status_code == 200
    assert funding(api, system) == (100, None, "unknown")
    assert api.flagged(system) & FUNDING == {"FUN000"}


def test_lines_of_a_year_are_added_up_and_a_deleted_one_counts_no_more(api: Api, system: dict[str, Any]) -> None:
    api.budget(system, estimatedDkk=600, allocatedDkk=600)
    licence = api.budget(system, kind="licence", estimatedDkk=400, allocatedDkk=0)
    assert funding(api, system) == (1000, 600, "underfunded")
    assert api.flagged(system) & FUNDING == {"FUN002"}
    (finding,) = [found for found in api.card(system)["findings"] if found["rule"] == "FUN002"]
    assert api.delete(at(licence)).status_code == 204
    assert funding(api, system) == (600, 600, "funded")
    assert not api.flagged(system) & FUNDING
    assert api.read(f"/v1/findings/{finding['id']}")["closedAt"] is not None


def test_other_years_money_is_no_money_this_year(api: Api, system: dict[str, Any]) -> None:
    line = api.budget(system, fiscalYear=2025, estimatedDkk=100, allocatedDkk=100)
    api.budget(system, fiscalYear=2027, estimatedDkk=200, allocatedDkk=200)
    assert funding(api, system) == (None, None, "unknown")
    assert api.patch(at(line), {"fiscalYear": 2026}).status_code == 200
    assert funding(api, system) == (100, 100, "funded")


def test_new_year_has_its_own_money(api: Api, system: dict[str, Any]) -> None:
    api.budget(system, fiscalYear=2026, estimatedDkk=100, allocatedDkk=100)
    api.budget(system, fiscalYear=2027, estimatedDkk=200, allocatedDkk=0)
    assert api.card(system)["funding"]["fiscalYear"] == 2026
    assert not api.flagged(system) & FUNDING
    api.time.advance(days=305)
    assert api.card(system)["funding"]["fiscalYear"] == 2027
    assert funding(api, system) == (200, 0, "unfunded")
    assert api.flagged(system) & FUNDING == {"FUN001"}


def test_money_is_flagged_where_a_new_holder_lies_outside_the_owners_line(api: Api, system: dict[str, Any]) -> None:
    owner, stranger = api.position(2, budgetAuthority="yes"), api.position(2, budgetAuthority="yes")
    ownership = api.assign(system, owner)
    line = api.budget(system, estimatedDkk=1, allocatedDkk=1, holderPositionId=owner["id"])
    assert "FUN003" not in api.flagged(system)
    assert api.patch(at(line), {"holderPositionId": stranger["id"]}).status_code == 200
    assert "FUN003" in api.flagged(system)
    # The other way round: the owner comes to the money.
    assert api.patch(f"/v1/responsibilities/{ownership['id']}", {"positionId": stranger["id"]}).status_code == 200
    assert "FUN003" not in api.flagged(system)
    # The holder's own facts are facts of the system too.
    assert api.patch(f"/v1/positions/{stranger['id']}", {"budgetAuthority": "no"}).status_code == 200
    assert "FUN003" in api.flagged(system)


def test_only_the_lines_own_system_is_touched(api: Api, system: dict[str, Any]) -> None:
    other = api.system(criticality="notCritical", lifecycle="inOperation")
    before = api.card(other)
    api.budget(system, estimatedDkk=1, allocatedDkk=1)
    assert api.card(other) == before
    assert api.register.evaluate().cards == 0
