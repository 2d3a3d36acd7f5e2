"""The guards that the schema has in the database itself: triggers and constraints, each as the migrations made it."""

from collections.abc import Iterator, Mapping
from hashlib import sha256

from sqlalchemy import Connection
from sqlmodel import Session

from app.core.migrate import known_revisions
from app.register.audit.difference import Difference
from app.register.audit.structure import differing_structure

_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
# A trigger that is switched off is no guard, and one is as good as its function.
_POSTGRESQL = """
SELECT tgname, pg_get_triggerdef(t.oid) || tgenabled::text || p.prosrc
FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT tgisinternal
AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)
UNION ALL
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'x' AND connamespace = current_schema()::regnamespace
UNION ALL
SELECT rulename, definition FROM pg_rules WHERE schemaname = current_schema()
UNION ALL
SELECT conname, 'it was never checked' FROM pg_constraint
WHERE NOT convalidated AND connamespace = current_schema()::regnamespace
UNION ALL
SELECT relname, 'it is no use' FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE NOT indisvalid AND relnamespace = current_schema()::regnamespace
"""
#: Name → digest of what it says, as the newest schema has it on each database; a test compares them with a new one.
GUARDS: Mapping[str, Mapping[str, str]] = {
    "sqlite": {
        "journal_append_only_delete": "029ec212331a2b66",
        "journal_append_only_replace": "d4907a26b4d3746b",
        "journal_append_only_update": "8c96176385cce79d",
        "one_formal_owner_insert": "8b27bc024c2c8f77",
        "one_formal_owner_update": "13a76c71fccd90ff",
        "one_holder_insert": "360f7f5dfb05f978",
        "one_holder_update": "7bff34b442b8b215",
        "position_no_cycle_insert": "8dbf50920f0740c6",
        "position_no_cycle_update": "7a30789ea14c5390",
        "unit_no_cycle_insert": "7228e83f80131bde",
        "unit_no_cycle_update": "45dd9e2bb296cdd2",
    },
    "postgresql": {
        "journal_append_only": "181c2bd908340470",
        "journal_append_only_truncate": "126acf4e1dbc9c4b",
        "one_formal_owner": "62dff6d3d494671f",
        "one_holder": "9da7c24999e5fa86",
        "position_no_cycle": "cb5f95d9e7c1539a",
        "unit_no_cycle": "61c715cb0c1685a7",
    },
}


def differing_schema(session: Session) -> Iterator[Difference]:
    """What the schema of this release has, and the database has not."""
    connection = session.connection()
    revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if revision != known_revisions()[-1]:
        yield Difference("alembic_version", None, f"the schema is {revision}, not {known_revisions()[-1]}")
        return
    found = guards_of(connection)
    for name, digest in GUARDS[connection.dialect.name].items():
        if name not in found:
            yield Difference("schema", name, "the guard is missing")
        elif found[name] != digest:
            yield Difference("schema", name, "the guard is not as it was made")
    for name in sorted(found.keys() - GUARDS[connection.dialect.name].keys()):
        yield Difference("schema", name, "the register has no such guard")
    yield from differing_structure(connection)


def guards_of(connection: Connection) -> dict[str, str]:
    """The name of each guard, and a digest of what it says."""
    local = connection.dialect.name == "sqlite"
    rows = connection.exec_driver_sql(_SQLITE if local else _POSTGRESQL)
    return {name: sha256(" ".join(said.split()).encode()).hexdigest()[:16] for name, said in rows}
