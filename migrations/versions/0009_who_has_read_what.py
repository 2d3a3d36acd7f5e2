"""The store of who was shown contact details, histories and exports, and of when tokens were last used.

Revision: 0009, after 0008.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
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
