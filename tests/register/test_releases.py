"""Two releases on one register: the newer evaluates it once, and the older reads what the newer has made of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from app.core.errors import Unavailable
from app.register import edition, meaning
from app.register import register as registers
from app.register.gate import settle_evaluation
from app.register.meaning import MEANING
from app.vocabulary import Role
from tests.support.api import Api, finish_evaluations

NEWER = MEANING + 1


@contextmanager
def release(number: int) -> Iterator[None]:
    """What runs inside is of the release whose rules mean this."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (meaning, edition, registers):
            patch.setattr(module, "MEANING", number)
        yield


@pytest.fixture
def evaluated(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The meaning by which the register was evaluated, each time."""
    found: list[int] = []

    def noted(*arguments: object) -> object:
        found.append(meaning.MEANING)
        return settle_evaluation(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("app.register.register.settle_evaluation", noted)
    return found


def test_eight_turns_of_two_releases_are_one_evaluation(make_api: Callable[..., Api], evaluated: list[int]) -> None:
    older, newer = make_api(), make_api()
    system = older.system()
    evaluated.clear()
    for _ in range(4):
        with release(NEWER):
            assert newer.card(system)["id"] == system["id"]
        assert older.card(system)["id"] == system["id"]
    assert evaluated == [NEWER]
    older.time.advance(days=1)
    assert older.read("/v1/systems")["total"] == 1
    assert evaluated == [NEWER], "a new day is the newer release's as well"
    newer.time.advance(days=1)
    with release(NEWER):
        newer.card(system)
    assert evaluated == [NEWER, NEWER]


def test_older_release_writes_nothing_over_the_newer(make_api: Callable[..., Api]) -> None:
    older, newer = make_api(), make_api()
    body = {"name": "A", "description": "B"}
    with release(NEWER):
        assert newer.post("/v1/systems", body).status_code == 201
    before = older.register.edition()
    refused = older.post("/v1/systems", body)
    assert (refused.status_code, refused.json()["code"]) == (503, "other-release")
    assert int(refused.headers["retry-after"]) > 0
    assert "this process is being replaced" in refused.json()["detail"]
    with pytest.raises(Unavailable, match="A newer release"):
        older.register.evaluate()
    assert older.register.evaluate(only_if_due=True).evaluated == 0
    assert older.register.edition() == before
    with release(NEWER):
        assert newer.post("/v1/systems", body).status_code == 201
    assert older.read("/v1/systems")["total"] == 2


def test_older_release_says_that_it_cannot_tell_the_verdicts_of_the_newer(make_api: Callable[..., Api]) -> None:
    older, newer = make_api(), make_api()
    with release(NEWER):
        newer.system()
        assert newer.read("/v1/dashboard/summary")["systems"]["total"] == 1
    refused = older.get("/v1/dashboard/summary")
    assert (refused.status_code, refused.json()["code"]) == (503, "other-release")
    assert older.read("/v1/dashboard/heatmap")["cells"][0]["systems"] == 1
    assert older.read("/v1/dashboard/units")["items"][0]["systems"] == 1


def test_release_before_the_evaluation_by_it_does_not_count_older_verdicts(
    make_api: Callable[..., Api], evaluated: list[int]
) -> None:
    api, other = make_api(in_background=True), make_api()
    api.system()
    evaluated.clear()
    with release(NEWER):
        with other.register.database.writing() as session:
            edition.lock_state(session)
            refused = api.get("/v1/dashboard/summary")
            assert (refused.status_code, evaluated) == (503, [])
            assert "is being evaluated for a new release" in refused.json()["detail"]
        finish_evaluations()
        assert api.register.is_current(api.register.edition())
        assert evaluated == [NEWER]
        assert api.read("/v1/dashboard/summary")["systems"]["total"] == 1


def test_releases_that_mean_the_same_write_in_turn(make_api: Callable[..., Api], evaluated: list[int]) -> None:
    one, other = make_api(), make_api()
    evaluated.clear()
    for api in (one, other, one, other):
        api.post("/v1/systems", {"name": "A", "description": "B"})
    assert (one.read("/v1/systems")["total"], evaluated) == (4, [])
    assert one.as_role(Role.READER).read("/v1/systems")["total"] == 4
