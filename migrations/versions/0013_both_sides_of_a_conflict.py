"""A problem of an import says what the register said, where file and register disagree.

Revision: 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("import_problem", sa.Column("register_value", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("import_problem", "register_value")
