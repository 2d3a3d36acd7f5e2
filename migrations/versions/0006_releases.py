"""Releases in order: the number of what the rules meant replaces a hash of their source.

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


def downgrade() -> None:
    with op.batch_alter_table("register_state") as batch:
        batch.add_column(sa.Column("rules_fingerprint", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
        batch.drop_column("meaning")
