"""Which cards have changed since a revision is looked up, not searched for.

Revision: 0010, after 0009.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_card_revision", "card", ["revision"])


def downgrade() -> None:
    op.drop_index("ix_card_revision", "card")
