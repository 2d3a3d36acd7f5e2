"""A database that does not answer is a passing fault: 503, with when to try again, and nothing half-written."""

from collections.abc import Callable

from fastapi.testclient import TestClient

from app.core.config import Settings
from app.core.database import Database
from app.main import create_app
from tests.support.api import Api, open_begun_api
from tests.support.postgres import end_connections


def test_write_that_waits_too_long_is_503(make_api: Callable[..., Api]) -> None:
    api = make_api(lock_timeout_seconds=0.2)
    other = Database(Settings(database_url=api.app.state.settings.database_url))
    with other.writing() as session:
        session.connection().exec_driver_sql("UPDATE register_state SET revision = revision")
        refused = api.post("/v1/systems", {"name": "A", "description": "B"})
        assert api.get("/v1/systems").json()["total"] == 0
        session.rollback()
    other.dispose()
    assert refused.status_code == 503
    assert refused.headers["content-type"] == "application/problem+json"
    assert int(refused.headers["retry-after"]) > 0
    assert api.post("/v1/systems", {"name": "A", "description": "B"}).status_code == 201


def test_database_that_is_away_is_503_everywhere() -> None:
    app = create_app(Settings(database_url="postgresql://nobody@127.0.0.1:1/none"))
    client = TestClient(app, headers={"Authorization": "Bearer ansvar_x"}, raise_server_exceptions=False)
    for path in ("/v1/systems", "/health/ready"):
        answer = client.get(path)
        assert (answer.status_code, "127.0.0.1" in answer.text) == (503, False)
        assert answer.headers["retry-after"]
    assert client.get("/health/live").status_code == 200
    app.state.register.database.dispose()


def test_statement_that_takes_too_long_is_503(postgres_url: str) -> None:
    api = open_begun_api(postgres_url, statement_timeout_seconds=0.5, lock_timeout_seconds=30)
    other = Database(Settings(database_url=postgres_url))
    with other.writing() as session:
        session.connection().exec_driver_sql("LOCK TABLE card IN ACCESS EXCLUSIVE MODE")
        read = api.get("/v1/systems")
        written = api.post("/v1/systems", {"name": "A", "description": "B"})
        session.rollback()
    other.dispose()
    assert (read.status_code, written.status_code) == (503, 503)
    assert int(read.headers["retry-after"]) > 0
    assert api.read("/v1/systems")["total"] == 0
    api.register.database.dispose()


def test_connections_that_the_server_has_ended_are_opened_anew_before_anyone_notices(
    postgres_api: Api, postgres_url: str
) -> None:
    """As after a restart: nobody is told of a fault that is over."""
    api, system = postgres_api, postgres_api.system()
    path = f"/v1/systems/{system['id']}"
    for number in range(3):
        end_connections(postgres_url)
        change = {"name": f"Navn {number}"}
        assert api.client.patch(path, json=change, headers={"If-Match": "*"}).status_code == 200
        assert api.read("/v1/units")["total"] == 0
        assert api.read(path)["name"] == change["name"]
