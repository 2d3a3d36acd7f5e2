"""Writes that wait are settled in one transaction where they do not meet, and nobody can tell."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy.exc import OperationalError

from app.http.attempt import Attempt
from app.register import writes
from app.vocabulary import Role
from tests.support.api import Api
from tests.support.statements import counted
from tests.support.together import at_once, commits

Made = dict[str, Any]


def renaming(api: Api, system: Made, name: str, **headers: str) -> Callable[[], Response]:
    path = f"/v1/systems/{system['id']}"
    tag = api.get(path).headers["etag"]
    return lambda: api.client.patch(path, json={"name": name}, headers={"If-Match": tag, **headers})


def naming(api: Api, name: str, **headers: str) -> Callable[[], Response]:
    return lambda: api.post("/v1/systems", {"name": name, "description": "x"}, headers=headers)


def owning(api: Api, system: Made, position: Made) -> Callable[[], Response]:
    body = {"duty": "owner", "positionId": position["id"]}
    return lambda: api.post(f"/v1/systems/{system['id']}/responsibilities", body)


def is_sound(api: Api) -> bool:
    """Whether nothing is left to evaluate, and the journal and everything derived agree."""
    assert api.register.evaluate().cards == 0
    found: bool = api.read("/v1/journal/verification")["valid"]
    return found


def test_writes_about_different_systems_share_a_transaction(api: Api) -> None:
    systems = [api.system() for _ in range(4)]
    before = api.register.edition().revision
    with commits(api) as made:
        answers = at_once(api, *(renaming(api, system, f"Nyt navn {n}") for n, system in enumerate(systems)))
    assert len(made) == 1
    assert [answer.json()["name"] for answer in answers] == [f"Nyt navn {n}" for n in range(4)]
    assert [answer.json()["revision"] for answer in answers] == [before + n for n in range(1, 5)]
    for system, answer in zip(systems, answers, strict=True):
        now = api.get(f"/v1/systems/{system['id']}")
        assert (now.json(), now.headers["etag"]) == (answer.json(), answer.headers["etag"])
    entries = api.read("/v1/changes", after=before)["items"]
    assert [entry["resourceId"] for entry in entries] == [system["id"] for system in systems]
    assert is_sound(api)


def test_the_systems_of_those_who_come_along_are_looked_up_at_once(api: Api) -> None:
    unit = api.unit()
    systems = [api.system(usingUnitIds=[unit["id"]]) for _ in range(5)]
    # The first is looked up by itself, while nobody knows yet who will come.
    asks = [renaming(api, system, f"Nyt navn {n}") for n, system in enumerate(systems)]
    with counted(api) as made:
        answers = at_once(api, *asks)
    assert [answer.json()["usingUnitIds"] for answer in answers] == [[unit["id"]]] * 5
    assert len([one for one in made if "FROM system LEFT" in one]) == 2
    assert is_sound(api)


def test_those_who_find_no_room_come_next_and_in_their_order(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writes, "_MOST_SYSTEMS", 2)
    systems = [api.system() for _ in range(5)]
    before = api.register.edition().revision
    with commits(api) as made:
        answers = at_once(api, *(renaming(api, system, f"Nyt navn {n}") for n, system in enumerate(systems)))
    assert len(made) == 3
    assert [answer.json()["revision"] - before for answer in answers] == [1, 2, 3, 4, 5]


def test_each_finds_and_leaves_what_it_would_have_found_alone(api: Api) -> None:
    boss, leader = api.position(level=1), api.position(level=4)
    api.hold(boss)
    systems = [api.system(criticality="societyCritical") for _ in range(3)]
    answers = at_once(
        api,
        owning(api, systems[0], boss),
        naming(api, "Et nyt"),
        owning(api, systems[1], leader),
        partial(api.post, f"/v1/systems/{systems[2]['id']}/budget-lines", {"fiscalYear": 2026, "kind": "operation"}),
    )
    assert [answer.status_code for answer in answers] == [201] * 4
    cards = [api.read(f"/v1/systems/{system['id']}") for system in systems]
    assert cards[0]["owner"]["positionId"] == boss["id"]
    assert cards[1]["owner"]["positionId"] == leader["id"]
    assert "OWN003" in {finding["rule"] for finding in cards[1]["findings"]}
    assert "OWN003" not in {finding["rule"] for finding in cards[0]["findings"]}
    revisions = [api.read(f"/v1/systems/{system['id']}/history")["items"][0]["revision"] for system in systems]
    assert revisions == sorted(revisions)
    assert len(set(revisions)) == 3
    assert is_sound(api)


def test_two_that_meet_follow_each_other(api: Api) -> None:
    """How many systems a position owns is on the card of each."""
    position, systems = api.position(), [api.system() for _ in range(3)]
    with commits(api) as made:
        answers = at_once(api, *(owning(api, system, position) for system in systems))
    assert [answer.status_code for answer in answers] == [201] * 3
    assert len(made) == 3
    assert is_sound(api)


def test_the_second_of_two_changes_of_one_system_is_told_that_it_comes_too_late(api: Api) -> None:
    system = api.system()
    asks = [renaming(api, system, name) for name in ("Først", "Sidst")]
    assert [answer.status_code for answer in at_once(api, *asks)] == [200, 412]
    assert api.read(f"/v1/systems/{system['id']}")["name"] == "Først"


def test_a_change_that_changes_nothing_still_sees_the_one_before_it(api: Api) -> None:
    system = api.system("Navnet")
    asks = [renaming(api, system, name) for name in ("Et andet", "Navnet")]
    assert [answer.status_code for answer in at_once(api, *asks)] == [200, 412]


def test_one_that_is_refused_leaves_the_others_alone(api: Api) -> None:
    systems = [api.system() for _ in range(3)]
    outside = api.as_role(Role.REGISTRAR, unit_id=api.unit()["id"])
    asks = [
        renaming(api, systems[0], "Godt"),
        renaming(outside, systems[1], "Ikke vores"),
        lambda: api.post("/v1/systems", {"name": "x", "description": "x", "unitId": systems[0]["id"]}),
        renaming(api, systems[2], "Også godt"),
    ]
    with commits(api) as made:
        answers = at_once(api, *asks)
    assert [answer.status_code for answer in answers] == [200, 403, 400, 200]
    assert len(made) == 1
    assert api.read(f"/v1/systems/{systems[1]['id']}")["name"] == systems[1]["name"]
    assert api.read("/v1/systems")["total"] == 3
    assert is_sound(api)


def test_the_same_key_twice_makes_one_system(api: Api) -> None:
    def put(name: str) -> Response:
        return api.client.put("/v1/systems/by-key/skema/17", json={"name": name, "description": "x"})

    answers = at_once(api, *(partial(put, name) for name in ("Et", "To", "Tre")))
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert api.read("/v1/systems")["total"] == 1
    assert api.read("/v1/systems/by-key/skema/17")["name"] == "Tre"
    assert is_sound(api)


def test_a_request_that_is_sent_twice_at_once_is_carried_out_once(api: Api) -> None:
    key = {"Idempotency-Key": "een"}
    answers = at_once(api, naming(api, "Før"), naming(api, "Et", **key), naming(api, "Et", **key))
    assert [answer.status_code for answer in answers] == [201] * 3
    assert answers[1].json() == answers[2].json()
    assert [answer.headers.get("idempotent-replayed") for answer in answers] == [None, None, "true"]
    assert api.read("/v1/systems")["total"] == 2
    assert is_sound(api)


def test_what_concerns_the_organisation_goes_alone(api: Api) -> None:
    systems, unit = [api.system() for _ in range(3)], api.unit()
    with commits(api) as made:
        at_once(
            api,
            renaming(api, systems[0], "Et"),
            lambda: api.patch(f"/v1/units/{unit['id']}", {"name": "Ny enhed"}),
            renaming(api, systems[1], "To"),
            renaming(api, systems[2], "Tre"),
        )
    assert len(made) == 3
    assert is_sound(api)


def test_a_fault_in_one_answer_has_each_done_by_itself(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    systems, original = [api.system() for _ in range(3)], Attempt.answer

    def answer(attempt: Attempt, *args: Any) -> Any:
        response = original(attempt, *args)
        if b"Umuligt" in response.body:
            raise OverflowError
        return response

    monkeypatch.setattr(Attempt, "answer", answer)
    asks = [renaming(api, system, name) for system, name in zip(systems, ("Et", "Umuligt", "Tre"), strict=True)]
    statuses = [answer.status_code for answer in at_once(api, *asks)]
    assert statuses == [200, 500, 200]
    assert [api.read(f"/v1/systems/{system['id']}")["name"] for system in systems] == ["Et", systems[1]["name"], "Tre"]
    assert is_sound(api)


def test_a_commit_that_fails_fails_for_all_and_nothing_is_kept(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    systems = [api.system() for _ in range(3)]
    asks = [renaming(api, system, "Tabt") for system in systems]

    def settle(*_: Any) -> None:
        raise OperationalError("COMMIT", None, RuntimeError("the disk is full"))

    with monkeypatch.context() as patched:
        patched.setattr("app.register.writes.settle", settle)
        answers = at_once(api, *asks)
    assert [answer.status_code for answer in answers] == [503] * 3
    assert "Tabt" not in {item["name"] for item in api.read("/v1/systems")["items"]}
    assert is_sound(api)
