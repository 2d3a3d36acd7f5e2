"""What imports leave behind, work that is done beside the requests, and what other registers said last.

Revision: 0012, after 0011.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    instant = sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "import_problem",
        sa.Column("report_id", TEXT(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("group_number", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("cell", TEXT(), nullable=True),
        sa.Column("column", TEXT(), nullable=True),
        sa.Column("value", TEXT(), nullable=True),
        sa.Column("code", TEXT(), nullable=False),
        sa.Column("detail", TEXT(), nullable=False),
        sa.Column("severity", TEXT(), nullable=False),
        sa.PrimaryKeyConstraint("report_id", "number", name=op.f("pk_import_problem")),
    )
    op.create_index("ix_import_problem_group", "import_problem", ["report_id", "group_number", "nth"])
    op.create_table(
        "import_file",
        sa.Column("report_id", TEXT(length=36), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_import_file")),
    )
    op.create_index(op.f("ix_import_file_created_at"), "import_file", ["created_at"])
    op.create_table(
        "import_mapping",
        sa.Column("source", TEXT(), nullable=False),
        sa.Column("kind", TEXT(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("changed_at", instant(), nullable=False),
        sa.Column("actor", TEXT(), nullable=False),
        sa.PrimaryKeyConstraint("source", "kind", name=op.f("pk_import_mapping")),
    )
    op.create_table(
        "import_account",
        sa.Column("source", TEXT(), nullable=False),
        sa.Column("account", TEXT(), nullable=False),
        sa.Column("system_id", TEXT(length=36), nullable=False),
        sa.Column("share_percent", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["system_id"], ["system.id"], name=op.f("fk_import_account_system_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("source", "account", "system_id", name=op.f("pk_import_account")),
    )
    op.create_index(op.f("ix_import_account_system_id"), "import_account", ["system_id"])
    op.create_table(
        "job",
        sa.Column("id", TEXT(length=36), nullable=False),
        sa.Column("kind", TEXT(), nullable=False),
        sa.Column("state", TEXT(), nullable=False),
        sa.Column("progress", sa.Float(), nullable=False),
        sa.Column("stop_asked", sa.Boolean(), nullable=False),
        sa.Column("created_at", instant(), nullable=False),
        sa.Column("seen_at", instant(), nullable=False),
        sa.Column("ended_at", instant(), nullable=True),
        sa.Column("actor", TEXT(), nullable=False),
        sa.Column("token_id", TEXT(length=36), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index(op.f("ix_job_created_at"), "job", ["created_at"])

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
    for table in (
        "outside_difference",
        "outside_feed",
        "outside_record",
        "job",
        "import_account",
        "import_mapping",
        "import_file",
        "import_problem",
    ):
        op.drop_table(table)
