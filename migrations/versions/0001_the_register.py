"""The tables of the register.

Revision: 0001, the first.
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "card_version",
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name_sort", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("criticality", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("criticality_rank", sa.Integer(), nullable=False),
        sa.Column("lifecycle", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("personal_data_mask", sa.Integer(), nullable=False),
        sa.Column("unit_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("supplier", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("supplier_folded", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("kle_text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("external_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("owner_position_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("owner_person_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("owner_unit_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("owner_level", sa.Integer(), nullable=True),
        sa.Column("ownership_state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("funding_state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("estimated_dkk", sa.BigInteger(), nullable=True),
        sa.Column("allocated_dkk", sa.BigInteger(), nullable=True),
        sa.Column("finding_count", sa.Integer(), nullable=False),
        sa.Column("severity_rank", sa.Integer(), nullable=False),
        sa.Column("waived_count", sa.Integer(), nullable=False),
        sa.Column("phased_out_on", sa.Date(), nullable=True),
        sa.Column("verdicts", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("system_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("known_from", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("known_until", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("system_id", "revision", name=op.f("pk_card_version")),
    )
    with op.batch_alter_table("card_version", schema=None) as batch_op:
        batch_op.create_index("ix_card_version_known", ["known_from", "known_until"], unique=False)

    op.create_table(
        "contract",
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("external_id", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("supplier", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("notice_months", sa.Integer(), nullable=True),
        sa.Column("reference", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.CheckConstraint("(source IS NULL) = (external_id IS NULL)", name=op.f("ck_contract_key_is_whole")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_contract_period")),
        sa.CheckConstraint("notice_months >= 0", name=op.f("ck_contract_notice_months")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_contract_source_external_id")),
    )
    op.create_table(
        "idempotent_answer",
        sa.Column("caller", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("fingerprint", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("caller", "key", name=op.f("pk_idempotent_answer")),
    )
    with op.batch_alter_table("idempotent_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idempotent_answer_created_at"), ["created_at"], unique=False)

    op.create_table(
        "import_report",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("actor", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_report")),
    )
    op.create_table(
        "journal_entry",
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("actor", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("action", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("resource", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("resource_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("before", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("after", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("personal_digest", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("previous_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("revision", name=op.f("pk_journal_entry")),
    )
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.create_index("ix_journal_entry_resource", ["resource", "resource_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("external_id", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("phone", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("leaves_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(source IS NULL) = (external_id IS NULL)", name=op.f("ck_person_key_is_whole")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_person_source_external_id")),
    )
    op.create_table(
        "policy_version",
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_version")),
        sa.UniqueConstraint("version", name=op.f("uq_policy_version_version")),
    )
    op.create_table(
        "register_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("head_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("organisation_revision", sa.Integer(), nullable=False),
        sa.Column("evaluated_on", sa.Date(), nullable=True),
        sa.Column("rules_fingerprint", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_register_state_single_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_state")),
    )
    op.create_table(
        "unit",
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("external_id", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("parent_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.CheckConstraint(
            "kind IN ('council', 'executive', 'department', 'centre', 'institution', 'team', 'other')",
            name=op.f("ck_unit_kind"),
        ),
        sa.CheckConstraint("(source IS NULL) = (external_id IS NULL)", name=op.f("ck_unit_key_is_whole")),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_unit_source_external_id")),
    )
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unit_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "access_token",
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("unit_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("secret_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "role IN ('reader', 'registrar', 'owner', 'coordinator', 'steward', 'admin')",
            name=op.f("ck_access_token_role"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_access_token_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_token")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_access_token_secret_hash")),
    )
    with op.batch_alter_table("access_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_token_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "journal_personal_value",
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("salt", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("personal_values", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision"], ["journal_entry.revision"], name=op.f("fk_journal_personal_value_revision")
        ),
        sa.PrimaryKeyConstraint("revision", name=op.f("pk_journal_personal_value")),
    )
    op.create_table(
        "position",
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("external_id", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("unit_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("management_level", sa.Integer(), nullable=False),
        sa.Column("reports_to_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("leads_unit", sa.Boolean(), nullable=False),
        sa.Column("budget_authority", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("budget_limit_dkk", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("budget_authority IN ('yes', 'no', 'unknown')", name=op.f("ck_position_budget_authority")),
        sa.CheckConstraint("(source IS NULL) = (external_id IS NULL)", name=op.f("ck_position_key_is_whole")),
        sa.CheckConstraint("budget_limit_dkk >= 0", name=op.f("ck_position_budget_limit_dkk")),
        sa.CheckConstraint("management_level BETWEEN 0 AND 5", name=op.f("ck_position_management_level")),
        sa.CheckConstraint("reports_to_id <> id", name=op.f("ck_position_reports_to_id")),
        sa.ForeignKeyConstraint(["reports_to_id"], ["position.id"], name=op.f("fk_position_reports_to_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_position_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_position_source_external_id")),
    )
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_reports_to_id"), ["reports_to_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_position_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "system",
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("external_id", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("alternative_names", sa.JSON(), nullable=False),
        sa.Column("description", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("criticality", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("criticality_reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("lifecycle", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("ever_in_use", sa.Boolean(), nullable=False),
        sa.Column("taken_into_use_on", sa.Date(), nullable=True),
        sa.Column("phased_out_on", sa.Date(), nullable=True),
        sa.Column("personal_data", sa.JSON(), nullable=False),
        sa.Column("acquisition", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("audience", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("kle", sa.JSON(), nullable=False),
        sa.Column("unit_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("supplier", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("operation_supplier", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("version", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("successor_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("documentation_url", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("emergency_plan_url", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("notes", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "acquisition IN ('bespoke', 'inHouse', 'commercial', 'openSource', 'unknown')",
            name=op.f("ck_system_acquisition"),
        ),
        sa.CheckConstraint("audience IN ('internal', 'external', 'unknown')", name=op.f("ck_system_audience")),
        sa.CheckConstraint(
            "criticality IN ('societyCritical', 'businessCritical', 'notCritical', 'unknown')",
            name=op.f("ck_system_criticality"),
        ),
        sa.CheckConstraint(
            "lifecycle IN ('planned', 'phasingIn', 'inOperation', 'phasingOut', 'retired')",
            name=op.f("ck_system_lifecycle"),
        ),
        sa.CheckConstraint("(source IS NULL) = (external_id IS NULL)", name=op.f("ck_system_key_is_whole")),
        sa.CheckConstraint("phased_out_on >= taken_into_use_on", name=op.f("ck_system_period")),
        sa.CheckConstraint("successor_id <> id", name=op.f("ck_system_successor_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["system.id"], name=op.f("fk_system_successor_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_system_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_system")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_system_source_external_id")),
    )
    with op.batch_alter_table("system", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_system_successor_id"), ["successor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_system_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "budget_line",
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("system_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("estimated_dkk", sa.BigInteger(), nullable=True),
        sa.Column("allocated_dkk", sa.BigInteger(), nullable=True),
        sa.Column("allocated_unknown_reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("holder_position_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("account", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("price_level_year", sa.Integer(), nullable=True),
        sa.Column("recurring", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('operation', 'licence', 'development', 'decommission', 'hours')",
            name=op.f("ck_budget_line_kind"),
        ),
        sa.CheckConstraint("allocated_dkk >= 0", name=op.f("ck_budget_line_allocated_dkk")),
        sa.CheckConstraint("estimated_dkk >= 0", name=op.f("ck_budget_line_estimated_dkk")),
        sa.CheckConstraint("fiscal_year BETWEEN 2000 AND 2100", name=op.f("ck_budget_line_fiscal_year")),
        sa.ForeignKeyConstraint(
            ["holder_position_id"], ["position.id"], name=op.f("fk_budget_line_holder_position_id")
        ),
        sa.ForeignKeyConstraint(
            ["system_id"], ["system.id"], name=op.f("fk_budget_line_system_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_line")),
    )
    with op.batch_alter_table("budget_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budget_line_holder_position_id"), ["holder_position_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_budget_line_system_id"), ["system_id"], unique=False)

    op.create_table(
        "card",
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name_sort", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False),
        sa.Column("criticality", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("criticality_rank", sa.Integer(), nullable=False),
        sa.Column("lifecycle", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("personal_data_mask", sa.Integer(), nullable=False),
        sa.Column("unit_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("supplier", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("supplier_folded", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("kle_text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("external_id", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("owner_position_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("owner_person_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("owner_unit_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=True),
        sa.Column("owner_level", sa.Integer(), nullable=True),
        sa.Column("ownership_state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("funding_state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("estimated_dkk", sa.BigInteger(), nullable=True),
        sa.Column("allocated_dkk", sa.BigInteger(), nullable=True),
        sa.Column("finding_count", sa.Integer(), nullable=False),
        sa.Column("severity_rank", sa.Integer(), nullable=False),
        sa.Column("waived_count", sa.Integer(), nullable=False),
        sa.Column("phased_out_on", sa.Date(), nullable=True),
        sa.Column("verdicts", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("system_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.ForeignKeyConstraint(["system_id"], ["system.id"], name=op.f("fk_card_system_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("system_id", name=op.f("pk_card")),
    )
    with op.batch_alter_table("card", schema=None) as batch_op:
        batch_op.create_index("ix_card_name_sort", ["name_sort", "system_id"], unique=False)
        batch_op.create_index("ix_card_owner_position_id", ["owner_position_id"], unique=False)
        batch_op.create_index("ix_card_severity_rank", ["severity_rank", "system_id"], unique=False)
        batch_op.create_index("ix_card_source", ["source", "external_id"], unique=False)
        batch_op.create_index("ix_card_unit_id", ["unit_id"], unique=False)
        batch_op.create_index("ix_card_updated_at", ["updated_at", "system_id"], unique=False)

    op.create_table(
        "contract_system",
        sa.Column("contract_id", sa.String(length=36), nullable=False),
        sa.Column("system_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_contract_system_contract_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["system_id"], ["system.id"], name=op.f("fk_contract_system_system_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contract_id", "system_id", name=op.f("pk_contract_system")),
    )
    with op.batch_alter_table("contract_system", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contract_system_system_id"), ["system_id"], unique=False)

    op.create_table(
        "finding",
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("system_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("rule", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("severity", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("severity_rank", sa.Integer(), nullable=False),
        sa.Column("message", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("field", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("opened_revision", sa.Integer(), nullable=False),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("closed_revision", sa.Integer(), nullable=True),
        sa.Column("waived", sa.Boolean(), nullable=False),
        sa.CheckConstraint("severity IN ('critical', 'high', 'medium', 'low')", name=op.f("ck_finding_severity")),
        sa.ForeignKeyConstraint(["system_id"], ["system.id"], name=op.f("fk_finding_system_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index("ix_finding_rule", ["rule", "closed_at"], unique=False)
        batch_op.create_index(
            "uq_finding_open",
            ["system_id", "rule"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "responsibility",
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("system_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("position_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("duty", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("basis", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint("basis IN ('formal', 'practice')", name=op.f("ck_responsibility_basis")),
        sa.CheckConstraint(
            "duty IN ('owner', 'monitor', 'fix', 'develop', 'retire')", name=op.f("ck_responsibility_duty")
        ),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_responsibility_period")),
        sa.ForeignKeyConstraint(["position_id"], ["position.id"], name=op.f("fk_responsibility_position_id")),
        sa.ForeignKeyConstraint(
            ["system_id"], ["system.id"], name=op.f("fk_responsibility_system_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responsibility")),
    )
    with op.batch_alter_table("responsibility", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_responsibility_position_id"), ["position_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_responsibility_system_id"), ["system_id"], unique=False)

    op.create_table(
        "system_using_unit",
        sa.Column("system_id", sa.String(length=36), nullable=False),
        sa.Column("unit_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["system_id"], ["system.id"], name=op.f("fk_system_using_unit_system_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_system_using_unit_unit_id")),
        sa.PrimaryKeyConstraint("system_id", "unit_id", name=op.f("pk_system_using_unit")),
    )
    with op.batch_alter_table("system_using_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_system_using_unit_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "tenure",
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("position_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("person_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint("role IN ('holder', 'deputy')", name=op.f("ck_tenure_role")),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_tenure_period")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_tenure_person_id")),
        sa.ForeignKeyConstraint(["position_id"], ["position.id"], name=op.f("fk_tenure_position_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenure")),
    )
    with op.batch_alter_table("tenure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tenure_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tenure_position_id"), ["position_id"], unique=False)

    op.create_table(
        "waiver",
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("updated_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("system_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.Column("rule", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("by_position_id", sqlmodel.sql.sqltypes.AutoString(length=36), nullable=False),
        sa.ForeignKeyConstraint(["by_position_id"], ["position.id"], name=op.f("fk_waiver_by_position_id")),
        sa.ForeignKeyConstraint(["system_id"], ["system.id"], name=op.f("fk_waiver_system_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
    )
    with op.batch_alter_table("waiver", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waiver_by_position_id"), ["by_position_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_waiver_system_id"), ["system_id"], unique=False)
    # The single row that every write locks; the chain of hashes starts from zeros.
    op.execute(
        f"INSERT INTO register_state (id, revision, head_hash, organisation_revision) VALUES (1, 0, '{'0' * 64}', 0)"
    )


def downgrade() -> None:
    with op.batch_alter_table("waiver", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_waiver_system_id"))
        batch_op.drop_index(batch_op.f("ix_waiver_by_position_id"))

    op.drop_table("waiver")
    with op.batch_alter_table("tenure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tenure_position_id"))
        batch_op.drop_index(batch_op.f("ix_tenure_person_id"))

    op.drop_table("tenure")
    with op.batch_alter_table("system_using_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_system_using_unit_unit_id"))

    op.drop_table("system_using_unit")
    with op.batch_alter_table("responsibility", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_responsibility_system_id"))
        batch_op.drop_index(batch_op.f("ix_responsibility_position_id"))

    op.drop_table("responsibility")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_finding_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index("ix_finding_rule")

    op.drop_table("finding")
    with op.batch_alter_table("contract_system", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contract_system_system_id"))

    op.drop_table("contract_system")
    with op.batch_alter_table("card", schema=None) as batch_op:
        batch_op.drop_index("ix_card_updated_at")
        batch_op.drop_index("ix_card_unit_id")
        batch_op.drop_index("ix_card_source")
        batch_op.drop_index("ix_card_severity_rank")
        batch_op.drop_index("ix_card_owner_position_id")
        batch_op.drop_index("ix_card_name_sort")

    op.drop_table("card")
    with op.batch_alter_table("budget_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_budget_line_system_id"))
        batch_op.drop_index(batch_op.f("ix_budget_line_holder_position_id"))

    op.drop_table("budget_line")
    with op.batch_alter_table("system", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_system_unit_id"))
        batch_op.drop_index(batch_op.f("ix_system_successor_id"))

    op.drop_table("system")
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_position_unit_id"))
        batch_op.drop_index(batch_op.f("ix_position_reports_to_id"))

    op.drop_table("position")
    op.drop_table("journal_personal_value")
    with op.batch_alter_table("access_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_token_unit_id"))

    op.drop_table("access_token")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unit_parent_id"))

    op.drop_table("unit")
    op.drop_table("register_state")
    op.drop_table("policy_version")
    op.drop_table("person")
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_journal_entry_resource")

    op.drop_table("journal_entry")
    op.drop_table("import_report")
    with op.batch_alter_table("idempotent_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_idempotent_answer_created_at"))

    op.drop_table("idempotent_answer")
    op.drop_table("contract")
    with op.batch_alter_table("card_version", schema=None) as batch_op:
        batch_op.drop_index("ix_card_version_known")

    op.drop_table("card_version")
