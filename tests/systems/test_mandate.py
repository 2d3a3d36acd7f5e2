"""GET /v1/systems/{id}/mandate: whether the owner is placed high enough and may spend what the system costs."""

from typing import Any, NamedTuple

import pytest

from tests.support.api import Api
from tests.support.furnishing import furnished


class Town(NamedTuple):
    """A mayor, a director, a chief and a leader, each below the one before, and what each may spend."""

    api: Api
    director: dict[str, Any]
    chief: dict[str, Any]
    leader: dict[str, Any]

    def system(self, criticality: str = "businessCritical", cost: int | None = 900_000) -> dict[str, Any]:
        unit_id = self.leader["unitId"]
        system = self.api.system(criticality=criticality, lifecycle="inOperation", unitId=unit_id)
        if cost is not None:
            self.api.budget(system, estimatedDkk=cost)
        return system

    def ask(self, system: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = self.api.read(f"/v1/systems/{system['id']}/mandate")
        return answer


@pytest.fixture
def town(api: Api) -> Town:
    return furnished(api, make_town)


def make_town(api: Api) -> Town:
    top = api.position(0, title="Borgmester", leadsUnit=True)
    director = api.position(1, title="Direktør", reportsToId=top["id"], budgetLimitDkk=5_000_000)
    chief = api.position(2, title="Chef", reportsToId=director["id"], budgetLimitDkk=500_000)
    leader = api.position(4, title="Leder", reportsToId=chief["id"], leadsUnit=True)
    return Town(api, director, chief, leader)


def test_the_lowest_position_that_has_both_is_named(town: Town) -> None:
    system = town.system()
    town.api.assign(system, town.chief)
    assert town.ask(system) == {
        "systemId": system["id"],
        "requiredLevel": 2,
        "actualLevel": 2,
        "levelSufficient": True,
        "yearlyCostDkk": 900_000,
        "budgetLimitDkk": 500_000,
        "limitSufficient": False,
        "sufficient": False,
        "lowestSufficientPosition": {
            "positionId": town.director["id"],
            "title": "Direktør",
            "managementLevel": 1,
            "unitId": town.director["unitId"],
            "unitName": town.api.read(f"/v1/units/{town.director['unitId']}")["name"],
            "budgetLimitDkk": 5_000_000,
        },
        "reasons": [
            "Systemet skønnes at koste 900.000 kr. i år, men beløbsgrænsen for stillingen »Chef« er 500.000 kr.",
        ],
    }


def test_an_owner_that_has_both_is_enough(town: Town) -> None:
    system = town.system(cost=500_000)
    town.api.assign(system, town.chief)
    answer = town.ask(system)
    assert (answer["sufficient"], answer["reasons"]) == (True, [])
    assert answer["lowestSufficientPosition"]["positionId"] == town.chief["id"]


def test_an_owner_too_low_without_a_limit_hears_of_both(town: Town) -> None:
    system = town.system()
    town.api.assign(system, town.leader)
    answer = town.ask(system)
    assert (answer["levelSufficient"], answer["limitSufficient"], answer["sufficient"]) == (False, None, False)
    assert answer["reasons"] == [
        "Beløbsgrænsen for stillingen »Leder« er ikke registreret.",
        "Systemet skal ejes på niveau 2 (chef) eller højere, men stillingen »Leder« er på niveau 4 (teamleder).",
    ]


def test_without_an_owner_the_line_begins_with_the_leader_of_the_unit(town: Town) -> None:
    answer = town.ask(town.system())
    assert (answer["actualLevel"], answer["budgetLimitDkk"], answer["sufficient"]) == (None, None, None)
    assert answer["lowestSufficientPosition"]["title"] == "Direktør"
    assert answer["reasons"] == ["Systemet har ingen ejer."]


@pytest.mark.parametrize(
    ("criticality", "cost", "reason"),
    [
        ("unknown", 1, "Systemets kritikalitet er ukendt, så kravet til ejerens niveau er det også."),
        ("notCritical", None, "Skønnet for i år mangler helt eller delvis."),
    ],
)
def test_what_is_not_recorded_is_not_guessed(town: Town, criticality: str, cost: int | None, reason: str) -> None:
    system = town.system(criticality, cost)
    town.api.assign(system, town.director)
    answer = town.ask(system)
    assert (answer["sufficient"], answer["lowestSufficientPosition"], answer["reasons"]) == (None, None, [reason])


def test_where_nobody_in_the_line_has_both_it_says_so(town: Town) -> None:
    system = town.system(cost=6_000_000)
    town.api.assign(system, town.director)
    answer = town.ask(system)
    assert answer["lowestSufficientPosition"] is None
    assert answer["reasons"][-1] == (
        "Ingen stilling i ejerens linje har både det krævede niveau og en registreret beløbsgrænse, der rækker."
    )


def test_a_direct_report_is_high_enough_where_the_policy_says_so(town: Town) -> None:
    system = town.system("societyCritical", cost=400_000)
    town.api.assign(system, town.chief)
    assert town.ask(system)["levelSufficient"] is False
    town.api.put("/v1/policy", {"directReportCounts": True})
    assert town.ask(system)["sufficient"] is True


def test_it_says_what_the_rules_say(town: Town) -> None:
    """OWN003 and FUN006 look at the same."""
    for owner in (town.leader, town.chief, town.director):
        for cost in (500_000, 900_000):
            system = town.system(cost=cost)
            town.api.assign(system, owner)
            said = {v["rule"]: v["verdict"] for v in town.api.read(f"/v1/systems/{system['id']}/verdicts")["items"]}
            answer = town.ask(system)
            meaning = {True: "ok", False: "flagged", None: "unknown"}
            assert said["OWN003"] == meaning[answer["levelSufficient"]]
            assert said["FUN006"] == meaning[answer["limitSufficient"]]


def test_no_such_system(town: Town) -> None:
    assert town.api.get("/v1/systems/01890a5d-ac96-774b-bcce-b302099a8057/mandate").status_code == 404
