"""A client of the API with builders: tests say what they need and no more."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fastapi import FastAPI
from httpx2 import Response

from app.access.issuing import issue_token
from app.core import migrate
from app.core.clock import Clock
from app.core.config import Settings
from app.core.database import Database
from app.demonstration.loading import load_demonstration
from app.journal.append import Author
from app.register.following import THREAD
from app.register.register import Register
from app.vocabulary import Role
from tests.support.building import build, build_all
from tests.support.client import Client
from tests.support.databases import DatabaseLease, Databases, PostgresDatabases, SqliteDatabases
from tests.support.warm import make_application, make_client

TESTER = Author("test")
ZONE = ZoneInfo("Europe/Copenhagen")

#: A Monday in March: no budget adoption date near, no change of year near.
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

#: Some tests make more requests a minute than any client.
UNLIMITED: dict[str, Any] = {
    "token_requests_per_minute": 0,
    "address_requests_per_minute": 0,
    "wrong_tokens_per_minute": 0,
}

#: By whether the database is local.
_first_secrets: dict[bool, str] = {}


@dataclass
class TestTime:
    """The time that the register under test believes in."""

    __test__ = False
    instant: datetime = MONDAY

    def now(self) -> datetime:
        return self.instant

    def today(self) -> date:
        return self.instant.date()

    def advance(self, **duration: float) -> None:
        self.instant += timedelta(**duration)


@dataclass
class Api:
    """`api.get("/v1/systems")`, and builders that give the created JSON."""

    app: FastAPI
    time: TestTime
    client: Client
    _number: Iterator[int] = field(default_factory=lambda: count(1))
    #: Builders work below HTTP. Only an administrator may do all that; what another role makes, it has to ask for.
    administrator: bool = False
    #: Where the fixture got the register's database.
    databases: Databases | None = None

    @property
    def register(self) -> Register:
        register: Register = self.app.state.register
        return register

    def as_role(self, role: Role, unit_id: str | None = None, person_id: str | None = None) -> "Api":
        """The same register through the eyes of another role."""
        name = f"test {role}"
        secret = issue_token(self.register, TESTER, name=name, role=role, unit_id=unit_id, person_id=person_id)
        return Api(self.app, self.time, make_client(self.app, secret), self._number)

    def get(self, path: str, **kwargs: Any) -> Response:
        return self.client.get(path, **kwargs)

    def read(self, path: str, **params: Any) -> Any:
        """The JSON of a GET that must succeed."""
        response = self.client.get(path, params=params or None)
        assert response.status_code == 200, response.text
        return response.json()

    def post(self, path: str, body: Any = None, **kwargs: Any) -> Response:
        return self.client.post(path, json=body, **kwargs)

    def make(self, path: str, body: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """The JSON of a POST that must create."""
        response = self.client.post(path, json=body, **kwargs)
        assert response.status_code == 201, response.text
        made: dict[str, Any] = response.json()
        return made

    def patch(self, path: str, body: dict[str, Any], **kwargs: Any) -> Response:
        """PATCH with the ETag that a GET of the path gives now."""
        tag = self.client.get(path).headers["etag"]
        return self.client.patch(path, json=body, headers={"If-Match": tag, **kwargs.pop("headers", {})}, **kwargs)

    def put(self, path: str, body: dict[str, Any]) -> Response:
        """PUT with the ETag that a GET of the path gives now."""
        return self.client.put(path, json=body, headers={"If-Match": self.client.get(path).headers["etag"]})

    def delete(self, path: str) -> Response:
        return self.client.delete(path, headers={"If-Match": self.client.get(path).headers["etag"]})

    def _built(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return build(self.register, TESTER, path, body) if self.administrator else self.make(path, body)

    def _built_after(
        self, first: tuple[str, dict[str, Any]] | None, given: Any, then: Callable[[str], tuple[str, dict[str, Any]]]
    ) -> dict[str, Any]:
        """What follows on the id that is given, or on `first`, which is made with it in one write where that can be."""
        if first is None:
            return self._built(*then(given))
        if self.administrator:
            return build_all(self.register, TESTER, first, then)[-1]
        return self._built(*then(self.make(*first)["id"]))

    def unit(self, name: str | None = None, **values: Any) -> dict[str, Any]:
        return self._built("/v1/units", {"name": name or f"Enhed {next(self._number)}", **values})

    def position(self, level: int = 2, unit: dict[str, Any] | None = None, **values: Any) -> dict[str, Any]:
        """Of the unit, or of a new one."""
        unit_id = values.pop("unitId", None) or (unit or {}).get("id")
        first = None if unit_id else ("/v1/units", {"name": f"Enhed {next(self._number)}"})
        body = {"title": f"Stilling {next(self._number)}", "managementLevel": level, **values}
        return self._built_after(first, unit_id, lambda unit_id: ("/v1/positions", {**body, "unitId": unit_id}))

    def person(self, name: str | None = None, **values: Any) -> dict[str, Any]:
        """Whom one can call, unless said otherwise."""
        return self._built(*self._person(name, **values))

    def _person(self, name: str | None = None, **values: Any) -> tuple[str, dict[str, Any]]:
        return "/v1/people", {"name": name or f"Person {next(self._number)}", "phone": "12 34 56 78", **values}

    def hold(self, position: dict[str, Any], person: dict[str, Any] | None = None, **values: Any) -> dict[str, Any]:
        """A tenure: the person (a new one) holds the position from today."""
        path, body = f"/v1/positions/{position['id']}/tenures", {"role": "holder", **values}
        first = None if person else self._person()
        return self._built_after(first, (person or {}).get("id"), lambda held: (path, {"personId": held, **body}))

    def system(self, name: str | None = None, **values: Any) -> dict[str, Any]:
        body = {"name": name or f"System {next(self._number)}", "description": "Et system.", **values}
        return self._built("/v1/systems", body)

    def assign(
        self, system: dict[str, Any], position: dict[str, Any], duty: str = "owner", **values: Any
    ) -> dict[str, Any]:
        body = {"duty": duty, "basis": "formal", "positionId": position["id"], **values}
        return self._built(f"/v1/systems/{system['id']}/responsibilities", body)

    def budget(self, system: dict[str, Any], **values: Any) -> dict[str, Any]:
        body = {"fiscalYear": self.time.today().year, "kind": "operation", **values}
        return self._built(f"/v1/systems/{system['id']}/budget-lines", body)

    def card(self, system: dict[str, Any]) -> dict[str, Any]:
        card: dict[str, Any] = self.read(f"/v1/systems/{system['id']}")
        return card

    def flagged(self, system: dict[str, Any]) -> set[str]:
        """The rules that the system's card shows findings of."""
        return {finding["rule"] for finding in self.card(system)["findings"]}


def open_api(
    database_url: str, instant: datetime = MONDAY, *, secret: str = "", in_background: bool = False, **settings: Any
) -> Api:
    """An administrator's Api on the database; the caller disposes of the register's connections.

    Without the `secret` of an administrator's token it issues one. A request that meets a new day evaluates it before
    it is answered, unless that is done in the background.
    """
    time = TestTime(instant)
    clock = Clock(ZONE, time.now)
    app = make_application(_settings(database_url, **settings), clock, in_background=in_background)
    secret = secret or issue_token(app.state.register, TESTER, name="test", role=Role.ADMIN)
    return Api(app, time, make_client(app, secret), administrator=True)


def _settings(database_url: str, **others: Any) -> Settings:
    """For a register without limits, unless they are asked for."""
    if others:
        return Settings(**{"database_url": database_url, **UNLIMITED, **others})
    # Looking through the environment takes as long as the first request, and tests put nothing there that they ask for.
    return _usual_settings().model_copy(update={"database_url": database_url})


@cache
def _usual_settings() -> Settings:
    return Settings(**UNLIMITED)


def begin(url: str) -> None:
    """Leave an empty database as the first `open_api` on the Monday would: nearly every test begins there."""
    migrate.upgrade(url)
    database = Database(Settings(database_url=url))
    register = Register(database, Clock(ZONE, TestTime().now))
    _first_secrets[database.local] = issue_token(register, TESTER, name="test", role=Role.ADMIN)
    database.dispose()


def open_begun_api(url: str, **settings: Any) -> Api:
    """The first Api on a copy of what `begin` has left, with the token that is in it."""
    return open_api(url, secret=_first_secrets[url.startswith("sqlite:")], **settings)


def finish_evaluations() -> None:
    """Wait for the evaluations that have been begun in the background."""
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join(60)
            assert not thread.is_alive()


@pytest.fixture
def make_api(database_url: str, databases: Databases) -> Iterator[Callable[..., Api]]:
    """Makes an Api on the test's database; keyword arguments are settings."""
    made: list[Api] = []

    def make(**settings: Any) -> Api:
        made.append((open_api if made else open_begun_api)(database_url, **settings))
        made[-1].databases = databases
        return made[-1]

    yield make
    finish_evaluations()
    for api in made:
        api.register.database.dispose()


@pytest.fixture
def api(make_api: Callable[..., Api]) -> Api:
    """An empty register, seen by an administrator, on each database in turn."""
    return make_api()


@contextmanager
def _empty(url: str, databases: Databases) -> Iterator[Api]:
    api = open_begun_api(url)
    api.databases = databases
    yield api
    api.register.database.dispose()


@pytest.fixture
def sqlite_api(sqlite_url: str, sqlite_databases: SqliteDatabases) -> Iterator[Api]:
    """The same on SQLite alone, for what does not depend on the database."""
    with _empty(sqlite_url, sqlite_databases) as api:
        yield api


@pytest.fixture
def postgres_api(postgres_url: str, postgres_databases: PostgresDatabases) -> Iterator[Api]:
    """The same on PostgreSQL alone, for what only a server does."""
    with _empty(postgres_url, postgres_databases) as api:
        yield api


@pytest.fixture
def demonstration(databases: Databases) -> Iterator[Api]:
    """The demonstration municipality on a Monday, loaded once and copied, seen by an administrator."""

    with demonstrated(databases, "a Monday", Clock(ZONE, TestTime().now)) as url:
        api = open_api(url)
        yield api
        api.register.database.dispose()


def demonstrated(databases: Databases, when: str, clock: Clock) -> DatabaseLease:
    """A database of the test's own with the demonstration. `when`: what tells the clock's day from other days."""

    def load(url: str) -> None:
        migrate.upgrade(url)
        database = Database(Settings(database_url=url))
        load_demonstration(Register(database, clock))
        database.dispose()

    return databases.copy_of(f"demonstration of {when}", load, is_shared=True)
