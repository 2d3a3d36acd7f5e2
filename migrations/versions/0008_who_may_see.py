"""Whose an import report is, who wrote an attestation down, and what entries of the journal say of derived rows.

Also the store of who was shown contact details, histories and exports, and of when tokens were last used.

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
    _add_read_log()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            """
            CREATE TRIGGER journal_append_only_replace BEFORE INSERT ON journal_entry
            WHEN EXISTS (SELECT 1 FROM journal_entry WHERE revision = NEW.revision)
            BEGIN SELECT RAISE(ABORT, 'journal_append_only'); END
            """
        )


def _add_read_log() -> None:
    instant = sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "read_entry",
        sa.Column("id", TEXT(length=36), nullable=False),
        sa.Column("actor", TEXT(), nullable=False),
        sa.Column("token_id", TEXT(length=36), nullable=False),
        sa.Column("kind", TEXT(), nullable=False),
        sa.Column("request", TEXT(), nullable=False),
        sa.Column("first_at", instant(), nullable=False),
        sa.Column("last_at", instant(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_read_entry")),
    )
    op.create_index("ix_read_entry_last_at", "read_entry", ["last_at", "id"])
    op.create_table(
        "read_subject",
        sa.Column("read_id", sa.String(length=36), nullable=False),
        sa.Column("resource", TEXT(), nullable=False),
        sa.Column("resource_id", TEXT(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["read_id"], ["read_entry.id"], name=op.f("fk_read_subject_read_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("read_id", "resource", "resource_id", name=op.f("pk_read_subject")),
    )
    op.create_index("ix_read_subject_resource_id", "read_subject", ["resource_id", "read_id"])
    op.create_table(
        "token_use",
        sa.Column("token_id", TEXT(length=36), nullable=False),
        sa.Column("last_used_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("token_id", name=op.f("pk_token_use")),
    )


def downgrade() -> None:
    for table in ("read_subject", "read_entry", "token_use"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER journal_append_only_replace")
    for table in VERSIONS:
        op.drop_index(f"ix_{table}_revision", table)
    # What an entry says stays: its hash covers the digest, and the release before does not look at it.
    for table, name, _ in COLUMNS[:-1]:
        op.drop_column(table, name)
