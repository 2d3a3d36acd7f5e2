"""What REPLICA_URL may be."""

import pytest
from sqlalchemy.exc import ProgrammingError

from app.core.config import Settings
from app.core.database import Database
from app.core.replica import replica_url

REGISTER = "postgresql://register@db1/register"


def url(replica: str | None, register: str = REGISTER) -> object:
    return replica_url(Settings(database_url=register, replica_url=replica))


def test_without_the_setting_there_is_none() -> None:
    assert url(None) is None
    database = Database(Settings(database_url=REGISTER))
    assert database.replica is None


def test_of_several_hosts_a_standby_comes_first_unless_the_address_says_otherwise() -> None:
    several = replica_url(Settings(database_url=REGISTER, replica_url="postgresql://register@db2,db3:5433/register"))
    assert several is not None
    assert several.query == {"host": "db2,db3", "port": "5432,5433", "target_session_attrs": "prefer-standby"}
    address = "postgresql://register@db2,db3/register?target_session_attrs=standby"
    said = replica_url(Settings(database_url=REGISTER, replica_url=address))
    assert said is not None
    assert said.query["target_session_attrs"] == "standby"


@pytest.mark.parametrize(
    ("replica", "register"),
    [("sqlite:///copy.db", REGISTER), (REGISTER, "sqlite:///register.db"), ("sqlite:///a.db", "sqlite:///b.db")],
)
def test_it_is_for_postgresql_alone(replica: str, register: str) -> None:
    with pytest.raises(ValueError, match="REPLICA_URL is for a register on PostgreSQL"):
        url(replica, register)


@pytest.mark.parametrize(
    "replica",
    [
        "nonsense",
        "postgresql://user:secret@h1:port/register",
        "postgresql://user:secret@h1,,h2/register",
    ],
)
def test_what_is_no_address_is_refused_by_its_own_name_and_without_its_password(replica: str) -> None:
    with pytest.raises(ValueError, match="REPLICA_URL is no address of a database") as refused:
        url(replica)
    assert "secret" not in str(refused.value)


def test_a_register_on_sqlite_does_not_start_with_one(tmp_path: object) -> None:
    with pytest.raises(ValueError, match="REPLICA_URL"):
        Database(Settings(database_url=f"sqlite:///{tmp_path}/register.db", replica_url=REGISTER))


def test_a_fault_of_the_register_is_none_of_its_replica(postgres_url: str) -> None:
    """Also where the tests keep compiled statements for all engines: what is heard and set is each one's own."""
    database = Database(Settings(database_url=postgres_url, replica_url=postgres_url))
    replica = database.replica
    assert replica is not None
    for opening, level in ((replica.reading, "repeatable read"), (database.writing, "read committed")):
        with opening() as session:
            assert session.connection().exec_driver_sql("SHOW transaction_isolation").scalar_one() == level
    rested = []
    for opening in (database.writing, replica.reading):
        with opening() as session, pytest.raises(ProgrammingError):
            session.connection().exec_driver_sql("SELECT nothing")
        rested.append(replica.rests)
    database.dispose()
    assert rested == [False, True]
