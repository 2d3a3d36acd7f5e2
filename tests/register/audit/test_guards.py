"""The guards that the register expects are those that the migrations make."""

import pytest

from app.register.audit.guards import GUARDS, differing_schema, guards_of
from tests.support.api import Api


def test_guards_are_those_of_a_new_database(api: Api) -> None:
    with api.register.database.reading() as session:
        connection = session.connection()
        assert guards_of(connection) == GUARDS[connection.dialect.name]
        assert list(differing_schema(session)) == []
        assert connection.dialect.name in GUARDS


@pytest.mark.parametrize(
    ("sqlite", "postgresql", "said"),
    [
        (
            "DROP TRIGGER journal_append_only_update",
            "ALTER TABLE journal_entry DISABLE TRIGGER journal_append_only",
            "journal_append_only",
        ),
        ("DROP TRIGGER one_holder_insert", "ALTER TABLE tenure DROP CONSTRAINT one_holder", "one_holder"),
        ("DROP TRIGGER unit_no_cycle_update", "DROP TRIGGER unit_no_cycle ON unit", "unit_no_cycle"),
        (
            "DROP TRIGGER journal_append_only_replace",
            (
                "CREATE OR REPLACE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RETURN NULL; END $$"
            ),
            "journal_append_only",
        ),
        (
            "CREATE TRIGGER helper AFTER INSERT ON system BEGIN SELECT 1; END",
            "CREATE TRIGGER helper AFTER INSERT ON system EXECUTE FUNCTION journal_append_only()",
            "helper",
        ),
        ("DROP INDEX ix_card_version_revision", "DROP INDEX ix_card_version_revision", "ix_card_version_revision"),
    ],
)
def test_a_guard_that_is_gone_or_other_is_named(api: Api, sqlite: str, postgresql: str, said: str) -> None:
    database = api.register.database
    with database.engine.begin() as connection:
        connection.exec_driver_sql(sqlite if database.local else postgresql)
    found = api.read("/v1/journal/verification")
    assert found["valid"] is False
    assert said in found["problem"]
    assert found["firstBadRevision"] is None
