"""Disputes: a holder says "not mine" and names another; past the deadline their superior answers for the duty."""

from typing import Any

import pytest
from httpx2 import Response

from app.vocabulary import Role
from tests.responsibility.test_handovers import NOWHERE, Town, acting, periods, plainly_refused
from tests.support.api import Api
from tests.support.furnishing import furnished
from tests.support.refusals import feed_since, no_trace, refusal


def of(system: dict[str, Any]) -> str:
    return f"/v1/systems/{system['id']}/disputes"


def names(position: dict[str, Any], duty: str = "owner", **values: Any) -> dict[str, Any]:
    return {"duty": duty, "namesPositionId": position["id"], "reason": "Det er ikke vores.", **values}


def dispute(api: Api, system: dict[str, Any], position: dict[str, Any], duty: str = "owner", **values: Any) -> Any:
    return api.make(of(system), names(position, duty, **values))


def shown(api: Api, row: dict[str, Any]) -> Any:
    return api.read(f"/v1/disputes/{row['id']}")


def resolve(api: Api, row: dict[str, Any], position: dict[str, Any] | None = None, **values: Any) -> Response:
    body = {"reason": "Sådan er det aftalt.", **({"positionId": position["id"]} if position else {}), **values}
    return api.post(f"/v1/disputes/{row['id']}/resolve", body)


def resolved(api: Api, row: dict[str, Any], position: dict[str, Any] | None = None, **values: Any) -> Any:
    response = resolve(api, row, position, **values)
    assert response.status_code == 200, response.text
    return response.json()


def director_of(town: Town) -> Api:
    """The caller who stands above every position of the town but the own one."""
    return acting(town.api, Role.OWNER, town.person_of(town.director))


def listed(api: Api, **filters: Any) -> list[str]:
    return [item["id"] for item in api.read("/v1/disputes", **filters)["items"]]


def interim_in_matrix(api: Api, system: dict[str, Any]) -> dict[str, str | None]:
    rows = api.read(f"/v1/systems/{system['id']}/duties")["duties"]
    return {row["duty"]: row["interimPositionId"] for row in rows if row["interimPositionId"]}


def dut004(api: Api, system: dict[str, Any]) -> Any:
    """The card's finding of DUT004, or None."""
    return next((finding for finding in api.card(system)["findings"] if finding["rule"] == "DUT004"), None)


# -------------------------------------------------------------------- opening
def test_dispute_leaves_the_duty_where_it_is_and_shows_on_the_card(api: Api) -> None:
    town = furnished(api, Town)
    made = dispute(api, town.system, town.other)
    assert {**made, "id": "", "createdAt": "", "updatedAt": ""} == {
        "id": "",
        "systemId": town.system["id"],
        "systemName": "KSD",
        "duty": "owner",
        "positionId": town.head["id"],
        "namesPositionId": town.other["id"],
        "reason": "Det er ikke vores.",
        "state": "open",
        "deadline": "2026-03-16",
        "interimPositionId": None,
        "resolvedOn": None,
        "resolvedBy": None,
        "resolution": None,
        "resolvedPositionId": None,
        "resolvedAs": None,
        "handoverId": None,
        "createdAt": "",
        "updatedAt": "",
    }
    assert shown(api, made) == made
    card = api.card(town.system)
    assert card["owner"]["positionId"] == town.head["id"]
    assert card["disputes"] == [
        {
            "id": made["id"],
            "duty": "owner",
            "positionId": town.head["id"],
            "namesPositionId": town.other["id"],
            "deadline": "2026-03-16",
            "overdue": False,
            "interimPositionId": None,
        }
    ]
    assert (dut004(api, town.system), interim_in_matrix(api, town.system)) == (None, {})


def test_deadline_is_the_policys_on_the_day_of_opening(sqlite_api: Api) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    before = dispute(api, town.system, town.other)
    api.assign(town.system, town.head, "fix")
    assert api.put("/v1/policy", {"disputeWithinDays": 3}).status_code == 200
    assert dispute(api, town.system, town.other, "fix")["deadline"] == "2026-03-05"
    assert shown(api, before)["deadline"] == "2026-03-16"


def test_duty_that_nobody_holds_cannot_be_disputed(sqlite_api: Api) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    api.assign(town.system, town.manager, "develop", validFrom="2026-03-03")
    api.assign(town.system, town.manager, "retire", validFrom="2026-01-01", validUntil="2026-03-01")
    with no_trace(api):
        for duty in ("monitor", "fix", "develop", "retire"):
            answer = api.post(of(town.system), names(town.other, duty))
            refusal(answer, 409, "/duty", "nobody-holds-it")


def test_whoever_has_the_duty_in_practice_may_say_that_it_is_another_s(api: Api) -> None:
    town = furnished(api, Town)
    api.assign(town.system, town.manager, "fix", basis="practice")
    api.assign(town.system, town.head, "retire")
    api.assign(town.system, town.manager, "retire", basis="practice")
    manager = acting(api, Role.OWNER, town.person_of(town.manager))
    made = dispute(manager, town.system, town.other, "fix")
    assert made["positionId"] == town.manager["id"]
    assert dispute(manager, town.system, town.head, "retire")["positionId"] == town.manager["id"]
    done = resolved(director_of(town), made, town.other)
    assert (done["state"], done["resolvedAs"]) == ("resolved", "order")
    assert periods(api, town.system, "fix")[-1] == (town.other["id"], "2026-03-02", None)


def test_dispute_names_another_position_than_the_holder(sqlite_api: Api) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    with no_trace(api):
        refusal(api.post(of(town.system), names(town.head)), 400, "/namesPositionId", "same-position")


def test_unknown_position_in_a_dispute_is_refused(sqlite_api: Api) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    with no_trace(api):
        body = names(town.other)
        answer = api.post(of(town.system), {**body, "namesPositionId": NOWHERE})
        refusal(answer, 400, "/namesPositionId", "unknown-reference")
        refusal(api.post(of(town.system), {**body, "positionId": NOWHERE}), 409, "/positionId", "not-the-holder")
        made = {**body, "positionId": town.manager["id"]}
        refusal(api.post(of(town.system), made), 409, "/positionId", "not-the-holder")


def test_unknown_system_and_unknown_dispute_are_not_found(sqlite_api: Api) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    with no_trace(api):
        plainly_refused(api.post(f"/v1/systems/{NOWHERE}/disputes", names(town.other)), 404, "not-found")
        plainly_refused(api.get(f"/v1/disputes/{NOWHERE}"), 404, "not-found")
        plainly_refused(api.post(f"/v1/disputes/{NOWHERE}/resolve", {"reason": "Ja."}), 404, "not-found")


def test_position_that_shares_no_line_with_the_holder_cannot_be_named(sqlite_api: Api) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    stranger = api.position(2, api.unit("Fælleskommunalt selskab"), leadsUnit=True)
    with no_trace(api):
        refusal(api.post(of(town.system), names(stranger)), 409, "/namesPositionId", "no-common-line")


def test_vacant_position_may_be_named(sqlite_api: Api) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    vacant = api.position(3, town.unit)
    assert dispute(api, town.system, vacant)["namesPositionId"] == vacant["id"]


def test_second_open_dispute_over_a_duty_is_refused_naming_the_first(api: Api) -> None:
    town = furnished(api, Town)
    api.assign(town.system, town.head, "fix")
    first = dispute(api, town.system, town.other)
    with no_trace(api):
        answer = api.post(of(town.system), names(town.manager))
        assert first["id"] in refusal(answer, 409, "/duty", "open-dispute")
    other_duty = dispute(api, town.system, town.other, "fix")
    # Overdue it is still open; resolved it stands in the way of nothing.
    api.time.advance(days=15)
    api.read("/v1/disputes")
    with no_trace(api):
        refusal(api.post(of(town.system), names(town.manager)), 409, "/duty", "open-dispute")
    resolved(api, first)
    again = dispute(api, town.system, town.other)
    assert [row["id"] for row in api.card(town.system)["disputes"]] == [other_duty["id"], again["id"]]


@pytest.mark.parametrize("reason", ["", "   ", None])
def test_dispute_and_its_resolution_say_why(sqlite_api: Api, reason: str | None) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    made = dispute(api, town.system, town.other)
    api.assign(town.system, town.head, "fix")
    with no_trace(api):
        for answer in (
            api.post(of(town.system), names(town.other, "fix", reason=reason)),
            resolve(api, made, town.other, reason=reason),
        ):
            assert answer.status_code == 400, answer.text
            assert [problem["pointer"] for problem in answer.json()["errors"]] == ["/reason"]


def test_one_of_several_holders_has_to_be_named_unless_the_token_tells(sqlite_api: Api) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    for position in (town.head, town.manager):
        api.assign(town.system, position, "fix")
    with no_trace(api):
        refusal(api.post(of(town.system), names(town.other, "fix")), 400, "/positionId", "missing")
    manager = acting(api, Role.OWNER, town.person_of(town.manager))
    with no_trace(api):
        heads = names(town.other, "fix", positionId=town.head["id"])
        plainly_refused(manager.post(of(town.system), heads), 403, "forbidden")
    assert dispute(manager, town.system, town.other, "fix")["positionId"] == town.manager["id"]


# -------------------------------------------------------------------- overdue
def test_overdue_dispute_puts_the_duty_with_the_nearest_common_superior(api: Api) -> None:
    town = furnished(api, Town)
    api.assign(town.system, town.manager, "fix", validFrom="2024-01-01")
    made = dispute(api, town.system, town.other, "fix")
    api.time.advance(days=14)
    assert (shown(api, made)["state"], shown(api, made)["interimPositionId"]) == ("open", None)
    assert (dut004(api, town.system), interim_in_matrix(api, town.system)) == (None, {})
    api.time.advance(days=1)
    assert (shown(api, made)["state"], shown(api, made)["interimPositionId"]) == ("overdue", town.director["id"])
    (on_card,) = api.card(town.system)["disputes"]
    assert (on_card["overdue"], on_card["interimPositionId"]) == (True, town.director["id"])
    assert interim_in_matrix(api, town.system) == {"fix": town.director["id"]}
    finding = dut004(api, town.system)
    assert (finding["severity"], finding["verdict"], finding["field"]) == ("high", "flagged", "disputes")
    assert finding["evidence"] == {
        "disputeIds": [made["id"]],
        "duties": ["fix"],
        "interimPositionIds": [town.director["id"]],
    }
    assert finding["message"] == (
        "Stillingen »Afdelingsleder« mener, at ansvaret for at fejlrette systemet ligger hos stillingen »Skattechef«. "
        "Det skulle være afgjort senest den 16-03-2026. Indtil det sker, svarer stillingen »Direktør« for det."
    )
    # The register itself is as it was: the interim is no responsibility.
    assert periods(api, town.system, "fix") == [(town.manager["id"], "2024-01-01", None)]


def test_interim_follows_the_organisation(sqlite_api: Api) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    api.assign(town.system, town.manager, "fix")
    made = dispute(api, town.system, town.other, "fix")
    api.time.advance(days=15)
    assert shown(api, made)["interimPositionId"] == town.director["id"]
    moved = api.patch(f"/v1/positions/{town.other['id']}", {"reportsToId": town.head["id"]})
    assert moved.status_code == 200
    assert shown(api, made)["interimPositionId"] == town.head["id"]
    assert api.card(town.system)["disputes"][0]["interimPositionId"] == town.head["id"]
    assert dut004(api, town.system)["evidence"]["interimPositionIds"] == [town.head["id"]]


def test_dispute_with_the_topmost_position_has_no_interim(sqlite_api: Api) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    made = dispute(api, town.system, town.director)
    api.time.advance(days=15)
    assert (shown(api, made)["state"], shown(api, made)["interimPositionId"]) == ("overdue", None)
    assert interim_in_matrix(api, town.system) == {}
    assert dut004(api, town.system)["evidence"]["interimPositionIds"] == []


def test_resolving_an_overdue_dispute_clears_the_finding_and_the_interim(api: Api) -> None:
    town = furnished(api, Town)
    made = dispute(api, town.system, town.other)
    api.time.advance(days=20)
    assert dut004(api, town.system) is not None
    done = resolved(director_of(town), made, town.other)
    assert (done["state"], done["interimPositionId"]) == ("resolved", None)
    assert (api.card(town.system)["disputes"], dut004(api, town.system)) == ([], None)
    assert interim_in_matrix(api, town.system) == {}
    assert periods(api, town.system) == [
        (town.head["id"], "2024-01-01", "2026-03-21"),
        (town.other["id"], "2026-03-22", None),
    ]


# ------------------------------------------------------------------ resolving
def test_resolution_without_a_position_leaves_the_duty_with_its_holder(api: Api) -> None:
    town = furnished(api, Town)
    made = dispute(api, town.system, town.other)
    done = resolved(api, made, reason="Ydelser har brugt det siden 2019.")
    assert (done["state"], done["resolvedOn"], done["resolvedBy"], done["resolution"]) == (
        "resolved",
        "2026-03-02",
        "test",
        "Ydelser har brugt det siden 2019.",
    )
    assert done["resolvedPositionId"] == town.head["id"]
    assert periods(api, town.system) == [(town.head["id"], "2024-01-01", None)]
    assert api.card(town.system)["disputes"] == []


def test_resolution_that_names_the_holder_leaves_the_duty_there(sqlite_api: Api) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    done = resolved(api, dispute(api, town.system, town.other), town.head)
    assert done["resolvedPositionId"] == town.head["id"]
    assert periods(api, town.system) == [(town.head["id"], "2024-01-01", None)]


@pytest.mark.parametrize("winner", ["other", "manager"])
def test_resolution_moves_the_duty_to_the_named_or_to_a_third(api: Api, winner: str) -> None:
    town = furnished(api, Town)
    position = getattr(town, winner)
    made = dispute(api, town.system, town.other)
    director = director_of(town)
    revision = api.register.edition().revision
    done = resolved(director, made, position)
    assert (done["resolvedPositionId"], done["resolvedAs"]) == (position["id"], "order")
    assert periods(api, town.system) == [
        (town.head["id"], "2024-01-01", "2026-03-01"),
        (position["id"], "2026-03-02", None),
    ]
    assert api.card(town.system)["owner"]["positionId"] == position["id"]
    changes = {(entry["action"], entry["resource"]) for entry in feed_since(api, revision)}
    assert changes == {("update", "dispute"), ("update", "responsibility"), ("create", "responsibility")}


def test_resolution_relieves_whoever_holds_the_duty_by_then(api: Api) -> None:
    town = furnished(api, Town)
    made = dispute(api, town.system, town.other)
    api.time.advance(days=1)
    api.make(
        f"/v1/systems/{town.system['id']}/responsibilities",
        {"duty": "owner", "positionId": town.manager["id"]},
        params={"replace": "true"},
    )
    api.time.advance(days=1)
    resolved(director_of(town), made, town.other)
    assert periods(api, town.system) == [
        (town.head["id"], "2024-01-01", "2026-03-02"),
        (town.manager["id"], "2026-03-03", "2026-03-03"),
        (town.other["id"], "2026-03-04", None),
    ]


def test_resolution_relieves_the_holder_who_disputed_and_no_other(sqlite_api: Api) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    for position in (town.head, town.manager):
        api.assign(town.system, position, "fix", validFrom="2026-01-01")
    made = dispute(api, town.system, town.other, "fix", positionId=town.manager["id"])
    resolved(director_of(town), made, town.other)
    assert sorted(periods(api, town.system, "fix")) == sorted(
        [
            (town.head["id"], "2026-01-01", None),
            (town.manager["id"], "2026-01-01", "2026-03-01"),
            (town.other["id"], "2026-03-02", None),
        ]
    )


def test_unknown_position_in_a_resolution_is_refused(sqlite_api: Api) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    made = dispute(api, town.system, town.other)
    with no_trace(api):
        answer = resolve(api, made, positionId=NOWHERE)
        refusal(answer, 400, "/positionId", "unknown-reference")


@pytest.mark.parametrize("moved", [False, True])
def test_dispute_is_resolved_once(sqlite_api: Api, moved: bool) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    made = dispute(api, town.system, town.other)
    resolved(director_of(town), made, town.other if moved else None)
    with no_trace(api):
        for position in (None, town.head, town.other):
            plainly_refused(resolve(api, made, position), 409, "not-open")


def test_duty_promised_to_another_from_a_later_day_is_not_decided_away(sqlite_api: Api) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    made = dispute(api, town.system, town.other)
    assert api.patch(f"/v1/responsibilities/{town.owned['id']}", {"validUntil": "2026-03-31"}).status_code == 200
    api.assign(town.system, town.manager, validFrom="2026-04-01")
    assert resolved(director_of(town), made, town.other)["resolvedPositionId"] == town.other["id"]
    # Until then, and no longer.
    (moved,) = api.read(f"/v1/positions/{town.other['id']}/responsibilities", duty="owner")["items"]
    assert moved["validUntil"] == "2026-03-31"


# ------------------------------------------------------------------- offering
def test_decision_of_anyone_who_is_not_above_both_is_an_offer(api: Api) -> None:
    town = furnished(api, Town)
    made = dispute(api, town.system, town.other)
    decided = resolved(api, made, town.other, reason="Skat bruger det mest.")
    assert (decided["state"], decided["resolution"], decided["resolvedPositionId"], decided["resolvedOn"]) == (
        "decided",
        "Skat bruger det mest.",
        town.other["id"],
        None,
    )
    assert periods(api, town.system) == [(town.head["id"], "2024-01-01", None)]
    assert listed(api, state="decided") == [made["id"]]
    assert listed(api, state=["open", "overdue", "resolved"]) == []
    (offered,) = api.read("/v1/handovers", state="offered")["items"]
    assert (offered["id"], offered["toPositionId"], offered["note"]) == (
        decided["handoverId"],
        town.other["id"],
        "Skat bruger det mest.",
    )
    receiver = acting(api, Role.OWNER, town.person_of(town.other))
    assert receiver.post(f"/v1/handovers/{offered['id']}/accept").status_code == 200
    done = shown(api, made)
    assert (done["state"], done["resolvedAs"], done["resolution"], done["resolvedBy"]) == (
        "resolved",
        "handover",
        "Skat bruger det mest.",
        "test",
    )
    assert periods(api, town.system)[-1] == (town.other["id"], "2026-03-02", None)


@pytest.mark.parametrize("verb", ["decline", "withdraw"])
def test_offer_that_comes_to_nothing_leaves_the_dispute_open(sqlite_api: Api, verb: str) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    made = dispute(api, town.system, town.other)
    decided = resolved(api, made, town.other)
    assert api.post(f"/v1/handovers/{decided['handoverId']}/{verb}").status_code == 200
    now = shown(api, made)
    assert (now["state"], now["resolution"], now["handoverId"]) == ("open", None, None)
    assert listed(api, state="open") == [made["id"]]
    assert resolved(director_of(town), made, town.other)["resolvedAs"] == "order"


def test_decision_is_given_as_long_as_its_offer(sqlite_api: Api) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    made = dispute(api, town.system, town.other)
    api.time.advance(days=20)
    assert shown(api, made)["state"] == "overdue"
    decided = resolved(api, made, town.other)
    assert (decided["state"], decided["deadline"]) == ("decided", "2026-04-05")
    assert dut004(api, town.system) is None
    api.time.advance(days=15)
    assert (shown(api, made)["state"], dut004(api, town.system) is None) == ("overdue", False)


def test_duty_is_decided_to_nobody_who_cannot_have_it(sqlite_api: Api) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    made = dispute(api, town.system, town.other)
    vacant = api.position(3, town.unit)
    stranger = api.position(2, api.unit("Fælleskommunalt selskab"), leadsUnit=True)
    api.hold(stranger)
    director = director_of(town)
    with no_trace(api):
        for caller in (api, director):
            refusal(resolve(caller, made, vacant), 409, "/positionId", "vacant")
            refusal(resolve(caller, made, stranger), 409, "/positionId", "no-common-line")


def test_offer_to_another_stands_in_the_way_of_a_decision(sqlite_api: Api) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    made = dispute(api, town.system, town.other)
    offered = api.make(
        f"/v1/systems/{town.system['id']}/handovers", {"duty": "owner", "toPositionId": town.manager["id"]}
    )
    with no_trace(api):
        assert offered["id"] in refusal(resolve(api, made, town.other), 409, "/positionId", "open-offer")
    assert resolved(api, made, town.manager)["handoverId"] == offered["id"]


# -------------------------------------------------------------------- reading
def test_list_is_filtered_by_state_system_duty_and_positions(api: Api) -> None:
    town = furnished(api, Town)
    second = api.system(unitId=town.unit["id"])
    api.assign(second, town.director)
    api.assign(town.system, town.head, "fix")
    overdue = dispute(api, town.system, town.other)
    settled = dispute(api, second, town.manager)
    resolved(api, settled)
    api.time.advance(days=15)
    open_ = dispute(api, town.system, town.manager, "fix")
    assert listed(api, state="open") == [open_["id"]]
    assert listed(api, state="overdue") == [overdue["id"]]
    assert listed(api, state="resolved") == [settled["id"]]
    assert listed(api, state=["open", "overdue"]) == [overdue["id"], open_["id"]]
    assert listed(api, systemId=second["id"]) == [settled["id"]]
    assert listed(api, duty="fix") == [open_["id"]]
    assert listed(api, positionId=town.head["id"]) == [overdue["id"], open_["id"]]
    assert set(listed(api, namesPositionId=town.manager["id"])) == {settled["id"], open_["id"]}
    assert listed(api, namesPositionId=town.manager["id"], state="resolved") == [settled["id"]]
    assert listed(api, sort="-deadline")[0] == open_["id"]
    assert api.get("/v1/disputes", params={"state": "lapsed"}).status_code == 400


# --------------------------------------------------------------------- who may
def test_owner_token_disputes_what_its_person_holds_and_nothing_else(api: Api) -> None:
    town = furnished(api, Town)
    api.assign(town.system, town.manager, "fix")
    head = acting(api, Role.OWNER, town.person_of(town.head))
    strangers = [acting(api, Role.OWNER, town.person_of(position)) for position in (town.other, town.director)]
    nobody = acting(api, Role.OWNER)
    with no_trace(api):
        for caller in (*strangers, nobody):
            plainly_refused(caller.post(of(town.system), names(town.other)), 403, "forbidden")
        # Owning the system is not holding its other duties.
        plainly_refused(head.post(of(town.system), names(town.other, "fix")), 403, "forbidden")
    assert dispute(head, town.system, town.other)["positionId"] == town.head["id"]


def name_of(town: Town) -> str:
    """What the director is called."""
    name: str = town.api.read(f"/v1/people/{town.person_of(town.director)['id']}")["name"]
    return name


def test_superior_resolves_and_the_parties_do_not(api: Api) -> None:
    town = furnished(api, Town)
    made = dispute(api, town.system, town.other)
    below = [acting(api, Role.OWNER, town.person_of(position)) for position in (town.head, town.other, town.manager)]
    director = acting(api, Role.OWNER, town.person_of(town.director))
    nobody = acting(api, Role.OWNER)
    with no_trace(api):
        for caller in (*below, nobody):
            for winner in (None, town.head, town.other):
                plainly_refused(resolve(caller, made, winner), 403, "forbidden")
    done = resolved(director, made, town.other)
    assert (done["resolvedBy"], done["resolvedPositionId"]) == (name_of(town), town.other["id"])
    assert api.card(town.system)["owner"]["positionId"] == town.other["id"]


def test_superior_far_above_may_resolve(sqlite_api: Api) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    api.assign(town.system, town.manager, "fix")
    made = dispute(api, town.system, town.other, "fix")
    director = acting(api, Role.OWNER, town.person_of(town.director))
    assert resolved(director, made, town.other)["resolvedBy"] == name_of(town)
    assert periods(api, town.system, "fix") == [(town.other["id"], "2026-03-02", None)]


@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.STEWARD])
def test_keepers_of_the_register_open_and_resolve_for_anyone(sqlite_api: Api, role: Role) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    keeper = acting(api, role)
    made = dispute(keeper, town.system, town.other)
    decided = resolved(keeper, made, town.other)
    assert (decided["state"], decided["resolvedBy"]) == ("decided", f"as {role}")


@pytest.mark.parametrize("role", [Role.READER, Role.COORDINATOR])
def test_roles_that_may_not_answer_neither_open_nor_resolve(sqlite_api: Api, role: Role) -> None:
    api, town = sqlite_api, Town(sqlite_api)
    made = dispute(api, town.system, town.other)
    api.assign(town.system, town.head, "fix")
    holder, superior = (acting(api, role, town.person_of(position)) for position in (town.head, town.director))
    with no_trace(api):
        plainly_refused(holder.post(of(town.system), names(town.other, "fix")), 403, "forbidden")
        plainly_refused(resolve(superior, made, town.other), 403, "forbidden")
    assert superior.read("/v1/disputes")["total"] == 1
