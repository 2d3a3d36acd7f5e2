"""What DATABASE_URL may be, and which server an address with several hosts leads to."""

import socket
from collections.abc import Iterator

import pytest
from sqlalchemy import make_url

from app.core.config import Settings
from app.core.database import Database
from app.core.engines import normalise_url
from app.core.migrate import alembic_config, current_revision, known_revisions, upgrade
from tests.support.program import free_port


@pytest.mark.parametrize(
    ("text", "hosts", "ports"),
    [
        ("postgresql://h1:5432,h2:5433/register", "h1,h2", "5432,5433"),
        ("postgresql://user:pw@h1:5432,h2:5433/register", "h1,h2", "5432,5433"),
        ("postgresql://user@h1,h2:5433,h3/register?sslmode=require", "h1,h2,h3", "5432,5433,5432"),
        ("postgresql://user:p,w@[::1]:5433,[fe80::2],10.0.0.3/register", "::1,fe80::2,10.0.0.3", "5433,5432,5432"),
        ("postgresql+psycopg://user:p%40w/@h1,h2", "h1,h2", "5432,5432"),
    ],
)
def test_several_hosts_and_the_one_that_takes_writes(text: str, hosts: str, ports: str) -> None:
    url = normalise_url(text)
    assert (url.query["host"], url.query["port"]) == (hosts, ports)
    assert url.query["target_session_attrs"] == "read-write"
    assert url.drivername == "postgresql+psycopg"
    assert url.host is None
    assert normalise_url(url.render_as_string(hide_password=False)) == url, "what was normalised stays as it is"


def test_the_rest_of_an_address_with_several_hosts_is_kept() -> None:
    url = normalise_url("postgresql://user:p%40w@h1,h2/register?target_session_attrs=any&sslmode=require")
    assert (url.username, url.password, url.database) == ("user", "p@w", "register")
    assert url.query["target_session_attrs"] == "any"
    assert url.query["sslmode"] == "require"


def test_a_comma_in_a_password_makes_no_second_host() -> None:
    url = normalise_url("postgresql://user:one,two@h1:5433/register")
    assert (url.host, url.port, url.password) == ("h1", 5433, "one,two")


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "postgresql://user:secret@h1:port/register",
        "postgresql://user:secret@h1:port,h2/register",
        "postgresql://user:secret@h1,,h2/register",
        "postgresql://user:secret@::1,h2/register",
    ],
)
def test_what_is_no_address_is_refused_without_its_password(text: str) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL is no address") as refused:
        normalise_url(text)
    assert "secret" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port where connections are refused for as long as the test runs."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port()))
        yield taken.getsockname()[1]


def test_a_host_that_is_down_is_passed_over(postgres_url: str, silent_port: int) -> None:
    url = make_url(postgres_url)
    several = f"postgresql://{url.username}@127.0.0.1:{silent_port},{url.host}:{url.port}/{url.database}"
    upgrade(several)
    assert alembic_config(several).get_main_option("sqlalchemy.url")
    database = Database(Settings(database_url=several))
    assert current_revision(database.engine) == known_revisions()[-1]
    with database.writing() as session:
        session.connection().exec_driver_sql("UPDATE register_state SET revision = revision")
        session.rollback()
    database.dispose()
