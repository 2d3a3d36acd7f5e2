"""What the rules look at besides: kinds of contracts, support hours, who is on call; money by its purpose on cards.

An attestation says what it was given for, in place of a digest that any edit broke. One that still held keeps
holding, for what the card says today; of the others nothing is known but who answered.

Revision: 0007, after 0006.
"""

import json
from typing import Any

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
KINDS = "'licence', 'operation', 'maintenance', 'development', 'other', 'unknown'"
HOURS = "'workingHours', 'extended', 'aroundTheClock', 'unknown'"
CRITICALITIES = "'societyCritical', 'businessCritical', 'notCritical', 'unknown'"
SETTLEMENTS = "'kept', 'order', 'handover'"
ROLES = "'reader', 'onCall', 'registrar', 'owner', 'coordinator', 'steward', 'admin'"
EARLIER_ROLES = "'reader', 'registrar', 'owner', 'coordinator', 'steward', 'admin'"
PURPOSES = ("development", "decommission")
OWNERS = ("owner_position_id", "owner_person_id")


def upgrade() -> None:
    _add("unit", "on_call_name", TEXT())
    _add("unit", "on_call_phone", TEXT())
    _add("contract", "kind", TEXT(), default="unknown", values=KINDS)
    _add("contract", "discontinued", sa.Boolean(), default=sa.false())
    _add("contract", "hotline", TEXT())
    _add("contract", "hotline_hours", TEXT())
    _add("system", "support_hours", TEXT(), default="unknown", values=HOURS)
    for table in ("card", "card_version"):
        # Cards of an earlier release say nothing of these; they are made anew with the first evaluation.
        _add(table, "names_text", sa.Text(), default="")
        for purpose in PURPOSES:
            _add(table, f"{purpose}_state", TEXT(), default="unknown")
            _add(table, f"{purpose}_estimated_dkk", sa.BigInteger())
            _add(table, f"{purpose}_allocated_dkk", sa.BigInteger())
        # Where the schema was lowered and raised again, cards may have the newest shape already.
        op.execute(f"UPDATE {table} SET shape = 3 WHERE body LIKE '%\"supportHours\":%'")
    _replace_confirmed_on(nullable=True)
    _replace_roles(ROLES)
    for column, table in zip(OWNERS, ("position", "person"), strict=True):
        # Alembic would add the constraint by itself, which SQLite cannot.
        reference = f"CONSTRAINT fk_attestation_{column} REFERENCES {table} (id)"
        op.execute(f"ALTER TABLE attestation ADD COLUMN {column} VARCHAR(36) {reference}")
    _add("attestation", "attested_criticality", TEXT(), values=CRITICALITIES)
    _add("attestation", "attested_sums", sa.JSON(), default="{}")
    _fill(op.get_bind())
    _add("dispute", "resolved_as", TEXT(), values=SETTLEMENTS)
    # A handover goes with its system, and so does the dispute.
    reference = "CONSTRAINT fk_dispute_handover_id REFERENCES handover (id)"
    op.execute(f"ALTER TABLE dispute ADD COLUMN handover_id VARCHAR(36) {reference}")
    op.create_index("ix_dispute_handover_id", "dispute", ["handover_id"])
    op.drop_column("attestation", "seal")
    for column in OWNERS:
        op.create_index(f"ix_attestation_{column}", "attestation", [column])


Default = str | sa.sql.elements.ColumnElement[bool] | None


def _add(
    table: str, name: str, kind: sa.types.TypeEngine[Any], *, default: Default = None, values: str | None = None
) -> None:
    """A column, without making the table anew: on SQLite that would take its triggers along.

    `values`: which it may have. `default`: of the rows that there are; the column is never empty then.
    """
    constraints: list[Any] = []
    if values is not None:
        constraints.append(sa.CheckConstraint(f"{name} IN ({values})", name=op.f(f"ck_{table}_{name}")))
    op.add_column(table, sa.Column(name, kind, *constraints, nullable=default is None, server_default=default))


def _replace_confirmed_on(*, nullable: bool) -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("system", "confirmed_on", existing_type=sa.Date(), nullable=nullable)
        return
    default = None if nullable else "2000-01-01"
    op.add_column("system", sa.Column("confirmed", sa.Date(), nullable=nullable, server_default=default))
    op.execute("UPDATE system SET confirmed = confirmed_on")
    op.drop_column("system", "confirmed_on")
    op.execute("ALTER TABLE system RENAME COLUMN confirmed TO confirmed_on")


def _replace_roles(values: str) -> None:
    with op.batch_alter_table("access_token") as batch:
        batch.drop_constraint(op.f("ck_access_token_role"), type_="check")
        batch.create_check_constraint(op.f("ck_access_token_role"), f"role IN ({values})")


def _fill(connection: sa.Connection) -> None:
    attestation = sa.table(
        "attestation",
        *map(sa.column, ("id", "system_id", "position_id", "person_id", "owner_position_id", "owner_person_id")),
        *map(sa.column, ("attested_criticality", "created_at")),
        sa.column("attested_sums", sa.JSON()),
    )
    sums = _sums(connection)
    card = sa.table("card", sa.column("system_id"), sa.column("body"))
    cards = {row.system_id: json.loads(row.body) for row in connection.execute(sa.select(card))}
    newest = {
        row.system_id: row.id
        for row in connection.execute(sa.select(attestation).order_by(attestation.c.created_at, attestation.c.id))
    }
    for row in connection.execute(sa.select(attestation)).all():
        body = cards.get(row.system_id) or {}
        holds = newest[row.system_id] == row.id and (body.get("attestation") or {}).get("valid") and body.get("owner")
        said: dict[str, Any] = {
            "owner_position_id": body["owner"]["positionId"] if holds else row.position_id,
            "owner_person_id": body["owner"]["personId"] if holds else row.person_id,
            "attested_criticality": body["criticality"] if holds else None,
            "attested_sums": sums.get(row.system_id, {}) if holds else {},
        }
        connection.execute(attestation.update().where(attestation.c.id == row.id).values(said))


def _sums(connection: sa.Connection) -> dict[str, dict[str, dict[str, int | None]]]:
    """The known sums of the operation: system → fiscal year → what was estimated and allocated."""
    columns = ("system_id", "fiscal_year", "kind", "estimated_dkk", "allocated_dkk")
    line = sa.table("budget_line", *map(sa.column, columns))
    found: dict[str, dict[str, dict[str, int | None]]] = {}
    for row in connection.execute(sa.select(line).where(line.c.kind.not_in(PURPOSES))):
        of_year = found.setdefault(row.system_id, {}).setdefault(
            str(row.fiscal_year), {"estimatedDkk": None, "allocatedDkk": None}
        )
        for key, amount in (("estimatedDkk", row.estimated_dkk), ("allocatedDkk", row.allocated_dkk)):
            if amount is not None:
                of_year[key] = (of_year[key] or 0) + amount
    return found


def downgrade() -> None:
    """An attestation holds for nothing then: the release before asks for it again."""
    op.add_column("attestation", sa.Column("seal", TEXT(), nullable=False, server_default=""))
    for column in OWNERS:
        op.drop_index(f"ix_attestation_{column}", "attestation")
    with op.batch_alter_table("attestation") as batch:
        batch.drop_constraint(op.f("ck_attestation_attested_criticality"), type_="check")
        for column in ("attested_sums", "attested_criticality", *OWNERS):
            batch.drop_column(column)
    op.drop_index("ix_dispute_handover_id", "dispute")
    with op.batch_alter_table("dispute") as batch:
        batch.drop_constraint(op.f("ck_dispute_resolved_as"), type_="check")
        batch.drop_column("resolved_as")
        batch.drop_column("handover_id")
    op.execute("UPDATE access_token SET role = 'reader', revoked_at = created_at WHERE role = 'onCall'")
    _replace_roles(EARLIER_ROLES)
    op.execute("UPDATE system SET confirmed_on = date(created_at) WHERE confirmed_on IS NULL")
    _replace_confirmed_on(nullable=False)
    for table in ("card_version", "card"):
        op.drop_column(table, "names_text")
        for purpose in PURPOSES:
            for name in ("allocated_dkk", "estimated_dkk", "state"):
                op.drop_column(table, f"{purpose}_{name}")
    for table, column in (("system", "support_hours"), ("contract", "kind")):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_{column}"), type_="check")
            batch.drop_column(column)
    for column in ("hotline_hours", "hotline", "discontinued"):
        op.drop_column("contract", column)
    for column in ("on_call_phone", "on_call_name"):
        op.drop_column("unit", column)
