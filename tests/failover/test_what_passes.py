"""What PostgreSQL says while servers change places, or while writes are in each other's way, is 503 and never 500."""

import time
from threading import Thread
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from app.core.config import Settings
from app.core.database import Database
from tests.support.api import Api, open_begun_api

SYSTEM = {"name": "A", "description": "B"}
_LONG_SECONDS = 60


def connect(url: str) -> psycopg.Connection[Any]:
    return psycopg.connect(url, autocommit=True)


def refuse_systems(url: str, sqlstate: str) -> None:
    """From now on the database answers a new system with that fault, in the middle of the transaction."""
    with connect(url) as connection:
        connection.execute(
            f"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '{sqlstate}'; END $$".encode()
        )
        connection.execute("CREATE TRIGGER refuse BEFORE INSERT ON system FOR EACH ROW EXECUTE FUNCTION refuse()")


def accept_systems(url: str) -> None:
    with connect(url) as connection:
        connection.execute("DROP TRIGGER refuse ON system")


@pytest.mark.parametrize(
    "sqlstate",
    [
        pytest.param("25006", id="read_only_sql_transaction"),
        pytest.param("40001", id="serialization_failure"),
        pytest.param("40P01", id="deadlock_detected"),
        pytest.param("53300", id="too_many_connections"),
        pytest.param("57P01", id="admin_shutdown"),
        pytest.param("57P03", id="cannot_connect_now"),
    ],
)
def test_a_fault_that_passes_is_503_and_leaves_nothing(postgres_api: Api, postgres_url: str, sqlstate: str) -> None:
    api = postgres_api
    refuse_systems(postgres_url, sqlstate)
    refused = api.post("/v1/systems", SYSTEM)
    assert (refused.status_code, refused.headers["content-type"]) == (503, "application/problem+json")
    assert int(refused.headers["retry-after"]) > 0
    accept_systems(postgres_url)
    assert api.read("/v1/systems")["total"] == 0
    assert api.post("/v1/systems", SYSTEM).status_code == 201


def test_a_server_that_takes_no_writes_any_more_is_left(postgres_url: str) -> None:
    """Connections that were opened while it was the primary would otherwise stay, and every write on them fail."""
    database = Database(Settings(database_url=postgres_url))
    touch = "UPDATE register_state SET revision = revision"
    with database.engine.connect() as first:
        first.exec_driver_sql("SET default_transaction_read_only = on")
        first.commit()
    with database.engine.connect() as again, pytest.raises(Exception, match="read-only") as refused:
        again.exec_driver_sql(touch)
    assert type(refused.value).__name__ == "OperationalError"
    with database.engine.connect() as another:
        another.exec_driver_sql(touch)
    database.dispose()


def test_a_machine_that_is_gone_is_noticed_and_an_address_may_say_how_soon(postgres_url: str) -> None:
    found = []
    for url in (postgres_url, f"{postgres_url}?tcp_user_timeout=3000"):
        database = Database(Settings(database_url=url))
        with database.engine.connect() as connection:
            found.append(connection.connection.driver_connection.info.get_parameters())  # type: ignore[union-attr]
        database.dispose()
    assert [each["tcp_user_timeout"] for each in found] == ["10000", "3000"]
    assert [each["keepalives_idle"] for each in found] == ["5", "5"]


def test_a_deadlock_with_another_program_is_503_and_leaves_nothing(postgres_url: str) -> None:
    """Writes of the register cannot meet in one, since each takes the same lock first; somebody at psql can."""
    with connect(postgres_url) as connection:
        name = make_url(postgres_url).database
        # Long enough for the other one to get in the way before the register's server looks.
        connection.execute(f"ALTER DATABASE \"{name}\" SET deadlock_timeout = '3s'".encode())
    api = open_begun_api(postgres_url)
    system = api.system()
    with connect(postgres_url) as other:
        other.execute(f"SET deadlock_timeout = '{_LONG_SECONDS}s'".encode())
        other.execute("BEGIN")
        other.execute("SELECT id FROM system FOR UPDATE")
        answers: list[Any] = []
        writing = Thread(target=lambda: answers.append(change(api, system)))
        writing.start()
        wait_until_somebody_waits(postgres_url)
        other.execute("UPDATE register_state SET revision = revision")
        writing.join(_LONG_SECONDS)
        other.execute("ROLLBACK")
    (refused,) = answers
    assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
    assert int(refused.headers["retry-after"]) > 0
    assert change(api, system).status_code == 200
    api.register.database.dispose()


def change(api: Api, system: dict[str, Any]) -> Any:
    path = f"/v1/systems/{system['id']}"
    tag = api.get(path).headers["etag"]
    return api.client.patch(path, json={"notes": "changed"}, headers={"If-Match": tag})


def wait_until_somebody_waits(url: str) -> None:
    deadline = time.monotonic() + _LONG_SECONDS
    with connect(url) as watching:
        while True:
            found = watching.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            ).fetchone()
            if found and found[0]:
                return
            assert time.monotonic() < deadline
            time.sleep(0.02)
