"""What a migration may not do to a table in use is found, and what it may is not."""

import pytest

from app.core.migrate import known_revisions
from tests.outside import locks

MADE = "CREATE TABLE note (id VARCHAR(36) NOT NULL, n INTEGER NOT NULL, CONSTRAINT pk_note PRIMARY KEY (id));"


@pytest.mark.clients
@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (f"{MADE} CREATE INDEX ix_note ON note (n);", None),
        ("ALTER TABLE system ADD COLUMN note VARCHAR;", None),
        ("CREATE INDEX ix_system_note ON system (note);", "require-concurrent-index-creation"),
        ("ALTER TABLE system ADD CONSTRAINT ck CHECK (n > 0);", "constraint-missing-not-valid"),
        ("ALTER TABLE system ALTER COLUMN note SET NOT NULL;", "adding-not-nullable-field"),
        ("ALTER TABLE system ALTER COLUMN n TYPE BIGINT;", "changing-column-type"),
    ],
)
def test_a_long_lock_is_found_by_its_name(
    capsys: pytest.CaptureFixture[str], statements: str, found: str | None
) -> None:
    if not locks.TOOL.exists():
        pytest.fail("The tool is not there. Run: make outside")
    status = locks.check(f"BEGIN; {statements} COMMIT;", "9999")
    said = capsys.readouterr().err
    assert (status != 0, (found or "no long locks") in said) == (found is not None, True), said


def test_migrations_can_be_written_down_as_sql() -> None:
    assert "CREATE TABLE read_entry" in locks.written("0008:0009")
    new = [revision for revision in known_revisions() if revision > locks.HISTORY]
    assert locks.written(f"{locks.HISTORY}:head").count("UPDATE alembic_version") == len(new)
