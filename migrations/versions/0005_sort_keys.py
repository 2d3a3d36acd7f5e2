"""Names in the order of the Danish alphabet, and as searches read them: stored, not worked out for each list.

Revision: 0005, after 0004.
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from app.core.folding import search_text, sort_key

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

#: Table → the column that holds its rows' name, and whether lists search in it.
NAMES = {
    "unit": ("name", True),
    "person": ("name", True),
    "position": ("title", True),
    "contract": ("name", True),
    "access_token": ("name", False),
}
#: Rows filled at once.
CHUNK = 500


def upgrade() -> None:
    # Not by Alembic's batch, which would make the tables anew on SQLite and lose the guards.
    kind = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    for table, (name, searched) in NAMES.items():
        added: dict[str, Callable[[str], str]] = {f"{name}_sort": sort_key}
        op.add_column(table, sa.Column(f"{name}_sort", kind, nullable=False, server_default=""))
        if searched:
            added[f"{name}_search"] = search_text
            op.add_column(table, sa.Column(f"{name}_search", sa.Text(), nullable=False, server_default=""))
        _fill(table, name, added)
        op.create_index(f"ix_{table}_{name}_sort", table, [f"{name}_sort", "id"])


def downgrade() -> None:
    for table, (name, searched) in NAMES.items():
        op.drop_index(f"ix_{table}_{name}_sort", table_name=table)
        op.drop_column(table, f"{name}_sort")
        if searched:
            op.drop_column(table, f"{name}_search")


def _fill(table_name: str, name: str, added: dict[str, Callable[[str], str]]) -> None:
    connection = op.get_bind()
    columns: list[sa.ColumnClause[str]] = [sa.column("id"), sa.column(name), *(sa.column(column) for column in added)]
    table = sa.table(table_name, *columns)
    values: dict[str, sa.BindParameter[str]] = {column: sa.bindparam(f"new_{column}") for column in added}
    statement = sa.update(table).where(table.c.id == sa.bindparam("row")).values(values)
    rows = connection.execute(sa.select(table.c.id, table.c[name])).all()
    for start in range(0, len(rows), CHUNK):
        filled = [
            {"row": row_id, **{f"new_{column}": make(text) for column, make in added.items()}}
            for row_id, text in rows[start : start + CHUNK]
        ]
        connection.execute(statement, filled)
