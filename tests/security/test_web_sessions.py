"""Sessions of people in a browser: how they begin, how they end, and that nothing in the tables lets anyone in."""

import logging
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from time import monotonic, sleep

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from app.core.config import Settings
from app.core.errors import Unauthenticated
from app.main import create_app
from app.register.housekeeping import VISITS_KEPT
from app.security.identity import hash_secret
from app.security.web_sessions import THREAD
from app.vocabulary import Role
from tests.security.visitors import CODES, SESSIONS, Visitor, revoke, rows, sessions
from tests.support.api import MONDAY, Api
from tests.support.warm import make_client


@pytest.fixture
def visitor(api: Api) -> Visitor:
    return Visitor(api)


def test_a_token_begins_a_session_of_its_holder(visitor: Visitor) -> None:
    visitor.signs_in()
    visit, found = visitor.at(), visitor.caller()
    assert visit is not None
    assert (visit.token_hash, visit.account) == (hash_secret(visitor.token), None)
    assert (visit.started_at, visit.previous_visit_at) == (MONDAY, None)
    assert (found.name, found.roles, found.token_id) == ("Kirstens adgang", frozenset({Role.READER}), visit.access_id)
    (row,) = rows(visitor.api, SESSIONS)
    assert row["id"] == visit.id


@pytest.mark.parametrize("secret", ["", "ansvar_", "ansvar_findes-ikke", "a.b.c", "æøå"])
def test_a_wrong_token_begins_none(api: Api, secret: str) -> None:
    with pytest.raises(Unauthenticated):
        sessions(api).sign_in(secret)
    assert rows(api, SESSIONS) == []


def test_neither_a_revoked_nor_an_expired_token_begins_one(api: Api) -> None:
    expiring = Visitor(api, expires_on=MONDAY.date())
    expiring.signs_in()
    revoke(api, expiring.caller().token_id)
    with pytest.raises(Unauthenticated):
        expiring.signs_in()
    other = Visitor(api, expires_on=MONDAY.date())
    api.time.advance(days=1)
    with pytest.raises(Unauthenticated):
        other.signs_in()


def test_a_session_is_found_by_its_own_secret_alone(visitor: Visitor) -> None:
    secret = visitor.signs_in()
    found = sessions(visitor.api)
    for wrong in ("", secret[:-1], secret + "x", visitor.token, hash_secret(secret), "ansvarsession_' OR 1=1 --"):
        assert found.find(wrong) is None, wrong


def test_signing_out_ends_the_session_in_every_process_at_once(visitor: Visitor, make_api: Callable[..., Api]) -> None:
    other = make_api()
    visitor.signs_in()
    assert visitor.at(other) is not None
    sessions(visitor.api).sign_out(visitor.secret)
    assert (visitor.at(), visitor.at(other)) == (None, None)
    sessions(other).sign_out("ansvarsession_ukendt")


def test_signing_out_leaves_the_others_of_the_same_person(visitor: Visitor) -> None:
    at_home, at_work = visitor.signs_in(), visitor.signs_in()
    sessions(visitor.api).sign_out(at_home)
    assert sessions(visitor.api).find(at_home) is None
    assert sessions(visitor.api).find(at_work) is not None


def test_a_session_ends_when_nobody_has_been_there_for_as_long_as_is_set(make_api: Callable[..., Api]) -> None:
    visitor = Visitor(make_api(session_idle_minutes=30))
    visitor.signs_in()
    for _ in range(3):
        visitor.api.time.advance(minutes=29)
        assert visitor.at() is not None
    visitor.api.time.advance(minutes=30)
    assert visitor.at() is None


def test_a_session_ends_with_its_hours_however_much_it_is_used(make_api: Callable[..., Api]) -> None:
    visitor = Visitor(make_api(session_hours=2))
    visitor.signs_in()
    for _ in range(11):
        visitor.api.time.advance(minutes=10)
        assert visitor.at() is not None
    visitor.api.time.advance(minutes=10)
    assert visitor.at() is None


def test_one_process_knows_what_another_has_seen(visitor: Visitor, make_api: Callable[..., Api]) -> None:
    other = make_api()
    visitor.signs_in()
    for api in (visitor.api, other):
        api.time.advance(minutes=50)
    assert visitor.at() is not None
    sessions(visitor.api).flush()
    other.time.advance(minutes=50)
    assert visitor.at(other) is not None


def test_what_was_seen_is_written_once_a_minute(visitor: Visitor) -> None:
    visitor.signs_in()
    visitor.api.time.advance(seconds=59)
    visitor.at()
    sessions(visitor.api).flush()
    assert rows(visitor.api, SESSIONS)[0]["seen_at"] == MONDAY
    visitor.api.time.advance(seconds=1)
    visitor.at()
    assert rows(visitor.api, SESSIONS)[0]["seen_at"] == MONDAY, "nobody waits for it"
    sessions(visitor.api).flush()
    assert rows(visitor.api, SESSIONS)[0]["seen_at"] == MONDAY + timedelta(minutes=1)


def test_what_cannot_be_written_now_is_written_later(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.signs_in()
    visitor.api.time.advance(minutes=5)
    visitor.at()
    stopped = Event()
    stopped.set()

    def busy(*_: object) -> None:
        raise OperationalError("", {}, Exception("locked"))

    with monkeypatch.context() as patched, caplog.at_level(logging.WARNING):
        patched.setattr("app.core.database.Database.beside", busy)
        sessions(visitor.api).run(stopped)
    assert [record.message.split(":")[0] for record in caplog.records] == [
        "visits are not written, and will be tried again"
    ]
    sessions(visitor.api).run(stopped)
    assert rows(visitor.api, SESSIONS)[0]["seen_at"] == MONDAY + timedelta(minutes=5)


def test_a_running_service_writes_by_itself(visitor: Visitor) -> None:
    visitor.signs_in()
    visitor.api.time.advance(minutes=5)
    settings = Settings(database_url=visitor.api.register.database.url.render_as_string(hide_password=False))
    application = create_app(settings, visitor.api.register.clock)
    with TestClient(application):
        assert application.state.web_sessions.find(visitor.secret) is not None
        until = monotonic() + 30
        while rows(visitor.api, SESSIONS)[0]["seen_at"] == MONDAY:
            assert monotonic() < until, THREAD
            sleep(0.2)


def test_a_session_says_when_the_same_access_was_there_before(visitor: Visitor) -> None:
    visitor.signs_in()
    Visitor(visitor.api, name="En anden").signs_in()
    visitor.api.time.advance(minutes=10)
    visitor.at()
    sessions(visitor.api).flush()
    visitor.api.time.advance(days=3)
    visitor.signs_in()
    visit = visitor.at()
    assert visit is not None
    assert visit.previous_visit_at == MONDAY + timedelta(minutes=10)


def test_a_revoked_token_ends_its_sessions_at_once(visitor: Visitor, make_api: Callable[..., Api]) -> None:
    other = make_api()
    visitor.signs_in()
    token_id = visitor.caller(other).token_id
    revoke(visitor.api, token_id)
    for api in (visitor.api, other):
        with pytest.raises(Unauthenticated):
            visitor.caller(api)


def test_a_session_ends_with_the_last_day_of_work(make_api: Callable[..., Api]) -> None:
    api = make_api(session_idle_minutes=1440, session_hours=48)
    person = api.person("Kirsten Holm", leavesOn="2026-03-02")
    visitor = Visitor(api, person_id=person["id"])
    visitor.signs_in()
    assert visitor.caller().person_id == person["id"], "the last day is a day of work"
    api.time.advance(hours=20)
    assert visitor.at() is not None
    with pytest.raises(Unauthenticated):
        visitor.caller()
    with pytest.raises(Unauthenticated):
        visitor.signs_in()


def test_a_session_ends_at_once_where_the_person_turns_out_to_have_left(api: Api) -> None:
    person = api.person("Kirsten Holm")
    visitor = Visitor(api, person_id=person["id"])
    visitor.signs_in()
    visitor.caller()
    assert api.patch(f"/v1/people/{person['id']}", {"leavesOn": "2026-03-01"}).status_code == 200
    with pytest.raises(Unauthenticated):
        visitor.caller()


def test_erasing_a_person_takes_the_sessions_along(api: Api) -> None:
    person = api.person("Kirsten Holm", email="kirsten@kommune.example", leavesOn="2026-03-03")
    visitor, other = Visitor(api, person_id=person["id"]), Visitor(api, name="En anden")
    visitor.signs_in()
    other.signs_in()
    api.time.advance(days=2)
    assert api.post(f"/v1/people/{person['id']}/erasure").status_code == 200
    assert [row["access_id"] for row in rows(api, SESSIONS)] == [other_id(other)]


def other_id(visitor: Visitor) -> str:
    found = visitor.api.read("/v1/tokens", limit=200)["items"]
    (token,) = [token for token in found if token["name"] == "En anden"]
    token_id: str = token["id"]
    return token_id


def test_sessions_and_codes_go_after_their_days(visitor: Visitor) -> None:
    visitor.signs_in()
    api = visitor.api
    sessions(api).issue_code(hash_secret(visitor.token), 5)
    api.time.advance(days=VISITS_KEPT.days)
    api.register.follow_the_day()
    assert (len(rows(api, SESSIONS)), len(rows(api, CODES))) == (1, 1)
    api.time.advance(days=1)
    api.register.follow_the_day()
    assert (rows(api, SESSIONS), rows(api, CODES)) == ([], [])


def test_nothing_that_is_kept_lets_anyone_in(visitor: Visitor) -> None:
    secret = visitor.signs_in()
    code = sessions(visitor.api).issue_code(hash_secret(visitor.token), 5)
    redeemed = sessions(visitor.api).redeem(code)
    kept = [str(value) for table in (SESSIONS, CODES) for row in rows(visitor.api, table) for value in row.values()]
    assert not [value for value in kept for said in (secret, code, redeemed, visitor.token) if said in value]
    for value in kept:
        assert sessions(visitor.api).find(value) is None
        with pytest.raises(Unauthenticated):
            sessions(visitor.api).redeem(value)
        with pytest.raises(Unauthenticated):
            sessions(visitor.api).sign_in(value)
    assert make_client(visitor.api.app, secret).get("/v1/me").status_code == 401, "a session is no token"
