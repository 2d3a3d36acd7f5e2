"""Who was shown contact details, histories and exports is written down beside the answer, and can be asked."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event
from time import monotonic, sleep
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from app.core.config import Settings
from app.main import create_app
from app.models import ReadEntry, ReadSubject
from app.security import read_log
from app.security.read_log import THREAD, ReadLog
from app.vocabulary import Role
from tests.access.town import SECRETS, Json, Town, addresses, build_town
from tests.support.api import Api
from tests.support.furnishing import furnished


@pytest.fixture
def town(api: Api) -> Town:
    return furnished(api, build_town)


@pytest.fixture
def log(api: Api) -> ReadLog:
    found: ReadLog = api.app.state.reads
    return found


def asked(api: Api, **query: Any) -> list[Json]:
    """What the log says to a coordinator."""
    api.app.state.reads.flush()
    items: list[Json] = api.as_role(Role.COORDINATOR).read("/v1/reads", limit=200, **query)["items"]
    return items


@pytest.mark.parametrize("role", [Role.READER, Role.ON_CALL, Role.OWNER, Role.REGISTRAR, Role.COORDINATOR, Role.ADMIN])
def test_an_answer_with_a_number_in_it_is_in_the_log_and_no_other_is(town: Town, role: Role) -> None:
    caller = town.as_role(role)
    me = caller.read("/v1/me")["tokenId"]
    told = set()
    for address in addresses(town):
        if any(secret in caller.get(address).text for secret in SECRETS):
            told.add(f"GET {address.partition('?')[0]}")
    found = asked(town.api, tokenId=me, kind="contacts")
    assert {entry["request"] for entry in found} == told
    assert all(entry["subjects"] and entry["times"] >= 1 for entry in found)


def test_files_that_may_have_held_the_person_are_among_those_who_have_seen_it(town: Town) -> None:
    steward, admin = town.as_role(Role.STEWARD), town.as_role(Role.ADMIN)
    for path in ("people.csv?sort=name", "units.json", "systems.csv"):
        assert steward.get(f"/v1/exports/{path}").status_code == 200
    assert admin.get("/v1/exports/register.zip").status_code == 200

    def files(subject: str) -> set[str]:
        found = asked(town.api, resourceId=subject, kind="export")
        return {entry["request"].removeprefix("GET /v1/exports/").partition("?")[0] for entry in found}

    assert files(town.person["id"]) == {"people.csv", "register.zip"}
    system = town.api.read("/v1/systems", limit=1)["items"][0]["id"]
    assert files(system) == {"systems.csv", "register.zip"}


def test_a_coordinator_asks_who_has_seen_a_persons_details(town: Town) -> None:
    person, other = town.person["id"], town.other["id"]
    steward, on_call = town.as_role(Role.STEWARD), town.as_role(Role.ON_CALL)
    steward.read("/v1/people")
    steward.read(f"/v1/people/{other}")
    on_call.read(f"/v1/systems/{town.system['id']}/escalation")
    town.as_role(Role.READER).read(f"/v1/people/{person}")
    seen = {(entry["actor"], entry["request"]) for entry in asked(town.api, resourceId=person, kind="contacts")}
    assert seen == {
        ("test steward", "GET /v1/people"),
        ("test onCall", f"GET /v1/systems/{town.system['id']}/escalation"),
    }
    (entry,) = [found for found in asked(town.api, resourceId=other) if found["request"].endswith(other)]
    assert entry["subjects"] == [{"resource": "person", "resourceId": other}]
    assert (entry["firstAt"], entry["lastAt"], entry["times"]) == ("2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z", 1)


def test_who_writes_is_shown_what_was_written(town: Town) -> None:
    steward, person = town.as_role(Role.STEWARD), town.person["id"]
    steward.patch(f"/v1/people/{person}", {"phone": "99 88 77 66"})
    requests = {entry["request"] for entry in asked(town.api, resourceId=person, kind="contacts")}
    assert f"PATCH /v1/people/{person}" in requests


def test_histories_are_in_the_log_and_ones_own_changes_are_not(town: Town) -> None:
    registrar, system = town.as_role(Role.REGISTRAR), town.system["id"]
    registrar.patch(f"/v1/systems/{system}", {"version": "2"})
    registrar.read(
        "/v1/changes", limit=200, resource="system", after=town.api.read("/v1/changes", limit=200)["nextAfter"] - 1
    )
    me = registrar.read("/v1/me")["tokenId"]
    assert asked(town.api, tokenId=me, kind="history") == []
    registrar.read(f"/v1/systems/{system}/history")
    town.as_role(Role.READER).read("/v1/changes", limit=200)
    (entry,) = asked(town.api, resourceId=system, kind="history", tokenId=me)
    assert entry["subjects"] == [{"resource": "system", "resourceId": system}]
    assert [found for found in asked(town.api, kind="history") if found["actor"] == "test reader"] == []


def test_exports_are_in_the_log_with_what_was_asked_for_and_without_what_was_searched_for(town: Town) -> None:
    owner = town.as_role(Role.OWNER)
    owner.get("/v1/exports/systems.csv?criticality=businessCritical&q=Anders+And&dialect=rfc4180")
    town.as_role(Role.READER).get("/v1/exports/systems.csv")
    (entry,) = asked(town.api, kind="export")
    assert entry["request"] == "GET /v1/exports/systems.csv?criticality=businessCritical&q=…&dialect=rfc4180"
    assert (entry["actor"], entry["subjects"]) == (town.person["name"], [])


def test_a_repeated_question_is_one_entry_an_hour_however_it_is_answered(town: Town) -> None:
    path = f"/v1/people/{town.person['id']}"
    steward = town.as_role(Role.STEWARD)
    tag = steward.get(path).headers["etag"]
    for _ in range(2):
        steward.get(path)
    town.api.app.state.reads.flush()
    assert steward.get(path, headers={"If-None-Match": tag}).status_code == 304, "the client shows it once more"
    town.api.time.advance(minutes=20)
    town.api.system()
    steward.get(path)
    town.api.time.advance(hours=1)
    steward.get(path)
    found = asked(town.api, resourceId=town.person["id"], kind="contacts")
    times = [(entry["times"], entry["firstAt"], entry["lastAt"]) for entry in found if entry["actor"] == "test steward"]
    assert times == [
        (1, "2026-03-02T10:20:00Z", "2026-03-02T10:20:00Z"),
        (5, "2026-03-02T09:00:00Z", "2026-03-02T09:20:00Z"),
    ]
    assert [entry["times"] for entry in asked(town.api, resourceId=town.person["id"], since="2026-03-03")] == []
    only = asked(town.api, resourceId=town.person["id"], kind="contacts", since="2026-03-02T10:00:00Z")
    assert [entry["times"] for entry in only] == [1]
    assert [entry["times"] for entry in asked(town.api, kind="contacts", until="2026-03-01")] == []


def test_what_cannot_be_written_waits_and_is_counted_once(
    town: Town, log: ReadLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    steward, person = town.as_role(Role.STEWARD), town.person["id"]
    log.flush()

    def busy(*_: object) -> None:
        raise OperationalError("", {}, Exception("locked"))

    steward.read(f"/v1/people/{person}")
    with monkeypatch.context() as patched:
        patched.setattr(ReadLog, "_write", busy)
        with pytest.raises(OperationalError):
            log.flush()
        assert steward.get(f"/v1/people/{person}").status_code == 200, "nobody waits for the log"
    found = asked(town.api, resourceId=person, kind="contacts", tokenId=steward.read("/v1/me")["tokenId"])
    assert [entry["times"] for entry in found] == [2]


def test_a_database_that_is_away_is_said_once(
    log: ReadLog, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rounds = iter([False, False, False, True])

    def busy(*_: object) -> None:
        raise OperationalError("", {}, Exception("locked"))

    monkeypatch.setattr(ReadLog, "flush", busy)
    log.run(SimpleNamespace(wait=lambda _: next(rounds)))  # type: ignore[arg-type]
    assert [record.message.split(":")[0] for record in caplog.records] == [
        "the log of reads is not written, and will be tried again"
    ]


def test_questions_that_cannot_wait_any_more_are_counted_as_lost(
    town: Town, log: ReadLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.flush()
    monkeypatch.setattr(read_log, "MOST_WAITING", 1)
    steward = town.as_role(Role.STEWARD)
    before = _lost(town.api)
    for person in (town.person, town.other, town.person):
        steward.read(f"/v1/people/{person['id']}")
    assert _lost(town.api) - before == 1
    me = steward.read("/v1/me")["tokenId"]
    assert [entry["times"] for entry in asked(town.api, tokenId=me)] == [2]


def _lost(api: Api) -> float:
    lines = api.get("/metrics").text.splitlines()
    (line,) = [line for line in lines if line.startswith("ansvarsregister_read_log_lost_total ")]
    return float(line.split()[1])


def test_entries_go_with_what_they_name_after_the_days_that_are_set(
    town: Town, log: ReadLog, rows: Callable[[Any], int]
) -> None:
    town.as_role(Role.STEWARD).read("/v1/people")
    log.flush()
    town.api.time.advance(days=364)
    _round(log)
    assert rows(ReadEntry) > 0
    assert rows(ReadSubject) > 0
    town.api.time.advance(days=2)
    _round(log)
    assert (rows(ReadEntry), rows(ReadSubject)) == (0, 0)


@pytest.fixture
def rows(api: Api) -> Callable[[Any], int]:
    def count(table: Any) -> int:
        with api.register.database.reading() as session:
            return int(session.execute(select(func.count()).select_from(table)).scalar_one())

    return count


def _round(log: ReadLog) -> None:
    stopped = Event()
    stopped.set()
    log.run(stopped)


def test_a_token_called_after_a_person_loses_the_name_with_the_erasure(api: Api) -> None:
    person = api.person("Kurt Verner", email="kv@kommune.example", leavesOn="2026-02-27")
    secret = api.make("/v1/tokens", {"name": "Kurt Verner (regneark)", "role": "steward"})["secret"]
    api.client.get("/v1/people", headers={"Authorization": f"Bearer {secret}"})
    api.app.state.reads.flush()
    assert api.post(f"/v1/people/{person['id']}/erasure").status_code == 200
    assert "Kurt" not in str(asked(api))
    assert any("(slettet)" in entry["actor"] for entry in asked(api))


def test_a_running_service_writes_by_itself(api: Api) -> None:
    person = api.person()
    settings = Settings(database_url=api.register.database.url.render_as_string(hide_password=False))
    with TestClient(create_app(settings, api.register.clock), headers=dict(api.client.headers)) as served:
        served.get(f"/v1/people/{person['id']}")
        until = monotonic() + 30
        while not served.get("/v1/reads", params={"resourceId": person["id"]}).json()["items"]:
            assert monotonic() < until, THREAD
            sleep(0.2)


def test_a_token_says_on_which_day_it_was_used_last(api: Api) -> None:
    made = api.make("/v1/tokens", {"name": "Power BI", "role": "reader"})
    path = f"/v1/tokens/{made['id']}"
    assert api.read(path)["lastUsedOn"] is None
    for _ in range(2):
        api.client.get("/v1/me", headers={"Authorization": f"Bearer {made['secret']}"})
        api.app.state.reads.flush()
        today = api.time.today().isoformat()
        assert api.read(path)["lastUsedOn"] == today
        assert {item["lastUsedOn"] for item in api.read("/v1/tokens")["items"] if item["id"] == made["id"]} == {today}
        api.time.advance(days=1)
    assert api.read(path)["lastUsedOn"] == (api.time.today() - timedelta(days=1)).isoformat()
