"""A server knows how much its tables hold as soon as much was written, and not some time afterwards."""

import logging
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url
from sqlmodel import Session

from app.core.engines import normalise_url, open_engine
from app.core.servers import gather_statistics
from app.register import register
from app.systems.schemas import SystemBody
from app.systems.service import create_system
from tests.backup.rehearsing import backed_up, restored
from tests.support.api import Api, open_begun_api
from tests.support.databases import Databases

#: A system is a row, and its card another.
MUCH, SYSTEMS = 20, 10


@pytest.fixture(autouse=True)
def much_is_little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(register, "_MUCH", MUCH)


def write(api: Api, systems: int) -> None:
    def act(session: Session) -> None:
        for number in range(systems):
            create_system(session, SystemBody(name=f"System {number}", description="Til prøve"), api.time.today())

    api.register.write(register.EVALUATOR, act, lambda *_: None)


def known_rows(url: str, table: str) -> int:
    """As many as the server takes there to be; -1 where it has never looked. It never does by itself in the tests."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", (table,)).fetchone()
    assert found is not None
    return int(found[0])


def test_a_server_knows_what_a_large_write_has_brought(postgres_api: Api, postgres_url: str) -> None:
    write(postgres_api, SYSTEMS - 1)
    assert known_rows(postgres_url, "system") == -1
    write(postgres_api, SYSTEMS)
    assert [known_rows(postgres_url, table) for table in ("system", "card", "position")] == [19, 19, -1]


def test_a_server_that_has_looked_looks_again_by_itself(postgres_api: Api, postgres_url: str) -> None:
    """It allows for what has come since: to look at all of a large register for each import would take a second."""
    write(postgres_api, SYSTEMS)
    write(postgres_api, SYSTEMS)
    assert known_rows(postgres_url, "system") == SYSTEMS


@pytest.mark.parametrize(("systems", "known"), [(MUCH - 1, -1), (MUCH, MUCH)])
def test_a_server_knows_what_an_evaluation_has_brought(
    postgres_api: Api, postgres_url: str, monkeypatch: pytest.MonkeyPatch, systems: int, known: int
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(register, "_MUCH", 1000)
        write(postgres_api, systems)
    with psycopg.connect(postgres_url) as connection:
        connection.execute("UPDATE card SET body = '{}'")
    postgres_api.register.evaluate()
    assert known_rows(postgres_url, "card") == known


def test_a_server_that_cannot_look_now_is_in_nobodys_way(postgres_url: str, caplog: pytest.LogCaptureFixture) -> None:
    api = open_begun_api(postgres_url, lock_timeout_seconds=0.1)
    caplog.set_level(logging.INFO, "app.core.database")
    with psycopg.connect(postgres_url) as other:
        # As the vacuum holds it: rows may be written meanwhile.
        other.execute("LOCK TABLE system IN SHARE UPDATE EXCLUSIVE MODE")
        write(api, SYSTEMS)
    assert api.read("/v1/systems")["total"] == SYSTEMS
    assert "gathers its statistics later" in caplog.text
    api.register.database.dispose()


def test_a_server_knows_what_was_restored(
    postgres_api: Api, postgres_url: str, postgres_databases: Databases, tmp_path: Path
) -> None:
    write(postgres_api, SYSTEMS - 1)
    backed_up(postgres_url, tmp_path / "b.zip", postgres_api.time)
    with postgres_databases.empty() as place:
        restored(tmp_path / "b.zip", place)
        assert [known_rows(place, table) for table in ("system", "card", "position")] == [9, 9, -1]


def test_a_user_who_does_not_own_the_tables_has_nothing_looked_at(postgres_api: Api, postgres_url: str) -> None:
    write(postgres_api, SYSTEMS - 1)
    url = make_url(postgres_url)
    user = f"serves_{url.database}"
    with psycopg.connect(postgres_url) as connection:
        connection.execute(f"CREATE ROLE {user} LOGIN".encode())
        connection.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {user}".encode())
    engine = open_engine(normalise_url(url.set(username=user).render_as_string()))
    complaints: list[str] = []
    with engine.connect() as serving:
        server: Any = serving.connection.driver_connection
        server.add_notice_handler(lambda told: complaints.append(told.message_primary))
        gather_statistics(serving)
    engine.dispose()
    assert (known_rows(postgres_url, "system"), complaints) == (-1, [])
