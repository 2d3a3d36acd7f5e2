"""Someone leaves, or a position hands on everything: who takes over, and what is left as it was."""

from dataclasses import dataclass
from typing import Any

import pytest

from app.vocabulary import Role
from tests.support.api import Api
from tests.support.furnishing import furnished
from tests.support.imports import codes, run
from tests.support.refusals import feed_since, no_trace, refusal

LAST, NEXT = "2026-03-31", "2026-04-01"
#: From the Monday on which the tests begin to the first day after.
DAYS_TO_NEXT = 30
Json = dict[str, Any]


@dataclass
class Ladder:
    """Three positions, each above the next, held by a person each; the lowest owns a system and fixes it."""

    api: Api
    director: Json
    head: Json
    leader: Json
    director_person: Json
    head_person: Json
    leaver: Json
    seat: Json
    system: Json
    owning: Json
    fixing: Json

    def depart(self, *, dry_run: bool = False, **body: Any) -> Any:
        """The JSON of a departure of the lowest that must succeed."""
        answer = self.api.post(self.path(dry_run=dry_run), {"on": LAST, **body})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def path(self, *, dry_run: bool = False) -> str:
        return departure(self.leaver, dry_run=dry_run)

    def owner_on(self, day: str) -> Any:
        return held(self.api, self.system, "owner", day)


@pytest.fixture
def ladder(api: Api) -> Ladder:
    return furnished(api, make_ladder)


@pytest.fixture
def sqlite_ladder(sqlite_api: Api) -> Ladder:
    return furnished(sqlite_api, make_ladder)


def make_ladder(api: Api) -> Ladder:
    top = api.unit("Direktion")
    below = api.unit("Ydelser", parentId=top["id"])
    director = api.position(1, top, title="Direktør", leadsUnit=True)
    head = api.position(2, below, title="Chef", leadsUnit=True)
    leader = api.position(4, below, title="Teamleder")
    first, second, third = (api.person(f"Person {number}") for number in (1, 2, 3))
    api.hold(director, first)
    api.hold(head, second)
    seat = api.hold(leader, third, validFrom="2024-01-01")
    system = api.system("KSD", criticality="notCritical", lifecycle="inOperation", unitId=below["id"])
    owning = api.assign(system, leader, validFrom="2025-01-01")
    fixing = api.assign(system, leader, "fix", validFrom="2025-01-01")
    return Ladder(api, director, head, leader, first, second, third, seat, system, owning, fixing)


def departure(person: Json, *, dry_run: bool = False) -> str:
    return f"/v1/people/{person['id']}/departure" + ("?dryRun=true" if dry_run else "")


def transfer(position: Json, *, dry_run: bool = False) -> str:
    return f"/v1/positions/{position['id']}/transfer" + ("?dryRun=true" if dry_run else "")


def held(api: Api, system: Json, duty: str, day: str, basis: str = "formal") -> list[str]:
    """The positions that hold the duty on the day."""
    rows = api.read(f"/v1/systems/{system['id']}/responsibilities", duty=duty, at=day, basis=basis)["items"]
    return [row["positionId"] for row in rows]


def holder(api: Api, position: Json) -> Any:
    """The person in the position today, None while it is vacant."""
    found = api.read(f"/v1/positions/{position['id']}")["holder"]
    return found and found["personId"]


def outcomes(view: Json) -> list[tuple[str, str, str | None, str]]:
    """System, duty, receiver and what became of it."""
    return [(duty["systemName"], duty["duty"], duty["toPositionId"], duty["means"]) for duty in view["duties"]]


def offers(api: Api) -> list[Json]:
    found: list[Json] = api.read("/v1/handovers", sort="from")["items"]
    return found


# ---------------------------------------------------------------- who follows
def test_duties_without_a_deputy_are_offered_to_the_nearest_superior_that_someone_holds(ladder: Ladder) -> None:
    api = ladder.api
    view = ladder.depart()
    (fix, owner) = view.pop("duties")
    assert view == {
        "personId": ladder.leaver["id"],
        "personName": "Person 3",
        "on": LAST,
        "dryRun": False,
        "vacated": [
            {
                "positionId": ladder.leader["id"],
                "title": "Teamleder",
                "unitName": "Ydelser",
                "role": "holder",
                "heir": {
                    "kind": "superior",
                    "positionId": ladder.head["id"],
                    "title": "Chef",
                    "personId": None,
                    "personName": None,
                },
            }
        ],
    }
    by_duty = {offer["duty"]: offer for offer in offers(api)}
    assert owner == {
        "responsibilityId": ladder.owning["id"],
        "systemId": ladder.system["id"],
        "systemName": "KSD",
        "duty": "owner",
        "basis": "formal",
        "fromPositionId": ladder.leader["id"],
        "toPositionId": ladder.head["id"],
        "toTitle": "Chef",
        "means": "handover",
        "handoverId": by_duty["owner"]["id"],
    }
    assert (fix["duty"], fix["means"], fix["handoverId"]) == ("fix", "handover", by_duty["fix"]["id"])
    assert (by_duty["owner"]["from"], by_duty["owner"]["state"]) == (NEXT, "offered")
    # Nobody is freed of a duty before someone else has said yes.
    assert ladder.owner_on(NEXT) == [ladder.leader["id"]]
    assert api.post(f"/v1/handovers/{by_duty['owner']['id']}/accept").status_code == 200
    assert (ladder.owner_on(LAST), ladder.owner_on(NEXT)) == ([ladder.leader["id"]], [ladder.head["id"]])


def test_vacant_superior_is_passed_over(sqlite_ladder: Ladder) -> None:
    api = sqlite_ladder.api
    api.post(departure(sqlite_ladder.head_person), {"on": "2026-03-15"})
    view = sqlite_ladder.depart()
    assert view["vacated"][0]["heir"]["positionId"] == sqlite_ladder.director["id"]
    assert {offer["toPositionId"] for offer in offers(api)} == {sqlite_ladder.director["id"]}


def test_duties_are_moved_where_that_is_decided(ladder: Ladder) -> None:
    view = ladder.depart(means="move")
    head = ladder.head["id"]
    assert outcomes(view) == [("KSD", "fix", head, "move"), ("KSD", "owner", head, "move")]
    assert [duty["handoverId"] for duty in view["duties"]] == [None, None]
    assert (ladder.owner_on(LAST), ladder.owner_on(NEXT)) == ([ladder.leader["id"]], [head])
    assert held(ladder.api, ladder.system, "fix", NEXT) == [head]
    assert offers(ladder.api) == []


def test_deputy_becomes_the_holder_the_day_after(ladder: Ladder) -> None:
    api = ladder.api
    deputy = api.person("Person 4")
    api.hold(ladder.leader, deputy, role="deputy")
    view = ladder.depart()
    assert view["vacated"][0]["heir"] == {
        "kind": "deputy",
        "positionId": None,
        "title": None,
        "personId": deputy["id"],
        "personName": "Person 4",
    }
    # Whoever takes the seat has its duties.
    assert outcomes(view) == [("KSD", "fix", None, "none"), ("KSD", "owner", None, "none")]
    assert offers(api) == []
    api.time.advance(days=DAYS_TO_NEXT - 1)
    assert holder(api, ladder.leader) == ladder.leaver["id"]
    api.time.advance(days=1)
    assert holder(api, ladder.leader) == deputy["id"]
    assert api.card(ladder.system)["owner"]["personId"] == deputy["id"]


def test_deputy_holds_the_position_only_until_the_one_who_is_set_to_follow(sqlite_ladder: Ladder) -> None:
    api = sqlite_ladder.api
    deputy, later = api.person(), api.person()
    api.hold(sqlite_ladder.leader, deputy, role="deputy")
    api.patch(f"/v1/tenures/{sqlite_ladder.seat['id']}", {"validUntil": "2026-05-31"})
    api.hold(sqlite_ladder.leader, later, validFrom="2026-06-01")
    assert sqlite_ladder.depart()["vacated"][0]["heir"]["personId"] == deputy["id"]
    api.time.advance(days=DAYS_TO_NEXT)
    assert holder(api, sqlite_ladder.leader) == deputy["id"]
    assert api.read(f"/v1/positions/{sqlite_ladder.leader['id']}")["holder"]["until"] == "2026-05-31"
    api.time.advance(days=61)
    assert holder(api, sqlite_ladder.leader) == later["id"]


def test_deputy_who_leaves_as_well_is_passed_over(sqlite_ladder: Ladder) -> None:
    api = sqlite_ladder.api
    api.hold(sqlite_ladder.leader, api.person(leavesOn=LAST), role="deputy")
    assert sqlite_ladder.depart()["vacated"][0]["heir"]["kind"] == "superior"


def test_nothing_is_passed_on_where_a_successor_is_set(ladder: Ladder) -> None:
    api = ladder.api
    successor = api.person("Person 4")
    api.patch(f"/v1/tenures/{ladder.seat['id']}", {"validUntil": "2026-04-09"})
    api.hold(ladder.leader, successor, validFrom="2026-04-10")
    view = ladder.depart(on="2026-04-09")
    assert (view["vacated"], view["duties"]) == ([], [])
    api.time.advance(days=DAYS_TO_NEXT + 9)
    assert holder(api, ladder.leader) == successor["id"]
    assert ladder.owner_on("2026-04-10") == [ladder.leader["id"]]


def test_nobody_is_found_where_no_one_stands_above(sqlite_ladder: Ladder) -> None:
    api = sqlite_ladder.api
    other = api.system("ESDH", criticality="notCritical")
    api.assign(other, sqlite_ladder.director)
    answer = api.post(departure(sqlite_ladder.director_person), {"on": LAST})
    assert answer.json()["vacated"][0]["heir"] is None
    assert outcomes(answer.json()) == [("ESDH", "owner", None, "none")]
    assert held(api, other, "owner", NEXT) == [sqlite_ladder.director["id"]]
    assert offers(api) == []


def test_duty_that_is_offered_already_is_not_offered_again(sqlite_ladder: Ladder) -> None:
    api = sqlite_ladder.api
    body = {"duty": "owner", "toPositionId": sqlite_ladder.director["id"]}
    existing = api.make(f"/v1/systems/{sqlite_ladder.system['id']}/handovers", body)
    (fix, owner) = sqlite_ladder.depart()["duties"]
    assert (owner["means"], owner["handoverId"]) == ("none", existing["id"])
    assert fix["means"] == "handover"
    assert {offer["id"] for offer in offers(api)} == {existing["id"], fix["handoverId"]}


def test_what_is_done_in_practice_is_moved_and_never_offered(sqlite_ladder: Ladder) -> None:
    api, head = sqlite_ladder.api, sqlite_ladder.head["id"]
    api.assign(sqlite_ladder.system, sqlite_ladder.leader, "monitor", basis="practice")
    offered = sqlite_ladder.depart(dry_run=True)
    assert outcomes(offered)[1] == ("KSD", "monitor", head, "none")
    moved = sqlite_ladder.depart(means="move")
    assert outcomes(moved)[1] == ("KSD", "monitor", head, "move")
    assert held(api, sqlite_ladder.system, "monitor", LAST, "practice") == [sqlite_ladder.leader["id"]]
    assert held(api, sqlite_ladder.system, "monitor", NEXT, "practice") == [head]


# ---------------------------------------------------------------- chosen heirs
def test_chosen_person_takes_the_seat_even_where_there_is_a_deputy(ladder: Ladder) -> None:
    api = ladder.api
    api.hold(ladder.leader, role="deputy")
    heir = api.person("Person 4", leavesOn=NEXT)
    view = ladder.depart(heirs=[{"positionId": ladder.leader["id"], "personId": heir["id"]}])
    assert view["vacated"][0]["heir"] == {
        "kind": "chosen",
        "positionId": None,
        "title": None,
        "personId": heir["id"],
        "personName": "Person 4",
    }
    assert offers(api) == []
    api.time.advance(days=DAYS_TO_NEXT)
    assert holder(api, ladder.leader) == heir["id"]


def test_chosen_position_takes_the_duties_and_the_seat_falls_vacant(ladder: Ladder) -> None:
    api, director = ladder.api, ladder.director["id"]
    heirs = [{"positionId": ladder.leader["id"], "toPositionId": director}]
    view = ladder.depart(heirs=heirs, means="move")
    assert view["vacated"][0]["heir"]["kind"] == "chosen"
    assert outcomes(view) == [("KSD", "fix", director, "move"), ("KSD", "owner", director, "move")]
    api.time.advance(days=DAYS_TO_NEXT)
    assert holder(api, ladder.leader) is None
    assert api.card(ladder.system)["owner"]["positionId"] == director


def test_heir_that_is_none_is_refused_and_nothing_is_written(ladder: Ladder) -> None:
    api, seat = ladder.api, ladder.leader["id"]
    nobody = "019590f0-0000-7000-8000-000000000000"
    vacant = api.position(3, unitId=ladder.head["unitId"])
    early = api.person(leavesOn=LAST)

    def refused(**heir: str) -> tuple[int, str]:
        with no_trace(api):
            answer = api.post(ladder.path(), {"on": LAST, "heirs": [{"positionId": seat, **heir}]})
        (problem,) = answer.json()["errors"]
        return answer.status_code, problem["code"]

    assert refused(personId=nobody) == (400, "unknown-reference")
    assert refused(toPositionId=nobody) == (400, "unknown-reference")
    assert refused(personId=early["id"]) == (400, "leaves")
    assert refused(personId=ladder.leaver["id"]) == (400, "leaves")
    assert refused(toPositionId=vacant["id"]) == (409, "vacant")
    assert refused(toPositionId=seat) == (409, "same-position")
    assert refused(personId=early["id"], toPositionId=ladder.head["id"]) == (400, "one-heir")
    assert refused() == (400, "one-heir")


def test_heir_for_a_position_that_does_not_fall_vacant_is_refused(ladder: Ladder) -> None:
    api = ladder.api
    api.hold(ladder.head, ladder.leaver, role="deputy")
    for position in (ladder.director, ladder.head):
        heirs = [
            {"positionId": ladder.leader["id"], "toPositionId": ladder.head["id"]},
            {"positionId": position["id"], "toPositionId": ladder.director["id"]},
        ]
        with no_trace(api):
            refusal(api.post(ladder.path(), {"on": LAST, "heirs": heirs}), 400, "/heirs/1/positionId", "not-vacated")


def test_one_heir_that_is_refused_takes_back_the_others(ladder: Ladder) -> None:
    api = ladder.api
    second = api.position(4, unitId=ladder.leader["unitId"])
    api.hold(second, ladder.leaver)
    api.assign(api.system("ESDH"), second)
    heirs = [
        {"positionId": ladder.leader["id"], "personId": api.person()["id"]},
        {"positionId": second["id"], "toPositionId": api.position(3, unitId=ladder.head["unitId"])["id"]},
    ]
    with no_trace(api):
        answer = api.post(ladder.path(), {"on": LAST, "means": "move", "heirs": heirs})
    assert (answer.status_code, answer.json()["code"]) == (409, "vacant")
    assert api.read(f"/v1/people/{ladder.leaver['id']}")["leavesOn"] is None


# ---------------------------------------------------------------- the seats
def test_seats_end_with_the_last_day_and_the_person_is_former_from_the_next(ladder: Ladder) -> None:
    api, person = ladder.api, f"/v1/people/{ladder.leaver['id']}"
    deputy_seat = api.hold(ladder.head, ladder.leaver, role="deputy")
    over = api.hold(api.position(), ladder.leaver, validFrom="2024-01-01", validUntil="2025-12-31")
    view = ladder.depart()
    assert [(seat["title"], seat["role"], seat["heir"] is None) for seat in view["vacated"]] == [
        ("Teamleder", "holder", False),
        ("Chef", "deputy", True),
    ]
    for seat in (ladder.seat, deputy_seat):
        assert api.read(f"/v1/tenures/{seat['id']}")["validUntil"] == LAST
    assert api.read(f"/v1/tenures/{over['id']}")["validUntil"] == "2025-12-31"
    assert (api.read(person)["leavesOn"], api.read(person)["former"]) == (LAST, False)
    api.time.advance(days=DAYS_TO_NEXT - 1)
    assert (api.read(person)["former"], holder(api, ladder.leader)) == (False, ladder.leaver["id"])
    api.time.advance(days=1)
    assert (api.read(person)["former"], holder(api, ladder.leader)) == (True, None)
    assert api.read(f"/v1/positions/{ladder.head['id']}")["deputy"] is None


def test_tenure_that_would_begin_later_is_taken_away(ladder: Ladder) -> None:
    api = ladder.api
    promised = api.position(3, unitId=ladder.head["unitId"], title="Fuldmægtig")
    tenure = api.hold(promised, ladder.leaver, validFrom=NEXT)
    view = ladder.depart()
    assert [seat["title"] for seat in view["vacated"]] == ["Teamleder", "Fuldmægtig"]
    assert api.get(f"/v1/tenures/{tenure['id']}").status_code == 404
    # The seat is free for another.
    api.hold(promised, validFrom=NEXT)


def test_several_positions_are_left_at_once(ladder: Ladder) -> None:
    api = ladder.api
    team = api.unit(parentId=ladder.leader["unitId"])
    second = api.position(3, team, title="Projektleder", leadsUnit=True)
    member = api.position(5, team, title="Konsulent")
    for position in (second, member):
        api.hold(position, ladder.leaver)
    other = api.system("ESDH", criticality="notCritical")
    api.assign(other, member)
    view = ladder.depart(means="move")
    head = ladder.head["id"]
    # The position above the lowest is left as well, so its duties go past it.
    assert [(seat["title"], seat["heir"]["positionId"]) for seat in view["vacated"]] == [
        ("Teamleder", head),
        ("Projektleder", head),
        ("Konsulent", head),
    ]
    assert sorted(outcomes(view)) == [
        ("ESDH", "owner", head, "move"),
        ("KSD", "fix", head, "move"),
        ("KSD", "owner", head, "move"),
    ]
    assert held(api, other, "owner", NEXT) == [head]


def test_last_day_in_the_past_ends_the_seats_then_and_heirs_begin_today(ladder: Ladder) -> None:
    api = ladder.api
    deputy = api.person()
    api.hold(ladder.leader, deputy, role="deputy", validFrom="2025-01-01")
    ladder.depart(on="2026-01-31")
    assert api.read(f"/v1/tenures/{ladder.seat['id']}")["validUntil"] == "2026-01-31"
    assert api.read(f"/v1/people/{ladder.leaver['id']}")["former"] is True
    found = api.read(f"/v1/positions/{ladder.leader['id']}")["holder"]
    assert (found["personId"], found["since"]) == (deputy["id"], "2026-03-02")


def test_without_a_day_the_last_day_is_today(sqlite_ladder: Ladder) -> None:
    api = sqlite_ladder.api
    answer = api.post(sqlite_ladder.path(), {"means": "move"})
    assert (answer.status_code, answer.json()["on"]) == (200, "2026-03-02")
    assert sqlite_ladder.owner_on("2026-03-02") == [sqlite_ladder.leader["id"]]
    assert sqlite_ladder.owner_on("2026-03-03") == [sqlite_ladder.head["id"]]


# ---------------------------------------------------------------- the request
def test_dry_run_says_what_would_happen_and_writes_nothing(ladder: Ladder) -> None:
    api = ladder.api
    with no_trace(api):
        rehearsed = ladder.depart(dry_run=True, means="move")
    assert rehearsed["dryRun"] is True
    carried_out = ladder.depart(means="move")
    assert {**carried_out, "dryRun": True} == rehearsed
    with no_trace(api):
        api.post(ladder.path(dry_run=True), {"heirs": []})


def test_departure_is_one_write_with_its_reason(ladder: Ladder) -> None:
    api = ladder.api
    before = api.register.edition().revision
    api.time.advance(minutes=1)
    answer = api.post(ladder.path(), {"on": LAST, "means": "move"}, headers={"Change-Reason": "Nyt job"})
    assert answer.status_code == 200
    entries = feed_since(api, before)
    assert sorted((entry["resource"], entry["action"]) for entry in entries) == [
        ("person", "update"),
        ("responsibility", "create"),
        ("responsibility", "create"),
        ("responsibility", "update"),
        ("responsibility", "update"),
        ("tenure", "update"),
    ]
    assert {(entry["reason"], entry["at"]) for entry in entries} == {("Nyt job", "2026-03-02T09:01:00Z")}
    assert api.read("/v1/journal/verification")["valid"] is True


def test_only_who_keeps_the_organisation_may_record_a_departure(sqlite_ladder: Ladder) -> None:
    api = sqlite_ladder.api
    refused = [api.as_role(role) for role in (Role.READER, Role.OWNER, Role.REGISTRAR, Role.COORDINATOR)]
    steward = api.as_role(Role.STEWARD)
    body = {"toPositionId": sqlite_ladder.head["id"]}
    with no_trace(api):
        for other in refused:
            assert other.post(sqlite_ladder.path(), {"on": LAST}).status_code == 403
            assert other.post(sqlite_ladder.path(dry_run=True), {"on": LAST}).status_code == 403
            assert other.post(transfer(sqlite_ladder.leader), body).status_code == 403
    assert steward.post(transfer(sqlite_ladder.leader), body).status_code == 200
    assert steward.post(sqlite_ladder.path(), {"on": LAST}).status_code == 200


def test_departure_that_makes_no_sense_is_refused(sqlite_ladder: Ladder) -> None:
    api = sqlite_ladder.api
    nobody = {"id": "019590f0-0000-7000-8000-000000000000"}
    with no_trace(api):
        assert api.post(departure(nobody), {"on": LAST}).status_code == 404
        refusal(api.post(sqlite_ladder.path(), {"on": "31-03-2026"}), 400, "/on", "date")
        refusal(api.post(sqlite_ladder.path(), {"leavesOn": LAST}), 400, "/leavesOn", "unknown-key")
        assert api.post(sqlite_ladder.path(), {"means": "gift"}).status_code == 400


# ---------------------------------------------------------------- transfers
def test_all_duties_of_a_position_move_to_another(ladder: Ladder) -> None:
    api, head = ladder.api, ladder.head["id"]
    api.assign(ladder.system, ladder.leader, "monitor", basis="practice", validFrom="2025-01-01")
    over = api.assign(ladder.system, ladder.leader, "retire", validFrom="2025-01-01", validUntil="2025-12-31")
    answer = api.post(transfer(ladder.leader), {"toPositionId": head})
    assert answer.status_code == 200
    view = answer.json()
    duties = view.pop("duties")
    assert view == {
        "fromPositionId": ladder.leader["id"],
        "toPositionId": head,
        "from": "2026-03-02",
        "dryRun": False,
    }
    assert [(duty["duty"], duty["basis"], duty["means"]) for duty in duties] == [
        ("fix", "formal", "move"),
        ("monitor", "practice", "move"),
        ("owner", "formal", "move"),
    ]
    assert (ladder.owner_on("2026-03-01"), ladder.owner_on("2026-03-02")) == ([ladder.leader["id"]], [head])
    assert held(api, ladder.system, "fix", "2026-03-02") == [head]
    assert held(api, ladder.system, "monitor", "2026-03-02", "practice") == [head]
    assert api.read(f"/v1/responsibilities/{over['id']}")["positionId"] == ladder.leader["id"]
    assert api.card(ladder.system)["owner"]["positionId"] == head
    # The seat itself stays.
    assert holder(api, ladder.leader) == ladder.leaver["id"]
    again = api.post(transfer(ladder.leader), {"toPositionId": head})
    assert (again.status_code, again.json()["duties"]) == (200, [])


def test_some_duties_move_from_a_later_day(ladder: Ladder) -> None:
    body = {"toPositionId": ladder.director["id"], "duties": ["fix", "develop"], "from": "2026-05-01"}
    view = ladder.api.post(transfer(ladder.leader), body).json()
    assert view["from"] == "2026-05-01"
    assert outcomes(view) == [("KSD", "fix", ladder.director["id"], "move")]
    assert held(ladder.api, ladder.system, "fix", "2026-04-30") == [ladder.leader["id"]]
    assert held(ladder.api, ladder.system, "fix", "2026-05-01") == [ladder.director["id"]]
    assert ladder.owner_on("2026-05-01") == [ladder.leader["id"]]


def test_duty_that_begins_later_moves_from_its_own_first_day(sqlite_ladder: Ladder) -> None:
    api = sqlite_ladder.api
    later = api.assign(sqlite_ladder.system, sqlite_ladder.leader, "develop", validFrom="2026-06-01")
    body = {"toPositionId": sqlite_ladder.head["id"], "duties": ["develop"]}
    assert outcomes(api.post(transfer(sqlite_ladder.leader), body).json()) == [
        ("KSD", "develop", sqlite_ladder.head["id"], "move")
    ]
    assert held(api, sqlite_ladder.system, "develop", "2026-05-31") == []
    assert held(api, sqlite_ladder.system, "develop", "2026-06-01") == [sqlite_ladder.head["id"]]
    assert api.get(f"/v1/responsibilities/{later['id']}").status_code == 404


def test_transfer_may_offer_the_duties_instead(ladder: Ladder) -> None:
    api = ladder.api
    api.assign(ladder.system, ladder.leader, "monitor", basis="practice")
    body = {"toPositionId": ladder.head["id"], "means": "handover", "from": NEXT}
    view = api.post(transfer(ladder.leader), body).json()
    assert [(duty["duty"], duty["means"]) for duty in view["duties"]] == [
        ("fix", "handover"),
        ("monitor", "none"),
        ("owner", "handover"),
    ]
    assert {offer["id"] for offer in offers(api)} == {duty["handoverId"] for duty in view["duties"]} - {None}
    assert {offer["from"] for offer in offers(api)} == {NEXT}
    assert ladder.owner_on(NEXT) == [ladder.leader["id"]]


def test_transfer_that_cannot_be_is_refused_and_nothing_is_written(ladder: Ladder) -> None:
    api, path = ladder.api, transfer(ladder.leader)
    nobody = "019590f0-0000-7000-8000-000000000000"
    vacant = api.position(3, unitId=ladder.head["unitId"])
    stranger = api.position(1)
    api.hold(stranger)
    with no_trace(api):
        itself = {"toPositionId": ladder.leader["id"]}
        refusal(api.post(path, itself), 409, "/toPositionId", "same-position")
        refusal(api.post(path, {"toPositionId": vacant["id"]}), 409, "/toPositionId", "vacant")
        refusal(api.post(path, {"toPositionId": nobody}), 400, "/toPositionId", "unknown-reference")
        refusal(api.post(path, {"toPositionId": stranger["id"]}), 409, "/toPositionId", "no-common-line")
        refusal(api.post(path, {}), 400, "/toPositionId", "missing")
        assert api.post(transfer({"id": nobody}), itself).status_code == 404


def test_transfer_to_a_position_that_has_the_duty_already_ends_the_one(sqlite_ladder: Ladder) -> None:
    api = sqlite_ladder.api
    api.assign(sqlite_ladder.system, sqlite_ladder.head, "fix", validFrom="2025-06-01")
    body = {"toPositionId": sqlite_ladder.head["id"], "duties": ["fix"]}
    view = api.post(transfer(sqlite_ladder.leader), body).json()
    assert outcomes(view) == [("KSD", "fix", sqlite_ladder.head["id"], "none")]
    assert held(api, sqlite_ladder.system, "fix", "2026-03-02") == [sqlite_ladder.head["id"]]


def test_ownership_that_is_promised_to_a_third_is_moved_until_then(ladder: Ladder) -> None:
    api = ladder.api
    api.patch(f"/v1/responsibilities/{ladder.owning['id']}", {"validUntil": "2026-06-30"})
    promised = api.assign(ladder.system, ladder.director, validFrom="2026-07-01")
    answer = api.post(transfer(ladder.leader), {"toPositionId": ladder.head["id"], "duties": ["owner"]})
    assert answer.status_code == 200
    (moved,) = api.read(f"/v1/positions/{ladder.head['id']}/responsibilities", duty="owner")["items"]
    assert moved["validUntil"] == "2026-06-30"
    assert api.read(f"/v1/responsibilities/{promised['id']}")["validFrom"] == "2026-07-01"


def test_giver_with_a_later_period_keeps_it(ladder: Ladder) -> None:
    api = ladder.api
    api.assign(ladder.system, ladder.leader, "develop", validFrom="2026-01-01", validUntil="2026-05-31")
    api.assign(ladder.system, ladder.leader, "develop", validFrom="2026-08-01")
    path = f"/v1/systems/{ladder.system['id']}"
    offer = api.make(f"{path}/handovers", {"duty": "develop", "toPositionId": ladder.head["id"]})
    assert api.post(f"/v1/handovers/{offer['id']}/accept").status_code == 200
    rows = api.read(f"{path}/responsibilities", duty="develop")["items"]
    periods = {(row["positionId"], row["validFrom"], row["validUntil"]) for row in rows}
    assert (ladder.head["id"], "2026-03-02", "2026-05-31") in periods
    assert (ladder.leader["id"], "2026-08-01", None) in periods


def test_last_day_of_all_is_no_failure(ladder: Ladder) -> None:
    assert ladder.api.post(ladder.path(), {"on": "9999-12-31"}).status_code == 200


def test_two_heirs_of_one_position_are_refused(ladder: Ladder) -> None:
    heirs = [{"positionId": ladder.leader["id"], "toPositionId": ladder.head["id"]}] * 2
    with no_trace(ladder.api):
        answer = ladder.api.post(ladder.path(), {"on": LAST, "heirs": heirs})
        refusal(answer, 400, "/heirs/1/positionId", "repeated")


def test_dry_run_of_a_transfer_writes_nothing(ladder: Ladder) -> None:
    with no_trace(ladder.api):
        rehearsed = ladder.api.post(transfer(ladder.leader, dry_run=True), {"toPositionId": ladder.head["id"]}).json()
    carried_out = ladder.api.post(transfer(ladder.leader), {"toPositionId": ladder.head["id"]}).json()
    assert (rehearsed["dryRun"], len(rehearsed["duties"])) == (True, 2)
    assert {**carried_out, "dryRun": True} == rehearsed


def test_nobody_leaves_before_they_began(ladder: Ladder) -> None:
    api, person = ladder.api, f"/v1/people/{ladder.leaver['id']}"
    api.time.advance(days=10)
    begun = api.read(f"{person}/tenures")["items"][0]["validFrom"]
    with no_trace(api):
        detail = refusal(api.post(departure(ladder.leaver), {"on": "2020-01-01"}), 409, "/on", "left-before-beginning")
        assert begun in detail
        refusal(api.patch(person, {"leavesOn": "2020-01-01"}), 409, "/leavesOn", "left-before-beginning")
    assert api.patch(person, {"leavesOn": begun}).status_code == 200
    assert api.read(f"{person}/tenures")["total"] == 1


def test_a_file_that_says_so_is_refused_as_well(sqlite_ladder: Ladder) -> None:
    api = sqlite_ladder.api
    api.time.advance(days=10)
    rows = ("Navn;Fratræder", f"{sqlite_ladder.leaver['name']};01-01-2020", f"{sqlite_ladder.head_person['name']};")
    report = run(api, "people", *rows)
    assert codes(report) == [(2, "left-before-beginning")]
    assert api.read(f"/v1/people/{sqlite_ladder.leaver['id']}")["leavesOn"] is None


def test_what_has_not_begun_may_come_to_nothing(sqlite_ladder: Ladder) -> None:
    api, person = sqlite_ladder.api, sqlite_ladder.api.person("Ny Tænktsen")
    api.hold(api.position(), person, validFrom="2026-12-01")
    assert api.post(departure(person), {"on": "2026-03-10"}).status_code == 200
    assert api.read(f"/v1/people/{person['id']}/tenures")["total"] == 0


def test_a_deputy_who_takes_over_is_named_once(ladder: Ladder) -> None:
    api = ladder.api
    deputy = api.person("Anna")
    api.hold(ladder.leader, deputy, role="deputy")
    ladder.depart()
    assert api.post(f"/v1/people/{deputy['id']}/absences", {"from": NEXT, "until": NEXT}).status_code == 201
    steps = api.read(f"/v1/systems/{ladder.system['id']}/escalation", duty="fix", at=NEXT)["steps"]
    assert [step["personName"] for step in steps].count("Anna") == 1
