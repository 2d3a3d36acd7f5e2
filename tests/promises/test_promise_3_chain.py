"""The chain of the journal verifies; a changed, removed or inserted row is found and named."""

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from app.journal.verification import verify
from app.models import metadata
from tests.support.api import Api

SQLITE_GUARDS = ("journal_append_only_update", "journal_append_only_delete")


def disarm(connection: Connection) -> None:
    """As someone would who owns the database and means ill."""
    if connection.dialect.name == "sqlite":
        for trigger in SQLITE_GUARDS:
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
    else:
        connection.exec_driver_sql("ALTER TABLE journal_entry DISABLE TRIGGER ALL")


COLUMNS = ", ".join(column.name for column in metadata.tables["journal_entry"].columns if column.name != "revision")
COPY = (
    f"INSERT INTO journal_entry (revision, {COLUMNS}) SELECT {{revision}}, {COLUMNS} FROM journal_entry "
    "WHERE revision = 3"
)
TAMPERINGS = [
    ("UPDATE journal_entry SET actor = 'someone else' WHERE revision = 4", 4),
    ("UPDATE journal_entry SET reason = 'because' WHERE revision = 2", 2),
    ("UPDATE journal_entry SET after = '{}' WHERE revision = 5", 5),
    ("UPDATE journal_entry SET resource_id = 'x' WHERE revision = 3", 3),
    ("UPDATE journal_entry SET hash = 'x' WHERE revision = 3", 3),
    ("UPDATE journal_entry SET system_id = 'x' WHERE revision = 4", 4),
    ("UPDATE journal_entry SET previous_hash = 'x' WHERE revision = 3", 3),
    ("DELETE FROM journal_personal_value WHERE revision = 3; DELETE FROM journal_entry WHERE revision = 3", 3),
    ("DELETE FROM journal_personal_value WHERE revision = 6; DELETE FROM journal_entry WHERE revision = 6", 6),
    (COPY.format(revision=7), 7),
    ("UPDATE register_state SET revision = 5", 6),
    ("UPDATE register_state SET head_hash = 'x'", 6),
    ('UPDATE journal_personal_value SET personal_values = \'{"after": {"name": "Ingen"}}\' WHERE revision = 3', 3),
]


def six_entries(api: Api) -> None:
    """The token is the first."""
    api.unit("Enhed")
    api.person("Anna")
    for name in ("A", "B", "C"):
        api.system(name)


@pytest.mark.parametrize(("tampering", "bad"), TAMPERINGS)
def test_promise_3_tampering_is_found_and_named(api: Api, tampering: str, bad: int) -> None:
    six_entries(api)
    assert api.read("/v1/journal/verification")["valid"] is True
    with api.register.database.engine.begin() as connection:
        disarm(connection)
        for statement in tampering.split("; "):
            connection.exec_driver_sql(statement)
    found = api.read("/v1/journal/verification")
    assert (found["valid"], found["firstBadRevision"]) == (False, bad)
    assert found["problem"]


def test_promise_3_reordered_entries_are_found(api: Api) -> None:
    six_entries(api)
    with api.register.database.engine.begin() as connection:
        disarm(connection)
        for old, new in ((4, 99), (5, 4), (99, 5)):
            connection.exec_driver_sql(f"UPDATE journal_entry SET revision = {new} WHERE revision = {old}")
    assert api.read("/v1/journal/verification")["firstBadRevision"] == 4


def test_promise_3_erasing_personal_values_leaves_the_chain_whole(api: Api) -> None:
    six_entries(api)
    with api.register.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM journal_personal_value")
    with api.register.database.reading() as session:
        assert verify(session).valid
        stored = session.connection().exec_driver_sql("SELECT after FROM journal_entry").scalars().all()
    assert not any("Anna" in (after or "") for after in stored)


@pytest.mark.parametrize("statement", ["UPDATE journal_entry SET actor = 'x'", "DELETE FROM journal_entry"])
def test_promise_3_database_itself_keeps_the_journal_append_only(api: Api, statement: str) -> None:
    six_entries(api)
    with pytest.raises(DatabaseError, match="append_only"), api.register.database.engine.begin() as connection:
        connection.exec_driver_sql(statement)
