"""What a login provider called people who have left, as digests.

Revision: 0014, after 0013.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    op.create_table(
        "former_login",
        sa.Column("id", TEXT(length=36), nullable=False),
        sa.Column("person_id", TEXT(length=36), nullable=True),
        sa.Column("salt", TEXT(), nullable=False),
        sa.Column("digest", TEXT(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_login")),
    )
    op.create_index(op.f("ix_former_login_person_id"), "former_login", ["person_id"])
    op.create_index(op.f("ix_former_login_digest"), "former_login", ["digest"])


def downgrade() -> None:
    op.drop_table("former_login")
