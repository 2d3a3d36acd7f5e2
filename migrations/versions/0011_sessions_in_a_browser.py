"""Sessions of people in a browser, and codes that begin one.

Revision: 0011, after 0010.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    instant = sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "web_session",
        sa.Column("id", TEXT(length=36), nullable=False),
        sa.Column("secret_hash", TEXT(), nullable=False),
        sa.Column("access_id", TEXT(length=36), nullable=False),
        sa.Column("person_id", TEXT(length=36), nullable=True),
        sa.Column("token_hash", TEXT(), nullable=True),
        sa.Column("account", TEXT(), nullable=True),
        sa.Column("started_at", instant(), nullable=False),
        sa.Column("seen_at", instant(), nullable=False),
        sa.Column("previous_visit_at", instant(), nullable=True),
        sa.Column("ended_at", instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_session")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_web_session_secret_hash")),
    )
    op.create_index("ix_web_session_access_id", "web_session", ["access_id", "seen_at"])
    op.create_index(op.f("ix_web_session_person_id"), "web_session", ["person_id"])
    op.create_index(op.f("ix_web_session_seen_at"), "web_session", ["seen_at"])
    op.create_table(
        "sign_in_code",
        sa.Column("code_hash", TEXT(), nullable=False),
        sa.Column("token_hash", TEXT(), nullable=False),
        sa.Column("expires_at", instant(), nullable=False),
        sa.Column("used_at", instant(), nullable=True),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_sign_in_code")),
    )
    op.create_index(op.f("ix_sign_in_code_expires_at"), "sign_in_code", ["expires_at"])


def downgrade() -> None:
    for table in ("sign_in_code", "web_session"):
        op.drop_table(table)
