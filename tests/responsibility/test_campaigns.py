"""Campaigns ask every owner within them, and show how far it has come."""

from typing import Any

import pytest

from app.vocabulary import Role
from tests.support.api import Api
from tests.support.furnishing import furnished
from tests.support.refusals import no_trace, refusal
from tests.support.statements import statements_of

Made = dict[str, Any]

CAMPAIGNS = "/v1/attestation-campaigns"
REQUESTS = "/v1/attestation-requests"
YES: Made = {"confirmsOwnership": True, "insight": "yes", "time": "yes", "money": "yes"}
NOBODY = "01890a5d-ac96-774b-bcce-b302099a8057"


def start(api: Api, due: str = "2026-03-10", **values: Any) -> Made:
    return api.make(CAMPAIGNS, {"due": due, **values})


def progress(api: Api, campaign: Made) -> tuple[int, int, int, int]:
    """How many are asked, answered, open and overdue."""
    return counts(api.read(f"{CAMPAIGNS}/{campaign['id']}"))


def counts(part: Made) -> tuple[int, int, int, int]:
    return part["asked"], part["answered"], part["open"], part["overdue"]


def by_unit(api: Api, campaign: Made) -> list[tuple[str | None, tuple[int, int, int, int]]]:
    """The same by the name of the unit, as it is ordered."""
    return [(unit["unitName"], counts(unit)) for unit in api.read(f"{CAMPAIGNS}/{campaign['id']}")["byUnit"]]


def asked(api: Api, campaign: Made) -> set[tuple[str, str]]:
    """The system and the position of each request."""
    items = api.read(REQUESTS, campaignId=campaign["id"])["items"]
    return {(item["systemId"], item["positionId"]) for item in items}


def attest(api: Api, system: Made, **answers: Any) -> Made:
    return api.make(f"/v1/systems/{system['id']}/attestations", {**YES, **answers})


class Municipality:
    """Two departments, one with a team below it. Each has a system with an owner; the team has one without."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.north = api.unit("Nord")
        self.team = api.unit("Team under nord", parentId=self.north["id"])
        self.south = api.unit("Syd")
        self.chief = self.position()
        self.leader = self.position()
        self.in_north = self.owned(self.chief, unitId=self.north["id"], criticality="societyCritical")
        self.in_team = self.owned(self.leader, unitId=self.team["id"], criticality="businessCritical")
        self.in_south = self.owned(self.leader, unitId=self.south["id"], criticality="businessCritical")
        self.nowhere = self.owned(self.chief, criticality="notCritical")
        self.ownerless = api.system(unitId=self.team["id"], criticality="businessCritical")

    def position(self) -> Made:
        position = self.api.position()
        self.api.hold(position)
        return position

    def owned(self, owner: Made, **values: Any) -> Made:
        system = self.api.system(**values)
        self.api.assign(system, owner)
        return system


@pytest.fixture
def municipality(api: Api) -> Municipality:
    return furnished(api, Municipality)


def test_campaign_asks_the_owner_of_every_system_in_use(api: Api, municipality: Municipality) -> None:
    made = municipality
    for lifecycle in ("planned", "retired"):
        made.owned(made.chief, unitId=made.north["id"], lifecycle=lifecycle, phasedOutOn="2026-01-01")
    in_phases = [made.owned(made.chief, lifecycle=lifecycle) for lifecycle in ("phasingIn", "phasingOut")]
    answer = api.post(CAMPAIGNS, {"due": "2026-03-10"})
    assert answer.status_code == 201
    campaign = answer.json()
    assert answer.headers["location"] == f"{CAMPAIGNS}/{campaign['id']}"
    assert campaign == {
        **campaign,
        "unitId": None,
        "criticality": None,
        "due": "2026-03-10",
        "ownerless": 1,
        "asked": 6,
        "answered": 0,
        "open": 6,
        "overdue": 0,
    }
    assert api.read(f"{CAMPAIGNS}/{campaign['id']}") == campaign
    assert asked(api, campaign) == {
        (made.in_north["id"], made.chief["id"]),
        (made.in_team["id"], made.leader["id"]),
        (made.in_south["id"], made.leader["id"]),
        (made.nowhere["id"], made.chief["id"]),
        *((system["id"], made.chief["id"]) for system in in_phases),
    }
    requests = api.read(REQUESTS)["items"]
    assert {(one["due"], one["state"], one["causeId"], one["answerId"]) for one in requests} == {
        ("2026-03-10", "open", None, None)
    }


def test_campaign_over_a_unit_asks_about_its_subtree(sqlite_api: Api) -> None:
    made = Municipality(sqlite_api)
    campaign = start(sqlite_api, unitId=made.north["id"])
    assert (campaign["unitId"], campaign["ownerless"]) == (made.north["id"], 1)
    assert asked(sqlite_api, campaign) == {
        (made.in_north["id"], made.chief["id"]),
        (made.in_team["id"], made.leader["id"]),
    }
    lower = start(sqlite_api, unitId=made.team["id"])
    assert asked(sqlite_api, lower) == {(made.in_team["id"], made.leader["id"])}


def test_campaign_over_one_criticality(sqlite_api: Api) -> None:
    made = Municipality(sqlite_api)
    campaign = start(sqlite_api, criticality="businessCritical")
    assert (campaign["criticality"], campaign["ownerless"]) == ("businessCritical", 1)
    assert asked(sqlite_api, campaign) == {
        (made.in_team["id"], made.leader["id"]),
        (made.in_south["id"], made.leader["id"]),
    }
    both = start(sqlite_api, criticality="businessCritical", unitId=made.south["id"])
    assert (both["ownerless"], asked(sqlite_api, both)) == (0, {(made.in_south["id"], made.leader["id"])})


def test_progress_follows_the_answers_and_the_days(api: Api, municipality: Municipality) -> None:
    made = municipality
    campaign = start(api)
    assert by_unit(api, campaign) == [
        ("Nord", (1, 0, 1, 0)),
        ("Syd", (1, 0, 1, 0)),
        ("Team under nord", (1, 0, 1, 0)),
        (None, (1, 0, 1, 0)),
    ]
    attest(api, made.in_team)
    attest(api, made.nowhere, time="no")
    assert progress(api, campaign) == (4, 2, 2, 0)
    api.time.advance(days=8)
    assert progress(api, campaign) == (4, 2, 2, 0)
    api.time.advance(days=1)
    assert progress(api, campaign) == (4, 2, 2, 2)
    assert by_unit(api, campaign) == [
        ("Nord", (1, 0, 1, 1)),
        ("Syd", (1, 0, 1, 1)),
        ("Team under nord", (1, 1, 0, 0)),
        (None, (1, 1, 0, 0)),
    ]
    attest(api, made.in_south)
    attest(api, made.in_north, insight="unknown")
    assert progress(api, campaign) == (4, 4, 0, 0)
    ids = {unit["unitName"]: unit["unitId"] for unit in api.read(f"{CAMPAIGNS}/{campaign['id']}")["byUnit"]}
    assert ids == {
        "Nord": made.north["id"],
        "Syd": made.south["id"],
        "Team under nord": made.team["id"],
        None: None,
    }


def test_question_that_moves_upwards_is_none_of_the_campaigns(sqlite_api: Api) -> None:
    chief, leader = sqlite_api.position(1), sqlite_api.position(2)
    sqlite_api.patch(f"/v1/positions/{leader['id']}", {"reportsToId": chief["id"]})
    sqlite_api.hold(chief)
    sqlite_api.hold(leader)
    system = sqlite_api.system()
    sqlite_api.assign(system, leader)
    campaign = start(sqlite_api)
    made = attest(sqlite_api, system, money="no")
    assert made["askedPositionId"] == chief["id"]
    assert progress(sqlite_api, campaign) == (1, 1, 0, 0)
    assert asked(sqlite_api, campaign) == {(system["id"], leader["id"])}


def test_one_answer_counts_in_every_campaign_that_asked(api: Api, municipality: Municipality) -> None:
    everyone, south = start(api, "2026-03-02"), start(api, "2026-03-20", unitId=municipality.south["id"])
    made = attest(api, municipality.in_south)
    assert (progress(api, everyone), progress(api, south)) == ((4, 1, 3, 0), (1, 1, 0, 0))
    answered = api.read(REQUESTS, state="answered")["items"]
    assert [one["answerId"] for one in answered] == [made["id"]] * 2
    api.time.advance(days=1)
    assert (progress(api, everyone), progress(api, south)) == ((4, 1, 3, 3), (1, 1, 0, 0))


def test_answer_from_before_the_campaign_does_not_count(sqlite_api: Api) -> None:
    made = Municipality(sqlite_api)
    attest(sqlite_api, made.in_south)
    assert progress(sqlite_api, start(sqlite_api, unitId=made.south["id"])) == (1, 0, 1, 0)


def test_owner_of_today_is_asked_though_nobody_has_read_since_midnight(api: Api) -> None:
    system, old, new = api.system(), api.position(), api.position()
    api.assign(system, old, validUntil="2026-03-02")
    api.assign(system, new, validFrom="2026-03-03")
    assert asked(api, start(api)) == {(system["id"], old["id"])}
    api.time.advance(days=1)
    assert asked(api, start(api)) == {(system["id"], new["id"])}


def test_nobody_to_ask_is_refused(sqlite_api: Api) -> None:
    municipality = Municipality(sqlite_api)
    empty = sqlite_api.unit()
    planned = sqlite_api.system(unitId=empty["id"], lifecycle="planned")
    sqlite_api.assign(planned, municipality.chief)
    sqlite_api.system(unitId=empty["id"])
    with no_trace(sqlite_api):
        for within in ({"unitId": empty["id"]}, {"criticality": "unknown"}):
            answer = sqlite_api.post(CAMPAIGNS, {"due": "2026-03-10", **within})
            assert (answer.status_code, answer.json()["code"]) == (409, "nobody-to-ask")


def test_impossible_campaigns_are_refused(sqlite_api: Api) -> None:
    Municipality(sqlite_api)
    refused: list[tuple[Made, str, str]] = [
        ({"due": "2026-03-01"}, "/due", "past"),
        ({}, "/due", "missing"),
        ({"due": "soon"}, "/due", "date"),
        ({"due": None}, "/due", "date"),
        ({"due": "2026-03-10", "unitId": NOBODY}, "/unitId", "unknown-reference"),
        ({"due": "2026-03-10", "unitId": "Nord"}, "/unitId", "uuid"),
        ({"due": "2026-03-10", "criticality": "high"}, "/criticality", "enum"),
        ({"due": "2026-03-10", "asked": 4}, "/asked", "unknown-key"),
    ]
    with no_trace(sqlite_api):
        for body, pointer, code in refused:
            refusal(sqlite_api.post(CAMPAIGNS, body), 400, pointer, code)
        assert sqlite_api.get(f"{CAMPAIGNS}/{NOBODY}").status_code == 404


def test_campaign_may_end_the_day_that_it_starts(sqlite_api: Api) -> None:
    Municipality(sqlite_api)
    assert start(sqlite_api, "2026-03-02")["overdue"] == 0


def test_only_those_who_set_the_policy_start_campaigns(sqlite_api: Api) -> None:
    made = Municipality(sqlite_api)
    campaign = start(sqlite_api)
    for role in (Role.READER, Role.OWNER, Role.REGISTRAR, Role.COORDINATOR):
        client = sqlite_api.as_role(role)
        with no_trace(sqlite_api):
            answer = client.post(CAMPAIGNS, {"due": "2026-03-10"})
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
        assert client.read(f"{CAMPAIGNS}/{campaign['id']}") == campaign
        assert client.read(CAMPAIGNS)["items"] == [campaign]
    for role in (Role.STEWARD, Role.ADMIN):
        assert start(sqlite_api.as_role(role))["asked"] == 4
    within = sqlite_api.as_role(Role.STEWARD, made.north["id"])
    with no_trace(sqlite_api):
        answer = within.post(CAMPAIGNS, {"due": "2026-03-10", "unitId": made.north["id"]})
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_campaigns_are_listed_by_their_day(api: Api, municipality: Municipality) -> None:
    assert api.read(CAMPAIGNS) == {"items": [], "nextCursor": None, "total": 0}
    early = start(api, "2026-03-05", unitId=municipality.north["id"])
    late = start(api, "2026-04-05")
    listed = api.read(CAMPAIGNS)
    assert (listed["total"], listed["items"]) == (2, [late, early])
    assert api.read(CAMPAIGNS, sort="due")["items"] == [early, late]
    first = api.read(CAMPAIGNS, sort="due", limit=1)
    assert first["items"] == [early]
    assert api.read(CAMPAIGNS, sort="due", limit=1, cursor=first["nextCursor"])["items"] == [late]
    assert api.get(CAMPAIGNS, params={"sort": "unitId"}).status_code == 400
    attest(api, municipality.in_north)
    assert [counts(item) for item in api.read(CAMPAIGNS)["items"]] == [(4, 1, 3, 0), (2, 1, 1, 0)]


def test_unit_that_a_campaign_is_about_is_not_deleted(api: Api) -> None:
    position = api.position()
    api.hold(position)
    unit = api.unit()
    system = api.system(unitId=unit["id"])
    api.assign(system, position)
    campaign = start(api, unitId=unit["id"])
    api.patch(f"/v1/systems/{system['id']}", {"unitId": None})
    assert by_unit(api, campaign) == [(None, (1, 0, 1, 0))]
    path = f"/v1/units/{unit['id']}"
    with no_trace(api):
        refusal(api.delete(path), 409, "", "in-use")


def test_the_number_of_statements_is_the_same_for_1_and_for_12_systems(api: Api) -> None:
    position = api.position()
    api.hold(position)

    def add(count: int) -> None:
        for _ in range(count):
            api.assign(api.system(unitId=api.unit()["id"]), position)

    def costs() -> tuple[int, int]:
        """Statements of one campaign, and of the list; each the first reading after a write."""
        one = statements_of(api, f"{CAMPAIGNS}/{start(api)['id']}")
        start(api)
        return one, statements_of(api, CAMPAIGNS)

    add(1)
    few = costs()
    add(11)
    assert costs() == few
    assert start(api)["asked"] == 12
