"""Responsibility in practice and over time: what is offered, disputed, attested, who is away; and the past by system.

What was known earlier can be filtered as what is known now: versions of cards get the columns and rows that say which
rules were broken and who held what, and entries of the journal say which system they are about.

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# How each database says it; `body` and `content` are JSON text.
SQLITE = {
    "system": "json_extract(coalesce(after, before), '$.systemId')",
    "rules": """
        SELECT ' ' || group_concat(json_extract(finding.value, '$.rule'), ' ') || ' '
        FROM json_each(card_version.body, '$.findings') AS finding
        WHERE json_extract(finding.value, '$.waived') = {waived}
    """,
    "false": "0",
    "true": "1",
    "owners": """
        SELECT system_id, revision, 'owner', 'formal', json_extract(body, '$.owner.positionId'),
               json_extract(body, '$.owner.personId')
        FROM card_version WHERE json_extract(body, '$.owner.positionId') IS NOT NULL
    """,
    "holders": """
        SELECT DISTINCT card_version.system_id, card_version.revision, json_extract(duty.value, '$.duty'), '{basis}',
               json_extract(holder.value, '$.positionId'), json_extract(holder.value, '$.personId')
        FROM card_version, json_each(card_version.body, '$.duties') AS duty,
             json_each(duty.value, '$.{basis}') AS holder
    """,
}
POSTGRESQL = {
    "system": "(coalesce(after, before)::json ->> 'systemId')",
    "rules": """
        SELECT ' ' || string_agg(finding ->> 'rule', ' ') || ' '
        FROM json_array_elements(card_version.body::json -> 'findings') AS finding
        WHERE (finding ->> 'waived')::boolean = {waived}
    """,
    "false": "false",
    "true": "true",
    "owners": """
        SELECT system_id, revision, 'owner', 'formal', body::json -> 'owner' ->> 'positionId',
               body::json -> 'owner' ->> 'personId'
        FROM card_version WHERE body::json -> 'owner' ->> 'positionId' IS NOT NULL
    """,
    "holders": """
        SELECT DISTINCT card_version.system_id, card_version.revision, duty ->> 'duty', '{basis}',
               holder ->> 'positionId', holder ->> 'personId'
        FROM card_version, json_array_elements(card_version.body::json -> 'duties') AS duty,
             json_array_elements(duty -> '{basis}') AS holder
    """,
}
# The journal takes no UPDATE. For the column that is new it has to, once.
JOURNAL_GUARD = """
    CREATE TRIGGER journal_append_only_update BEFORE UPDATE ON journal_entry
    BEGIN SELECT RAISE(ABORT, 'journal_append_only'); END
"""


def _fill_in(dialect: str) -> None:
    """The new columns and rows of what is there already."""
    says = SQLITE if dialect == "sqlite" else POSTGRESQL
    entries = f"""
        UPDATE journal_entry SET system_id = CASE WHEN resource = 'system' THEN resource_id ELSE {says["system"]} END
    """
    if dialect == "sqlite":
        op.execute("DROP TRIGGER journal_append_only_update")
        op.execute(entries)
        op.execute(JOURNAL_GUARD)
    else:
        op.execute("ALTER TABLE journal_entry DISABLE TRIGGER journal_append_only")
        op.execute(entries)
        op.execute("ALTER TABLE journal_entry ENABLE TRIGGER journal_append_only")
    for column, waived in (("flagged_rules", says["false"]), ("waived_rules", says["true"])):
        op.execute(f"UPDATE card_version SET {column} = coalesce(({says['rules'].format(waived=waived)}), '')")
        op.execute(
            f"UPDATE card SET {column} = (SELECT {column} FROM card_version WHERE card_version.system_id = "
            "card.system_id AND card_version.revision = card.revision)"
        )
    holding = "INSERT INTO card_holding (system_id, revision, duty, basis, position_id, person_id)"
    op.execute(f"{holding} {says['owners']}")
    for basis in ("formal", "practice"):
        op.execute(f"{holding} {says['holders'].format(basis=basis)}")


def upgrade() -> None:
    op.create_table(
        "card_holding",
        sa.Column("system_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("duty", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("basis", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("position_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.PrimaryKeyConstraint("system_id", "revision", "duty", "basis", "position_id", name=op.f("pk_card_holding")),
    )
    op.create_table(
        "absence",
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_absence_period")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_person_id"), ["person_id"], unique=False)

    op.create_table(
        "attestation_campaign",
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("unit_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("criticality", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("ownerless", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "criticality IN ('societyCritical', 'businessCritical', 'notCritical', 'unknown')",
            name=op.f("ck_attestation_campaign_criticality"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_attestation_campaign_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestation_campaign")),
    )
    with op.batch_alter_table("attestation_campaign", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attestation_campaign_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "attestation",
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("system_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("position_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("confirms_ownership", sa.Boolean(), nullable=False),
        sa.Column("insight", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("time", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("money", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("attested_on", sa.Date(), nullable=False),
        sa.Column("seal", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.CheckConstraint("insight IN ('yes', 'no', 'unknown')", name=op.f("ck_attestation_insight")),
        sa.CheckConstraint("money IN ('yes', 'no', 'unknown')", name=op.f("ck_attestation_money")),
        sa.CheckConstraint("time IN ('yes', 'no', 'unknown')", name=op.f("ck_attestation_time")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attestation_person_id")),
        sa.ForeignKeyConstraint(["position_id"], ["position.id"], name=op.f("fk_attestation_position_id")),
        sa.ForeignKeyConstraint(
            ["system_id"], ["system.id"], name=op.f("fk_attestation_system_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestation")),
    )
    with op.batch_alter_table("attestation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attestation_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attestation_position_id"), ["position_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attestation_system_id"), ["system_id"], unique=False)

    op.create_table(
        "dispute",
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("system_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("duty", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("position_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("names_position_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("resolved_on", sa.Date(), nullable=True),
        sa.Column("resolved_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("resolution", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("resolved_position_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.CheckConstraint("duty IN ('owner', 'monitor', 'fix', 'develop', 'retire')", name=op.f("ck_dispute_duty")),
        sa.ForeignKeyConstraint(["names_position_id"], ["position.id"], name=op.f("fk_dispute_names_position_id")),
        sa.ForeignKeyConstraint(["position_id"], ["position.id"], name=op.f("fk_dispute_position_id")),
        sa.ForeignKeyConstraint(
            ["resolved_position_id"], ["position.id"], name=op.f("fk_dispute_resolved_position_id")
        ),
        sa.ForeignKeyConstraint(["system_id"], ["system.id"], name=op.f("fk_dispute_system_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
    )
    with op.batch_alter_table("dispute", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dispute_names_position_id"), ["names_position_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispute_position_id"), ["position_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispute_resolved_position_id"), ["resolved_position_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dispute_system_id"), ["system_id"], unique=False)
        batch_op.create_index(
            "uq_dispute_open",
            ["system_id", "duty"],
            unique=True,
            sqlite_where=sa.text("resolved_on IS NULL"),
            postgresql_where=sa.text("resolved_on IS NULL"),
        )

    op.create_table(
        "handover",
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("system_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("duty", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("from_position_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("to_position_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("outcome", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("decision_note", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.CheckConstraint("duty IN ('owner', 'monitor', 'fix', 'develop', 'retire')", name=op.f("ck_handover_duty")),
        sa.CheckConstraint("outcome IN ('accepted', 'declined', 'withdrawn')", name=op.f("ck_handover_outcome")),
        sa.ForeignKeyConstraint(["from_position_id"], ["position.id"], name=op.f("fk_handover_from_position_id")),
        sa.ForeignKeyConstraint(["system_id"], ["system.id"], name=op.f("fk_handover_system_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["to_position_id"], ["position.id"], name=op.f("fk_handover_to_position_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handover_from_position_id"), ["from_position_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_system_id"), ["system_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handover_to_position_id"), ["to_position_id"], unique=False)

    op.create_table(
        "attestation_request",
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("system_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("position_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("campaign_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("cause_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("answer_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.ForeignKeyConstraint(["answer_id"], ["attestation.id"], name=op.f("fk_attestation_request_answer_id")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["attestation_campaign.id"], name=op.f("fk_attestation_request_campaign_id")
        ),
        sa.ForeignKeyConstraint(["cause_id"], ["attestation.id"], name=op.f("fk_attestation_request_cause_id")),
        sa.ForeignKeyConstraint(["position_id"], ["position.id"], name=op.f("fk_attestation_request_position_id")),
        sa.ForeignKeyConstraint(
            ["system_id"], ["system.id"], name=op.f("fk_attestation_request_system_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestation_request")),
    )
    with op.batch_alter_table("attestation_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attestation_request_answer_id"), ["answer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attestation_request_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attestation_request_cause_id"), ["cause_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attestation_request_position_id"), ["position_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attestation_request_system_id"), ["system_id"], unique=False)

    with op.batch_alter_table("access_token", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True))
        batch_op.create_index(batch_op.f("ix_access_token_person_id"), ["person_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_access_token_person_id"), "person", ["person_id"], ["id"])

    with op.batch_alter_table("card", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("flagged_rules", sqlmodel.sql.sqltypes.AutoString(), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("waived_rules", sqlmodel.sql.sqltypes.AutoString(), server_default="", nullable=False)
        )

    with op.batch_alter_table("card_version", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("flagged_rules", sqlmodel.sql.sqltypes.AutoString(), server_default="", nullable=False)
        )
        batch_op.add_column(
            sa.Column("waived_rules", sqlmodel.sql.sqltypes.AutoString(), server_default="", nullable=False)
        )
        batch_op.create_index(
            "ix_card_version_name_sort", ["name_sort", "system_id", "known_from", "known_until"], unique=False
        )

    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("system_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True))
        batch_op.drop_index(batch_op.f("ix_journal_entry_resource"))
        batch_op.create_index("ix_journal_entry_resource", ["resource", "resource_id", "revision"], unique=False)
        batch_op.create_index("ix_journal_entry_at", ["at"], unique=False)
        batch_op.create_index("ix_journal_entry_kind", ["resource", "revision"], unique=False)
        batch_op.create_index("ix_journal_entry_system_id", ["system_id", "revision"], unique=False)

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("erased_on", sa.Date(), nullable=True))

    with op.batch_alter_table("register_state", schema=None) as batch_op:
        batch_op.add_column(sa.Column("written_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("erasures", sa.Integer(), server_default="0", nullable=False))

    _fill_in(op.get_bind().dialect.name)


def downgrade() -> None:
    with op.batch_alter_table("register_state", schema=None) as batch_op:
        batch_op.drop_column("erasures")
        batch_op.drop_column("written_at")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("erased_on")

    # Not by Alembic's batch, which would make the table anew on SQLite and lose the guards.
    for name in ("system_id", "kind", "at", "resource"):
        op.drop_index(f"ix_journal_entry_{name}", table_name="journal_entry")
    op.create_index("ix_journal_entry_resource", "journal_entry", ["resource", "resource_id"])
    op.drop_column("journal_entry", "system_id")

    with op.batch_alter_table("card_version", schema=None) as batch_op:
        batch_op.drop_index("ix_card_version_name_sort")
        batch_op.drop_column("waived_rules")
        batch_op.drop_column("flagged_rules")

    with op.batch_alter_table("card", schema=None) as batch_op:
        batch_op.drop_column("waived_rules")
        batch_op.drop_column("flagged_rules")

    with op.batch_alter_table("access_token", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_access_token_person_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_access_token_person_id"))
        batch_op.drop_column("person_id")

    with op.batch_alter_table("attestation_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attestation_request_system_id"))
        batch_op.drop_index(batch_op.f("ix_attestation_request_position_id"))
        batch_op.drop_index(batch_op.f("ix_attestation_request_cause_id"))
        batch_op.drop_index(batch_op.f("ix_attestation_request_campaign_id"))
        batch_op.drop_index(batch_op.f("ix_attestation_request_answer_id"))

    op.drop_table("attestation_request")
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handover_to_position_id"))
        batch_op.drop_index(batch_op.f("ix_handover_system_id"))
        batch_op.drop_index(batch_op.f("ix_handover_from_position_id"))

    op.drop_table("handover")
    with op.batch_alter_table("dispute", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_dispute_open",
            sqlite_where=sa.text("resolved_on IS NULL"),
            postgresql_where=sa.text("resolved_on IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_dispute_system_id"))
        batch_op.drop_index(batch_op.f("ix_dispute_resolved_position_id"))
        batch_op.drop_index(batch_op.f("ix_dispute_position_id"))
        batch_op.drop_index(batch_op.f("ix_dispute_names_position_id"))

    op.drop_table("dispute")
    with op.batch_alter_table("attestation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attestation_system_id"))
        batch_op.drop_index(batch_op.f("ix_attestation_position_id"))
        batch_op.drop_index(batch_op.f("ix_attestation_person_id"))

    op.drop_table("attestation")
    with op.batch_alter_table("attestation_campaign", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attestation_campaign_unit_id"))

    op.drop_table("attestation_campaign")
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absence_person_id"))

    op.drop_table("absence")
    op.drop_table("card_holding")
