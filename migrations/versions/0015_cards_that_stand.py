"""The version of a card that stands is looked up, however many came before.

Revision: 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import context, op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NAME, TABLE, COLUMNS, STANDING = (
    "ix_card_version_standing",
    "card_version",
    ["system_id"],
    sa.text("known_until IS NULL"),
)


def upgrade() -> None:
    in_transaction_of_another = context.config.attributes.get("connection") is not None
    if op.get_context().dialect.name != "postgresql" or in_transaction_of_another:
        op.create_index(NAME, TABLE, COLUMNS, sqlite_where=STANDING, postgresql_where=STANDING)
        return
    # Whoever writes goes on meanwhile. What an attempt that was cut off has left is no index.
    with op.get_context().autocommit_block():
        op.drop_index(NAME, TABLE, if_exists=True, postgresql_concurrently=True)
        op.create_index(NAME, TABLE, COLUMNS, postgresql_where=STANDING, postgresql_concurrently=True)


def downgrade() -> None:
    op.drop_index(NAME, TABLE)
