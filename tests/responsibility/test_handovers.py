"""Handovers: a duty is offered, and moves when the receiver accepts; until then the old holder answers."""

from typing import Any

import pytest
from httpx2 import Response

from app.access.issuing import issue_token
from app.vocabulary import Role
from tests.support.api import TESTER, Api
from tests.support.furnishing import furnished
from tests.support.refusals import feed_since, no_trace, refusal
from tests.support.warm import make_client

NOWHERE = "0190b5a0-0000-7000-8000-000000000000"


class Town:
    """A director, two heads below, a team under the first; each held by someone, and a system that the first owns."""

    def __init__(self, api: Api) -> None:
        self.api = api
        top = api.unit("Direktion")
        self.unit = api.unit("Ydelser", parentId=top["id"])
        self.director = api.position(1, top, title="Direktør", leadsUnit=True)
        self.head = api.position(2, self.unit, title="Ydelseschef", leadsUnit=True)
        self.manager = api.position(3, self.unit, title="Afdelingsleder")
        self.other = api.position(2, api.unit("Skat", parentId=top["id"]), title="Skattechef", leadsUnit=True)
        self.people = {
            position["id"]: api.person() for position in (self.director, self.head, self.manager, self.other)
        }
        for position in (self.director, self.head, self.manager, self.other):
            api.hold(position, self.people[position["id"]])
        self.system = api.system("KSD", criticality="businessCritical", unitId=self.unit["id"])
        self.owned = api.assign(self.system, self.head, validFrom="2024-01-01")

    def person_of(self, position: dict[str, Any]) -> dict[str, Any]:
        return self.people[position["id"]]


def acting(api: Api, role: Role, person: dict[str, Any] | None = None) -> Api:
    """The same register through a token of the role that belongs to the person."""
    person_id = None if person is None else person["id"]
    secret = issue_token(api.register, TESTER, name=f"as {role}", role=role, person_id=person_id)
    client = make_client(api.app, secret)
    return Api(api.app, api.time, client, api._number)


def of(system: dict[str, Any]) -> str:
    return f"/v1/systems/{system['id']}/handovers"


def to(position: dict[str, Any], duty: str = "owner", **values: Any) -> dict[str, Any]:
    return {"duty": duty, "toPositionId": position["id"], **values}


def offer(api: Api, system: dict[str, Any], position: dict[str, Any], duty: str = "owner", **values: Any) -> Any:
    return api.make(of(system), to(position, duty, **values))


def answer(api: Api, handover: dict[str, Any], verb: str, **body: Any) -> Response:
    return api.post(f"/v1/handovers/{handover['id']}/{verb}", body or None)


def answered(api: Api, handover: dict[str, Any], verb: str, **body: Any) -> Any:
    response = answer(api, handover, verb, **body)
    assert response.status_code == 200, response.text
    return response.json()


def plainly_refused(response: Response, status: int, code: str) -> str:
    """The detail of a refusal that is about no field."""
    assert response.status_code == status, response.text
    body = response.json()
    assert (body["code"], body.get("errors", [])) == (code, [])
    return str(body["detail"])


def periods(api: Api, system: dict[str, Any], duty: str = "owner") -> list[tuple[str, str, str | None]]:
    """Who holds the duty formally, from when to when, oldest first."""
    items = api.read(f"/v1/systems/{system['id']}/responsibilities", duty=duty, basis="formal")["items"]
    return [(row["positionId"], row["validFrom"], row["validUntil"]) for row in items]


def listed(api: Api, **filters: Any) -> list[str]:
    return [item["id"] for item in api.read("/v1/handovers", **filters)["items"]]


# ------------------------------------------------------------------- offering
def test_offer_leaves_the_holder_in_place_and_shows_on_the_card(api: Api) -> None:
    town = furnished(api, Town)
    made = offer(api, town.system, town.other, note="Vi samler det hos jer.")
    assert {**made, "id": "", "createdAt": "", "updatedAt": ""} == {
        "id": "",
        "systemId": town.system["id"],
        "systemName": "KSD",
        "duty": "owner",
        "fromPositionId": town.head["id"],
        "toPositionId": town.other["id"],
        "toTitle": "Skattechef",
        "from": "2026-03-02",
        "note": "Vi samler det hos jer.",
        "state": "offered",
        "expiresOn": "2026-03-16",
        "decidedOn": None,
        "decidedBy": None,
        "decisionNote": None,
        "warnings": made["warnings"],
        "createdAt": "",
        "updatedAt": "",
    }
    assert api.read(f"/v1/handovers/{made['id']}") == made
    card = api.card(town.system)
    assert card["owner"]["positionId"] == town.head["id"]
    assert card["openHandovers"] == [
        {
            "id": made["id"],
            "duty": "owner",
            "toPositionId": town.other["id"],
            "toTitle": "Skattechef",
            "expiresOn": "2026-03-16",
        }
    ]
    assert periods(api, town.system) == [(town.head["id"], "2024-01-01", None)]


def test_deadline_of_an_offer_is_the_policys(sqlite_api: Api) -> None:
    town = furnished(sqlite_api, Town)
    assert sqlite_api.put("/v1/policy", {"handoverWithinDays": 3}).status_code == 200
    assert offer(sqlite_api, town.system, town.other)["expiresOn"] == "2026-03-05"


def test_second_open_offer_of_a_duty_is_refused_naming_the_first(api: Api) -> None:
    town = furnished(api, Town)
    first = offer(api, town.system, town.other)
    with no_trace(api):
        again = api.post(of(town.system), to(town.manager))
        assert first["id"] in refusal(again, 409, "/duty", "open-offer")
    assert again.json()["code"] == "open-offer"
    # Another duty, and another system, are offers of their own.
    api.assign(town.system, town.head, "fix")
    offer(api, town.system, town.manager, "fix")
    second = api.system(unitId=town.unit["id"])
    api.assign(second, town.head)
    offer(api, second, town.manager)


def test_offer_to_the_holder_itself_is_refused(sqlite_api: Api) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    with no_trace(api):
        refusal(api.post(of(town.system), to(town.head)), 409, "/toPositionId", "same-position")


def test_offer_to_a_vacant_position_is_refused(sqlite_api: Api) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    empty = api.position(3, town.unit)
    deputised = api.position(3, town.unit)
    api.hold(deputised, role="deputy")
    later = api.position(3, town.unit)
    api.hold(later, validFrom="2026-03-03")
    for receiver in (empty, deputised, later):
        with no_trace(api):
            refusal(api.post(of(town.system), to(receiver)), 409, "/toPositionId", "vacant")


def test_offer_to_a_position_that_shares_no_line_is_refused(sqlite_api: Api) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    stranger = api.position(2, api.unit("Fælleskommunalt selskab"), leadsUnit=True)
    api.hold(stranger)
    with no_trace(api):
        refusal(api.post(of(town.system), to(stranger)), 409, "/toPositionId", "no-common-line")


def test_line_of_the_systems_unit_counts_as_well_as_the_holders(sqlite_api: Api) -> None:
    api = sqlite_api
    town = furnished(api, Town)
    unit = api.unit("Fælleskommunalt selskab")
    stranger = api.position(2, unit, leadsUnit=True)
    api.hold(stranger)
    system = api.system(unitId=unit["id"])
    api.assign(system, town.head)
    assert offer(api, system, stranger)["fromPositionId"] == town.head["id"]


@pytest.mark.parametrize("field", ["toPositionId", "fromPositionId"])
def test_unknown_position_in_an_offer_is_refused(sqlite_api: Api, field: str) -> None:
    town = furnished(sqlite_api, Town)
    with no_trace(sqlite_api):
        answered = sqlite_api.post(of(town.system), {**to(town.other), field: NOWHERE})
        if field == "toPositionId":
            refusal(answered, 400, "/toPositionId", "unknown-reference")
        else:
            refusal(answered, 409, "/fromPositionId", "not-the-holder")


def test_unknown_system_and_unknown_handover_are_not_found(sqlite_api: Api) -> None:
    town = furnished(sqlite_api, Town)
    with no_trace(sqlite_api):
        plainly_refused(sqlite_api.post(f"/v1/systems/{NOWHERE}/handovers", to(town.other)), 404, "not-found")
        plainly_refused(sqlite_api.get(f"/v1/handovers/{NOWHERE}"), 404, "not-found")
        for verb in ("accept", "decline", "withdraw"):
            plainly_refused(sqlite_api.post(f"/v1/handovers/{NOWHERE}/{verb}"), 404, "not-found")


def test_one_of_several_holders_has_to_be_named(api: Api) -> None:
    town = furnished(api, Town)
    for position in (town.head, town.manager):
        api.assign(town.system, position, "fix")
    with no_trace(api):
        refusal(api.post(of(town.system), to(town.other, "fix")), 400, "/fromPositionId", "missing")
        strangers = to(town.other, "fix", fromPositionId=town.director["id"])
        refusal(api.post(of(town.system), strangers), 409, "/fromPositionId", "not-the-holder")
    made = offer(api, town.system, town.other, "fix", fromPositionId=town.manager["id"])
    answered(api, made, "accept")
    # The one that was named has handed over; the other goes on.
    assert sorted(periods(api, town.system, "fix")) == sorted(
        [(town.head["id"], "2026-03-02", None), (town.other["id"], "2026-03-02", None)]
    )


def test_duty_that_is_held_in_practice_alone_is_nobodys_to_hand_over(sqlite_api: Api) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    api.assign(town.system, town.manager, "fix", basis="practice")
    assert offer(api, town.system, town.other, "fix")["fromPositionId"] is None


def test_duty_that_nobody_holds_can_be_offered_and_begins_with_acceptance(sqlite_api: Api) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    made = offer(api, town.system, town.manager, "retire")
    assert (made["fromPositionId"], made["warnings"]) == (None, [])
    assert answered(api, made, "accept")["state"] == "accepted"
    assert periods(api, town.system, "retire") == [(town.manager["id"], "2026-03-02", None)]


def test_warnings_name_a_low_level_and_a_receiver_outside_the_line(sqlite_api: Api) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    assert offer(api, town.system, town.other)["warnings"] == [
        {
            "code": "outside-the-line",
            "detail": "Stillingen »Skattechef« står hverken over eller under stillingen »Ydelseschef«.",
        }
    ]
    low = api.system(criticality="societyCritical", unitId=town.unit["id"])
    api.assign(low, town.head)
    low_offer = offer(api, low, town.manager)
    assert low_offer["warnings"] == [
        {
            "code": "level-too-low",
            "detail": "Stillingen »Afdelingsleder« er på niveau 3 (afdelings- eller institutionsleder). "
            "Systemet skal ejes på niveau 1 (direktion) eller højere.",
        }
    ]
    assert answered(api, low_offer, "decline")["warnings"] == []
    both = api.system(criticality="societyCritical", unitId=town.unit["id"])
    api.assign(both, town.head)
    assert [warned["code"] for warned in offer(api, both, town.other)["warnings"]] == [
        "level-too-low",
        "outside-the-line",
    ]
    # The level is demanded of owners alone, and those above and below are in the line.
    api.assign(low, town.head, "fix")
    assert offer(api, low, town.manager, "fix")["warnings"] == []
    plain = api.system(criticality="businessCritical", unitId=town.unit["id"])
    api.assign(plain, town.head)
    assert offer(api, plain, town.director)["warnings"] == []


# ------------------------------------------------------------------ answering
def test_acceptance_ends_the_old_the_day_before_and_begins_the_new(api: Api) -> None:
    town = furnished(api, Town)
    made = offer(api, town.system, town.other)
    api.time.advance(days=2)
    revision = api.read("/v1/dashboard/summary")["revision"]
    done = answered(api, made, "accept", note="Velkommen.")
    assert (done["state"], done["decidedOn"], done["decidedBy"], done["decisionNote"], done["warnings"]) == (
        "accepted",
        "2026-03-04",
        "test",
        "Velkommen.",
        [],
    )
    # What was agreed for a day that is past by now begins today.
    assert done["from"] == "2026-03-02"
    assert periods(api, town.system) == [
        (town.head["id"], "2024-01-01", "2026-03-03"),
        (town.other["id"], "2026-03-04", None),
    ]
    card = api.card(town.system)
    assert (card["owner"]["positionId"], card["owner"]["since"]) == (town.other["id"], "2026-03-04")
    assert (card["openHandovers"], card["declinedHandovers"]) == ([], 0)
    changes = {(entry["action"], entry["resource"]) for entry in feed_since(api, revision)}
    assert changes == {("update", "handover"), ("update", "responsibility"), ("create", "responsibility")}


def test_acceptance_works_without_a_body(sqlite_api: Api) -> None:
    town = furnished(sqlite_api, Town)
    made = offer(sqlite_api, town.system, town.other)
    response = sqlite_api.client.post(f"/v1/handovers/{made['id']}/accept")
    assert (response.status_code, response.json()["decisionNote"]) == (200, None)


def test_first_day_in_the_past_becomes_the_day_of_acceptance(sqlite_api: Api) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    answered(api, offer(api, town.system, town.other, **{"from": "2025-01-01"}), "accept")
    assert periods(api, town.system) == [
        (town.head["id"], "2024-01-01", "2026-03-01"),
        (town.other["id"], "2026-03-02", None),
    ]


def test_first_day_to_come_leaves_the_old_holder_until_the_day_before(api: Api) -> None:
    town = furnished(api, Town)
    answered(api, offer(api, town.system, town.other, **{"from": "2026-04-01"}), "accept")
    assert periods(api, town.system) == [
        (town.head["id"], "2024-01-01", "2026-03-31"),
        (town.other["id"], "2026-04-01", None),
    ]
    api.time.advance(days=29)
    assert api.card(town.system)["owner"]["positionId"] == town.head["id"]
    api.time.advance(days=1)
    assert api.card(town.system)["owner"]["positionId"] == town.other["id"]


def test_what_began_on_the_day_of_acceptance_never_held(sqlite_api: Api) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    api.assign(town.system, town.head, "fix")
    answered(api, offer(api, town.system, town.other, "fix"), "accept")
    assert periods(api, town.system, "fix") == [(town.other["id"], "2026-03-02", None)]


def test_receiver_that_holds_the_duty_already_is_left_with_it_alone(sqlite_api: Api) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    for position in (town.head, town.manager):
        api.assign(town.system, position, "fix", validFrom="2026-01-01")
    made = offer(api, town.system, town.manager, "fix", fromPositionId=town.head["id"])
    answered(api, made, "accept")
    assert sorted(periods(api, town.system, "fix")) == sorted(
        [(town.head["id"], "2026-01-01", "2026-03-01"), (town.manager["id"], "2026-01-01", None)]
    )


def test_decline_leaves_the_holder_and_is_counted_on_the_card(sqlite_api: Api) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    for times in (1, 2):
        done = answered(api, offer(api, town.system, town.other), "decline", note="Det er ikke vores.")
        assert (done["state"], done["decidedOn"], done["decisionNote"]) == (
            "declined",
            "2026-03-02",
            "Det er ikke vores.",
        )
        card = api.card(town.system)
        assert (card["declinedHandovers"], card["openHandovers"]) == (times, [])
    assert periods(api, town.system) == [(town.head["id"], "2024-01-01", None)]


def test_withdrawn_offer_is_gone_and_counts_as_no_decline(sqlite_api: Api) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    made = offer(api, town.system, town.other)
    assert answered(api, made, "withdraw")["state"] == "withdrawn"
    card = api.card(town.system)
    assert (card["declinedHandovers"], card["openHandovers"]) == (0, [])
    assert periods(api, town.system) == [(town.head["id"], "2024-01-01", None)]
    offer(api, town.system, town.other)


@pytest.mark.parametrize("first", ["accept", "decline", "withdraw"])
def test_offer_is_answered_once(sqlite_api: Api, first: str) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    made = offer(api, town.system, town.other)
    answered(api, made, first)
    with no_trace(api):
        for verb in ("accept", "decline", "withdraw"):
            plainly_refused(answer(api, made, verb), 409, "not-open")


def test_offer_may_be_accepted_on_its_last_day_and_not_after_it(api: Api) -> None:
    town = furnished(api, Town)
    second = api.system(unitId=town.unit["id"])
    api.assign(second, town.head, validFrom="2024-01-01")
    in_time, too_late = offer(api, second, town.other), offer(api, town.system, town.other)
    api.time.advance(days=14)
    assert answered(api, in_time, "accept")["decidedOn"] == "2026-03-16"
    assert api.read(f"/v1/handovers/{too_late['id']}")["state"] == "offered"
    api.time.advance(days=1)
    assert api.read(f"/v1/handovers/{too_late['id']}")["state"] == "lapsed"
    card = api.card(town.system)
    assert (card["openHandovers"], card["declinedHandovers"]) == ([], 0)
    with no_trace(api):
        for verb in ("accept", "decline", "withdraw"):
            plainly_refused(answer(api, too_late, verb), 409, "not-open")
    assert periods(api, town.system) == [(town.head["id"], "2024-01-01", None)]
    # What has lapsed stands in the way of nothing.
    again = offer(api, town.system, town.other)
    assert (again["state"], again["expiresOn"]) == ("offered", "2026-03-31")
    assert listed(api, state="lapsed") == [too_late["id"]]
    assert listed(api, state="offered") == [again["id"]]


def test_holder_that_changed_meanwhile_cannot_be_relieved(sqlite_api: Api) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    made = offer(api, town.system, town.other)
    api.make(
        f"/v1/systems/{town.system['id']}/responsibilities",
        {"duty": "owner", "positionId": town.manager["id"]},
        params={"replace": "true"},
    )
    with no_trace(api):
        plainly_refused(answer(api, made, "accept"), 409, "holder-changed")
    assert answered(api, made, "withdraw")["state"] == "withdrawn"


def test_unheld_duty_that_someone_took_meanwhile_is_not_given_twice(sqlite_api: Api) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    made = offer(api, town.system, town.other, "fix")
    api.assign(town.system, town.manager, "fix")
    with no_trace(api):
        plainly_refused(answer(api, made, "accept"), 409, "holder-changed")


def test_receiver_that_became_vacant_cannot_accept(sqlite_api: Api) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    made = offer(api, town.system, town.other)
    person = f"/v1/people/{town.person_of(town.other)['id']}"
    assert api.patch(person, {"leavesOn": "2026-03-01"}).status_code == 200
    with no_trace(api):
        refusal(answer(api, made, "accept"), 409, "/toPositionId", "vacant")


@pytest.mark.parametrize("duty", ["owner", "fix"])
def test_duty_promised_to_another_from_a_later_day_is_not_promised_again(api: Api, duty: str) -> None:
    town = furnished(api, Town)
    if duty == "fix":
        api.assign(town.system, town.head, "fix", validFrom="2024-01-01")
    answered(api, offer(api, town.system, town.other, duty, **{"from": "2026-04-01"}), "accept")
    for first_day in ("2026-04-01", "2026-05-01"):
        made = offer(api, town.system, town.manager, duty, **{"from": first_day})
        with no_trace(api):
            detail = refusal(answer(api, made, "accept"), 409, "", "passed-on")
        assert "Skattechef" in detail
        assert "2026-04-01" in detail
        answered(api, made, "withdraw")
    assert periods(api, town.system, duty) == [
        (town.head["id"], "2024-01-01", "2026-03-31"),
        (town.other["id"], "2026-04-01", None),
    ]


@pytest.mark.parametrize("receiver", ["manager", "other"])
def test_duty_handed_over_before_a_promised_day_is_held_until_then(sqlite_api: Api, receiver: str) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    answered(api, offer(api, town.system, town.other, **{"from": "2026-04-01"}), "accept")
    position = getattr(town, receiver)
    answered(api, offer(api, town.system, position, **{"from": "2026-03-20"}), "accept")
    assert periods(api, town.system) == [
        (town.head["id"], "2024-01-01", "2026-03-19"),
        (position["id"], "2026-03-20", "2026-03-31"),
        (town.other["id"], "2026-04-01", None),
    ]


def test_acceptance_closes_the_dispute_over_the_duty_and_no_other(api: Api) -> None:
    town = furnished(api, Town)
    api.assign(town.system, town.head, "fix")
    owner, fix = (
        api.make(
            f"/v1/systems/{town.system['id']}/disputes",
            {"duty": duty, "namesPositionId": town.other["id"], "reason": "Ikke vores."},
        )
        for duty in ("owner", "fix")
    )
    answered(api, offer(api, town.system, town.manager, "owner"), "accept")
    closed = api.read(f"/v1/disputes/{owner['id']}")
    assert (closed["state"], closed["resolvedOn"], closed["resolvedBy"], closed["resolvedPositionId"]) == (
        "resolved",
        "2026-03-02",
        "test",
        town.manager["id"],
    )
    assert closed["resolution"] == "Ansvaret blev overdraget."
    assert api.read(f"/v1/disputes/{fix['id']}")["state"] == "open"
    assert [dispute["id"] for dispute in api.card(town.system)["disputes"]] == [fix["id"]]


def test_decline_and_withdrawal_leave_the_dispute_open(sqlite_api: Api) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    body = {"duty": "owner", "namesPositionId": town.other["id"], "reason": "Ikke vores."}
    dispute = api.make(f"/v1/systems/{town.system['id']}/disputes", body)
    for verb in ("decline", "withdraw"):
        answered(api, offer(api, town.system, town.other), verb)
        assert [open_["id"] for open_ in api.card(town.system)["disputes"]] == [dispute["id"]]


# -------------------------------------------------------------------- reading
def test_list_is_filtered_by_state_system_duty_and_positions(api: Api) -> None:
    town = furnished(api, Town)
    second = api.system(unitId=town.unit["id"])
    api.assign(second, town.director)
    declined = offer(api, town.system, town.other)
    answered(api, declined, "decline")
    withdrawn = offer(api, town.system, town.manager)
    answered(api, withdrawn, "withdraw")
    accepted = offer(api, second, town.head)
    answered(api, accepted, "accept")
    lapsed = offer(api, town.system, town.other)
    api.time.advance(days=15)
    offered = offer(api, town.system, town.manager, "fix")
    ids = {name: made["id"] for name, made in locals().items() if name in _STATES}
    for state in _STATES:
        assert listed(api, state=state) == [ids[state]]
    assert listed(api, state=["offered", "declined"]) == [offered["id"], declined["id"]]
    assert set(listed(api, state=["lapsed", "accepted"])) == {lapsed["id"], accepted["id"]}
    assert listed(api, systemId=second["id"]) == [accepted["id"]]
    assert listed(api, duty="fix") == [offered["id"]]
    assert set(listed(api, toPositionId=town.other["id"])) == {declined["id"], lapsed["id"]}
    assert listed(api, fromPositionId=town.director["id"]) == [accepted["id"]]
    assert listed(api, toPositionId=town.other["id"], state="lapsed") == [lapsed["id"]]
    assert listed(api, toPositionId=town.director["id"]) == []
    # The newest deadline first, unless asked otherwise.
    assert listed(api)[0] == offered["id"]
    assert listed(api, sort="expiresOn")[-1] == offered["id"]
    assert api.get("/v1/handovers", params={"state": "open"}).status_code == 400
    assert api.get("/v1/handovers", params={"personId": NOWHERE}).status_code == 400


_STATES = ("offered", "accepted", "declined", "withdrawn", "lapsed")


# --------------------------------------------------------------------- who may
def test_owner_token_offers_what_its_person_holds_and_the_receivers_accepts(api: Api) -> None:
    town = furnished(api, Town)
    holder, receiver = (acting(api, Role.OWNER, town.person_of(position)) for position in (town.head, town.other))
    made = offer(holder, town.system, town.other)
    with no_trace(api):
        for verb in ("accept", "decline"):
            plainly_refused(answer(holder, made, verb), 403, "forbidden")
        plainly_refused(answer(receiver, made, "withdraw"), 403, "forbidden")
    person = api.read(f"/v1/people/{town.person_of(town.other)['id']}")
    assert answered(receiver, made, "accept")["decidedBy"] == person["name"]
    assert periods(api, town.system)[-1] == (town.other["id"], "2026-03-02", None)


def test_owner_token_offers_no_duty_of_others(sqlite_api: Api) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    others = [acting(api, Role.OWNER, town.person_of(position)) for position in (town.other, town.director)]
    nobody, stranger = acting(api, Role.OWNER), acting(api, Role.OWNER, api.person())
    with no_trace(api):
        for caller in (*others, nobody):
            for duty in ("owner", "fix"):
                plainly_refused(caller.post(of(town.system), to(town.manager, duty)), 403, "forbidden")
        # The role ends with the last position.
        plainly_refused(stranger.post(of(town.system), to(town.manager)), 401, "unauthenticated")


def test_systems_owner_offers_and_withdraws_the_duties_of_its_system(sqlite_api: Api) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    api.assign(town.system, town.manager, "fix")
    owner = acting(api, Role.OWNER, town.person_of(town.head))
    for duty in ("fix", "retire"):
        made = offer(owner, town.system, town.other, duty)
        assert answered(owner, made, "withdraw")["state"] == "withdrawn"
    manager = acting(api, Role.OWNER, town.person_of(town.manager))
    made = offer(manager, town.system, town.other, "fix")
    assert answered(owner, made, "withdraw")["state"] == "withdrawn"
    with no_trace(api):
        plainly_refused(manager.post(of(town.system), to(town.other)), 403, "forbidden")


def test_person_who_left_the_position_answers_for_it_no_more(sqlite_api: Api) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    made = offer(api, town.system, town.other)
    receiver = acting(api, Role.OWNER, town.person_of(town.other))
    assert api.patch(f"/v1/people/{town.person_of(town.other)['id']}", {"leavesOn": "2026-03-01"}).status_code == 200
    with no_trace(api):
        for verb in ("accept", "decline"):
            plainly_refused(answer(receiver, made, verb), 401, "unauthenticated")


@pytest.mark.parametrize("role", [Role.READER, Role.COORDINATOR])
def test_roles_that_may_not_answer_neither_offer_nor_answer(sqlite_api: Api, role: Role) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    made = offer(api, town.system, town.other)
    api.assign(town.system, town.head, "fix")
    # Not even for the position that its own person holds.
    for position in (town.head, town.other):
        caller = acting(api, role, town.person_of(position))
        with no_trace(api):
            plainly_refused(caller.post(of(town.system), to(town.manager, "fix")), 403, "forbidden")
            for verb in ("accept", "decline", "withdraw"):
                plainly_refused(answer(caller, made, verb), 403, "forbidden")
        assert caller.read("/v1/handovers")["total"] == 1


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.STEWARD])
def test_keepers_of_the_register_answer_for_anyone(sqlite_api: Api, role: Role) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    keeper = acting(api, role)
    answered(keeper, offer(keeper, town.system, town.other), "decline")
    answered(keeper, offer(keeper, town.system, town.other), "withdraw")
    answered(keeper, offer(keeper, town.system, town.other), "accept")
    assert periods(api, town.system)[-1] == (town.other["id"], "2026-03-02", None)


def test_registrar_of_a_unit_hands_over_its_own_systems_alone(sqlite_api: Api) -> None:
    api, town = sqlite_api, furnished(sqlite_api, Town)
    foreign = api.system(unitId=town.other["unitId"])
    api.assign(foreign, town.other)
    registrar = api.as_role(Role.REGISTRAR, town.unit["id"])
    with no_trace(api):
        plainly_refused(registrar.post(of(foreign), to(town.head)), 403, "forbidden")
    answered(registrar, offer(registrar, town.system, town.manager), "accept")
    assert periods(api, town.system)[-1] == (town.manager["id"], "2026-03-02", None)
