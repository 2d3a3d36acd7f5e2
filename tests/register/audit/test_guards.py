"""The guards that the register expects are those that the migrations make."""

import pytest

from app.register.audit.guards import GUARDS, differing_schema, guards_of
from tests.support.api import Api

OPEN = "INDEX uq_finding_open ON finding (system_id, rule)"


def twice(statements: str) -> tuple[str, str]:
    return statements, statements


def other(table: str, old: str, new: str) -> str:
    """SQLite changes no constraint, but whoever has the file can."""
    return (
        "PRAGMA writable_schema = ON; "
        f"UPDATE sqlite_master SET sql = replace(sql, '{old}', '{new}') WHERE name = '{table}' AND sql LIKE '%{old}%'; "
        "PRAGMA writable_schema = RESET"
    )


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
                "$$ BEGIN RETURN NULL;END $$"
            ),
            "journal_append_only",
        ),
        (
            "CREATE TRIGGER helper AFTER INSERT ON system BEGIN SELECT 1;END",
            "CREATE TRIGGER helper AFTER INSERT ON system EXECUTE FUNCTION journal_append_only()",
            "helper",
        ),
        ("DROP INDEX ix_card_version_revision", "DROP INDEX ix_card_version_revision", "ix_card_version_revision"),
        (*twice(f"DROP INDEX uq_finding_open; CREATE {OPEN} WHERE closed_at IS NULL"), "uq_finding_open"),
        (*twice(f"DROP INDEX uq_finding_open; CREATE UNIQUE {OPEN} WHERE closed_at < opened_at"), "uq_finding_open"),
        (*twice(f"DROP INDEX uq_finding_open; CREATE UNIQUE {OPEN}"), "uq_finding_open"),
        (*twice("CREATE UNIQUE INDEX more ON unit (name)"), "index more"),
        (*twice("CREATE VIEW more AS SELECT 1 AS one"), "more: the register has no such table or view"),
        (*twice("CREATE TABLE more (one INTEGER)"), "more: the register has no such table or view"),
        (*twice("ALTER TABLE unit ADD COLUMN more INTEGER"), "unit: column more"),
        (
            other("access_token", "CHECK (role IN", "CHECK (1 OR role IN"),
            "ALTER TABLE access_token DROP CONSTRAINT ck_access_token_role",
            "access_token: check ck_access_token_role",
        ),
        (
            other("tenure", "CHECK (valid_until IS NULL", "CHECK (valid_until IS NOT NULL"),
            (
                "ALTER TABLE tenure DROP CONSTRAINT ck_tenure_period; "
                "ALTER TABLE tenure ADD CONSTRAINT ck_tenure_period CHECK (valid_until IS NOT NULL) NOT VALID"
            ),
            "ck_tenure_period",
        ),
        (
            other("tenure", "REFERENCES person (id)", "REFERENCES position (id)"),
            "ALTER TABLE tenure DROP CONSTRAINT fk_tenure_person_id",
            "tenure: reference person_id",
        ),
        (
            other("person", "name VARCHAR NOT NULL", "name VARCHAR"),
            "ALTER TABLE person ALTER COLUMN name DROP NOT NULL",
            "person: column name",
        ),
        (
            other("person", "UNIQUE (source, external_id)", "UNIQUE (id, external_id)"),
            "ALTER TABLE person DROP CONSTRAINT uq_person_source_external_id",
            "person: unique uq_person_source_external_id",
        ),
        (
            "CREATE TRIGGER more BEFORE DELETE ON former_login BEGIN SELECT raise(IGNORE);END",
            "CREATE RULE more AS ON DELETE TO former_login DO INSTEAD NOTHING",
            "more: the register has no such guard",
        ),
    ],
)
def test_a_guard_that_is_gone_or_other_is_named(api: Api, sqlite: str, postgresql: str, said: str) -> None:
    database = api.register.database
    with database.engine.begin() as connection:
        for statement in (sqlite if database.local else postgresql).split("; "):
            connection.exec_driver_sql(statement)
    found = api.read("/v1/journal/verification")
    assert found["valid"] is False
    assert said in found["problem"]
    assert found["firstBadRevision"] is None


def test_an_index_more_is_no_difference(api: Api) -> None:
    with api.register.database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE INDEX more ON unit (name)")
    assert api.read("/v1/journal/verification")["valid"] is True
