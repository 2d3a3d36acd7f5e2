"""Releases in order: the number of what the rules meant replaces a hash of their source.

What was known of some systems is looked up by their kind and their ids at once.

Every register is evaluated once more after the upgrade, as after any release whose rules or cards say something else.

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("register_state", sa.Column("meaning", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("register_state") as batch:
        batch.alter_column("meaning", server_default=None)
        batch.drop_column("rules_fingerprint")
    op.create_index("ix_journal_entry_kind_of_system", "journal_entry", ["resource", "system_id", "revision"])


def downgrade() -> None:
    op.drop_index("ix_journal_entry_kind_of_system", table_name="journal_entry")
    with op.batch_alter_table("register_state") as batch:
        batch.add_column(sa.Column("rules_fingerprint", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch.drop_column("meaning")
