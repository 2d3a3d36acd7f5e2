"""A new day is evaluated in the background: nobody who reads waits for it, or for whoever is writing."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from app.core.errors import Unavailable
from app.core.languages import Text
from app.register import following
from app.register.edition import lock_state
from app.register.gate import settle_evaluation
from app.vocabulary import Role
from tests.support.api import Api, finish_evaluations

#: A read that waited for a writer would take this long, and fail.
LONG = 30.0
MakeApi = Callable[..., Api]


@pytest.fixture
def api(make_api: MakeApi) -> Api:
    """Evaluates in the background, and has evaluated today."""
    made = make_api(in_background=True, lock_timeout_seconds=LONG)
    made.register.evaluate()
    return made


@pytest.fixture
def another(make_api: MakeApi) -> Api:
    """Another process."""
    return make_api()


@contextmanager
def writing(process: Api) -> Iterator[None]:
    """The process holds the register's lock."""
    with process.register.database.writing() as session:
        lock_state(session)
        yield


@pytest.fixture
def evaluations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The thread of each evaluation that was not found to be done already."""
    found: list[str] = []
    settle = settle_evaluation

    def noted(*arguments: object) -> object:
        found.append(threading.current_thread().name)
        return settle(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("app.register.register.settle_evaluation", noted)
    return found


def test_readers_of_a_new_day_wait_for_nobody(api: Api, another: Api, evaluations: list[str]) -> None:
    system = api.system(phasedOutOn="2026-03-02", criticality="notCritical")
    position = api.position(1)
    first, second = api.person("Ida"), api.person("Bo")
    api.hold(position, first, validUntil="2026-03-02")
    api.hold(position, second, validFrom="2026-03-03")
    api.assign(system, position)
    paths = [f"/v1/systems/{system['id']}", "/v1/systems", "/v1/dashboard/summary", "/v1/exports/systems.json"]
    before = {path: api.get(path) for path in paths}
    chain = f"/v1/systems/{system['id']}/escalation?duty=owner"
    assert api.read(chain)["steps"][0]["personName"] == "Ida"
    evaluations.clear()
    with writing(another):
        api.time.advance(days=1)
        for _ in range(2):
            for path, yesterday in before.items():
                answer = api.client.get(path, headers={"If-None-Match": yesterday.headers.get("etag", '"none"')})
                assert answer.status_code == (304 if "etag" in yesterday.headers else 200)
            assert api.read("/v1/dashboard/summary")["asOf"] == "2026-03-02"
            assert api.read(chain)["steps"][0]["personName"] == "Bo"
            assert api.read(f"/v1/positions/{position['id']}")["holder"]["name"] == "Bo"
        assert "LIF001" not in api.flagged(system)
        assert evaluations == []
    finish_evaluations()
    assert evaluations == ["follow-the-day"]
    assert api.read("/v1/dashboard/summary")["asOf"] == "2026-03-03"
    assert "LIF001" in api.flagged(system)
    assert api.card(system)["owner"]["personName"] == "Bo"
    changed = api.client.get("/v1/systems", headers={"If-None-Match": before["/v1/systems"].headers["etag"]})
    assert changed.status_code == 200


def test_of_several_processes_one_evaluates(api: Api, another: Api, make_api: MakeApi, evaluations: list[str]) -> None:
    others = [make_api(in_background=True, lock_timeout_seconds=LONG) for _ in range(2)]
    evaluations.clear()
    with writing(another):
        for each in (api, *others):
            each.time.advance(days=1)
            for _ in range(3):
                each.read("/v1/systems")
    finish_evaluations()
    assert evaluations == ["follow-the-day"]
    assert {each.read("/v1/dashboard/summary")["asOf"] for each in (api, *others)} == {"2026-03-03"}


def test_a_write_still_follows_the_day_first(api: Api) -> None:
    system = api.system(phasedOutOn="2026-03-02")
    api.time.advance(days=1)
    made = api.post("/v1/systems", {"name": "A", "description": "B"})
    assert made.status_code == 201
    assert api.register.edition().evaluated_on == "2026-03-03"
    assert "LIF001" in api.flagged(system)


def test_token_that_expired_overnight_is_refused_before_the_evaluation(api: Api, another: Api) -> None:
    made = api.make("/v1/tokens", {"name": "t", "role": "reader", "expiresOn": "2026-03-02"})
    headers = {"Authorization": f"Bearer {made['secret']}"}
    assert api.client.get("/v1/systems", headers=headers).status_code == 200
    with writing(another):
        api.time.advance(days=1)
        assert api.client.get("/v1/systems", headers=headers).status_code == 401
        assert api.get("/v1/systems").status_code == 200


def test_evaluation_that_fails_is_tried_again_after_a_while(
    api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tries = []
    follow_the_day = api.register.follow_the_day

    def fails() -> None:
        tries.append("failed")
        busy = Unavailable(Text("Other writes are taking long.", da="Andre skriver."))
        raise (busy if len(tries) == 1 else ValueError("a fault"))

    clock = [100.0]
    monkeypatch.setattr(following, "monotonic", lambda: clock[0])
    monkeypatch.setattr(api.register, "follow_the_day", fails)
    api.time.advance(days=1)
    for expected in (1, 2):
        for _ in range(3):
            assert api.read("/v1/dashboard/summary")["asOf"] == "2026-03-02"
            finish_evaluations()
        assert len(tries) == expected
        clock[0] += following.PAUSE_SECONDS
    assert [record.exc_info is not None and bool(record.exc_info) for record in caplog.records] == [False, True]
    monkeypatch.setattr(api.register, "follow_the_day", follow_the_day)
    api.read("/v1/systems")
    finish_evaluations()
    assert api.read("/v1/dashboard/summary")["asOf"] == "2026-03-03"
    assert api.as_role(Role.READER).read("/v1/systems")["total"] == 0
