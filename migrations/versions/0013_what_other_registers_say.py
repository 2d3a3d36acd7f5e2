"""What other registers said last, and where they differ from this one.

Revision: 0013, after 0011.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0013"
down_revision = "0011"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    instant = sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "outside_record",
        sa.Column("source", TEXT(length=200), nullable=False),
        sa.Column("kind", TEXT(length=40), nullable=False),
        sa.Column("external_id", TEXT(length=200), nullable=False),
        sa.Column("register_id", TEXT(length=36), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("seen_at", instant(), nullable=False),
        sa.Column("gone_at", instant(), nullable=True),
        sa.PrimaryKeyConstraint("source", "kind", "external_id", name=op.f("pk_outside_record")),
    )
    op.create_index(op.f("ix_outside_record_register_id"), "outside_record", ["register_id"])
    op.create_table(
        "outside_feed",
        sa.Column("source", TEXT(length=200), nullable=False),
        sa.Column("scope", TEXT(length=200), nullable=False),
        sa.Column("read_to", instant(), nullable=False),
        sa.Column("read_at", instant(), nullable=False),
        sa.PrimaryKeyConstraint("source", "scope", name=op.f("pk_outside_feed")),
    )
    op.create_table(
        "outside_difference",
        sa.Column("id", TEXT(length=36), nullable=False),
        sa.Column("source", TEXT(length=200), nullable=False),
        sa.Column("kind", TEXT(length=40), nullable=False),
        sa.Column("external_id", TEXT(length=200), nullable=False),
        sa.Column("field", TEXT(), nullable=False),
        sa.Column("reason", TEXT(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("outside", sa.Text(), nullable=False),
        sa.Column("here", sa.Text(), nullable=False),
        sa.Column("noted_at", instant(), nullable=False),
        sa.Column("settled", TEXT(), nullable=True),
        sa.Column("settled_at", instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_difference")),
    )
    op.create_index("ix_outside_difference_thing", "outside_difference", ["source", "kind", "external_id"])


def downgrade() -> None:
    for table in ("outside_difference", "outside_feed", "outside_record"):
        op.drop_table(table)
