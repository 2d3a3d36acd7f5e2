"""Whose an import report is, who wrote an attestation down, and what entries of the journal say of derived rows.

On SQLite `INSERT OR REPLACE` removes rows without asking the triggers of deletion: an entry that is there is refused.

Revision: 0008, after 0007.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
COLUMNS = (
    ("attestation", "answered_by", TEXT()),
    ("import_report", "token_id", TEXT(length=36)),
    ("journal_entry", "derived_digest", TEXT()),
)


#: Read in the order in which they were written, to be checked against the journal.
VERSIONS = ("card_version", "card_holding", "finding_version", "holder_stretch")


def upgrade() -> None:
    present = sa.inspect(op.get_bind())
    for table, name, kind in COLUMNS:
        if name not in {column["name"] for column in present.get_columns(table)}:
            op.add_column(table, sa.Column(name, kind, nullable=True))
    for table in VERSIONS:
        op.create_index(f"ix_{table}_revision", table, ["revision"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            """
            CREATE TRIGGER journal_append_only_replace BEFORE INSERT ON journal_entry
            WHEN EXISTS (SELECT 1 FROM journal_entry WHERE revision = NEW.revision)
            BEGIN SELECT RAISE(ABORT, 'journal_append_only'); END
            """
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER journal_append_only_replace")
    for table in VERSIONS:
        op.drop_index(f"ix_{table}_revision", table)
    # What an entry says stays: its hash covers the digest, and the release before does not look at it.
    for table, name, _ in COLUMNS[:-1]:
        op.drop_column(table, name)
