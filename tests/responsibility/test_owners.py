"""One formal owner at a time: who comes second is refused, or takes over."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.core.errors import Conflict
from app.models import Responsibility
from tests.support.api import TESTER, Api
from tests.support.refusals import feed_since, no_trace, refusal

#: Each shares at least a day with February to April 2026; without dates it is from today on.
OVERLAPPING: list[dict[str, str]] = [
    {},
    {"validFrom": "2026-02-01", "validUntil": "2026-04-30"},
    {"validFrom": "2026-03-01", "validUntil": "2026-03-01"},
    {"validFrom": "2025-01-01"},
    {"validFrom": "2025-01-01", "validUntil": "2026-02-01"},
    {"validFrom": "2026-04-30"},
]


def of(system: dict[str, Any]) -> str:
    return f"/v1/systems/{system['id']}/responsibilities"


def at(row: dict[str, Any]) -> str:
    return f"/v1/responsibilities/{row['id']}"


def owner_of(api: Api, system: dict[str, Any]) -> str | None:
    """The id of the position that the card names as the owner."""
    owner = api.card(system)["owner"]
    return owner and owner["positionId"]


def owns(position: dict[str, Any], **values: Any) -> dict[str, Any]:
    return {"duty": "owner", "positionId": position["id"], **values}


def test_second_overlapping_owner_is_refused_naming_the_first(api: Api) -> None:
    system, leader, second = api.system(), api.position(title="Teamleder, sygedagpenge"), api.position()
    first = api.assign(system, leader, validFrom="2026-02-01", validUntil="2026-04-30")
    for period in OVERLAPPING:
        with no_trace(api):
            answer = api.post(of(system), owns(second, **period))
            detail = refusal(answer, 409, "/validFrom", "owner-overlap")
        assert answer.json()["code"] == "owner-overlap"
        for named in ("Teamleder, sygedagpenge", "2026-02-01", "2026-04-30", first["id"]):
            assert named in detail


def test_owners_may_follow_each_other_day_by_day(api: Api) -> None:
    system, position = api.system(), api.position()
    api.assign(system, position, validFrom="2026-02-01", validUntil="2026-04-30")
    api.assign(system, api.position(), validUntil="2026-01-31", validFrom="2026-01-01")
    api.assign(system, api.position(), validFrom="2026-05-01")
    assert owner_of(api, system) == position["id"]


def test_other_systems_owner_is_no_obstacle(api: Api) -> None:
    position = api.position()
    for _ in range(2):
        assert api.assign(api.system(), position)["duty"] == "owner"


def test_owner_in_practice_stands_beside_the_formal_one(api: Api) -> None:
    system, formal = api.system(), api.position()
    api.assign(system, formal)
    for _ in range(2):
        api.assign(system, api.position(), basis="practice")
    assert owner_of(api, system) == formal["id"]


def test_change_cannot_make_a_second_owner(api: Api) -> None:
    system = api.system()
    first = api.assign(system, api.position(), validUntil="2026-03-31")
    planned = api.assign(system, api.position(), validFrom="2026-04-01", validUntil="2026-12-31")
    for patch in ({"validFrom": "2026-03-31"}, {"validFrom": "2026-01-01", "validUntil": None}):
        with no_trace(api):
            assert first["id"] in refusal(api.patch(at(planned), patch), 409, "/validFrom", "owner-overlap")


def test_practice_cannot_be_turned_into_a_second_formal_owner(api: Api) -> None:
    system = api.system()
    first = api.assign(system, api.position())
    practised = api.assign(system, api.position(), basis="practice")
    with no_trace(api):
        answer = api.patch(at(practised), {"basis": "formal"})
        assert first["id"] in refusal(answer, 409, "/validFrom", "owner-overlap")


def test_owner_can_be_corrected_in_place(api: Api) -> None:
    system, right = api.system(), api.position()
    made = api.assign(system, api.position())
    assert api.patch(at(made), {"positionId": right["id"], "validFrom": "2026-01-01"}).status_code == 200
    assert (owner_of(api, system), api.card(system)["owner"]["since"]) == (right["id"], "2026-01-01")


def test_replacing_ends_the_owner_before_on_the_day_before(api: Api) -> None:
    system, new = api.system(), api.position()
    old = api.assign(system, api.position(), validFrom="2024-01-01")
    revision = api.register.edition().revision
    made = api.make(of(system), owns(new), params={"replace": "true"})
    assert api.read(of(system))["items"] == [{**old, "validUntil": "2026-03-01"}, made]
    assert made["validFrom"] == "2026-03-02"
    assert (owner_of(api, system), api.card(system)["owner"]["since"]) == (new["id"], "2026-03-02")
    ended, begun = feed_since(api, revision)
    assert (ended["action"], ended["resourceId"], ended["changed"]) == ("update", old["id"], ["validUntil"])
    assert (begun["action"], begun["resourceId"]) == ("create", made["id"])


def test_replacing_nobody_is_registering(api: Api) -> None:
    system, position = api.system(), api.position()
    api.make(of(system), owns(position), params={"replace": "true"})
    assert owner_of(api, system) == position["id"]


def test_replaced_owner_that_began_on_the_same_day_never_held_and_goes(api: Api) -> None:
    system, new = api.system(), api.position()
    mistaken = api.assign(system, api.position())
    made = api.make(of(system), owns(new), params={"replace": "true"})
    assert api.get(at(mistaken)).status_code == 404
    assert api.read(of(system))["items"] == [made]
    assert owner_of(api, system) == new["id"]


def test_replacing_from_a_later_day_keeps_the_owner_until_then(api: Api) -> None:
    system, now, later = api.system(), api.position(), api.position()
    old = api.assign(system, now)
    api.make(of(system), owns(later, validFrom="2026-03-05"), params={"replace": "true"})
    assert api.read(at(old))["validUntil"] == "2026-03-04"
    assert owner_of(api, system) == now["id"]
    api.time.advance(days=2)
    assert owner_of(api, system) == now["id"]
    api.time.advance(days=1)
    assert owner_of(api, system) == later["id"]


def test_planned_owner_cannot_be_ended_before_it_begins_and_is_named(api: Api) -> None:
    system, heir = api.system(), api.position(title="Chef, ydelser")
    api.assign(system, api.position(), validFrom="2024-01-01", validUntil="2026-05-31")
    planned = api.assign(system, heir, validFrom="2026-06-01")
    new = api.position()
    # Not even the one before, who could be ended, is ended.
    with no_trace(api):
        answer = api.post(of(system), owns(new), params={"replace": "true"})
        detail = refusal(answer, 409, "/validFrom", "owner-overlap")
    assert planned["id"] in detail
    assert "Chef, ydelser" in detail
    interim = api.make(of(system), owns(new, validUntil="2026-05-31"), params={"replace": "true"})
    assert owner_of(api, system) == interim["positionId"]


def test_replacing_does_not_push_aside_another_duty_or_position(api: Api) -> None:
    system, first, second = api.system(), api.position(), api.position()
    kept = [api.assign(system, first, "fix"), api.assign(system, first, basis="practice")]
    api.make(of(system), {"duty": "fix", "positionId": second["id"]}, params={"replace": "true"})
    api.make(of(system), owns(second), params={"replace": "true"})
    assert [api.read(at(row)) for row in kept] == kept


def test_replace_is_true_or_false(api: Api) -> None:
    system, position = api.system(), api.position()
    with no_trace(api):
        answer = api.post(of(system), owns(position), params={"replace": "yes"})
        refusal(answer, 400, "?replace", "boolean")


def test_retried_replacement_is_answered_again_and_not_done_again(api: Api) -> None:
    system, new = api.system(), api.position()
    api.assign(system, api.position(), validFrom="2024-01-01")
    headers = {"Idempotency-Key": "skift-ejer"}
    first = api.post(of(system), owns(new), params={"replace": "true"}, headers=headers)
    with no_trace(api):
        again = api.post(of(system), owns(new), params={"replace": "true"}, headers=headers)
    assert (again.status_code, again.json()) == (201, first.json())


def second_owner(system_id: str, position_id: str, begins: date) -> Responsibility:
    return Responsibility(system_id=system_id, position_id=position_id, duty="owner", basis="formal", valid_from=begins)


def test_database_itself_refuses_a_second_owner(api: Api) -> None:
    system, position = api.system(), api.position()
    api.assign(system, position, validUntil="2026-12-31")

    def add(session: Session) -> None:
        session.add(second_owner(system["id"], position["id"], date(2026, 12, 31)))

    with no_trace(api), pytest.raises(Conflict) as refused:
        api.register.write(TESTER, add, lambda *_: None)
    assert refused.value.code == "owner-overlap"
    assert isinstance(refused.value.__cause__, IntegrityError)


def test_database_itself_refuses_to_move_an_owner_onto_another(api: Api) -> None:
    system, position = api.system(), api.position()
    api.assign(system, position, validUntil="2026-12-31")
    later = api.assign(system, position, validFrom="2027-01-01")

    def move(session: Session) -> None:
        row = session.get(Responsibility, later["id"])
        assert row is not None
        row.valid_from = date(2026, 12, 31)

    with no_trace(api), pytest.raises(Conflict) as refused:
        api.register.write(TESTER, move, lambda *_: None)
    assert refused.value.code == "owner-overlap"
    assert isinstance(refused.value.__cause__, IntegrityError)


def test_database_lets_owners_follow_each_other(api: Api) -> None:
    system, position = api.system(), api.position()
    api.assign(system, position, validUntil="2026-12-31")

    def add(session: Session) -> None:
        session.add(second_owner(system["id"], position["id"], date(2027, 1, 1)))

    api.register.write(TESTER, add, lambda *_: None)
    assert api.read(of(system))["total"] == 2
