"""What a constraint cannot say on both databases: no overlapping owners or holders, no cycle in the tree.

PostgreSQL says the first two by exclusion constraints, SQLite by triggers. The journal is append-only: neither
UPDATE nor DELETE nor TRUNCATE is let through.

Revision: 0002, after 0001.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# (table, column that must not have two at once, the rows that it concerns, constraint name)
NO_OVERLAP = (
    ("responsibility", "system_id", "duty = 'owner' AND basis = 'formal'", "one_formal_owner"),
    ("tenure", "position_id", "role = 'holder'", "one_holder"),
)
# (table, column that points upwards, trigger name)
NO_CYCLE = (("unit", "parent_id", "unit_no_cycle"), ("position", "reports_to_id", "position_no_cycle"))


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()


def _sqlite() -> None:
    for table, column, concerned, name in NO_OVERLAP:
        new = concerned.replace("duty", "NEW.duty").replace("basis", "NEW.basis").replace("role", "NEW.role")
        for event in ("INSERT", "UPDATE"):
            op.execute(
                f"""
                CREATE TRIGGER {name}_{event.lower()} BEFORE {event} ON {table} WHEN {new}
                BEGIN
                    SELECT RAISE(ABORT, '{name}') WHERE EXISTS (
                        SELECT 1 FROM {table} WHERE {column} = NEW.{column} AND {concerned} AND id <> NEW.id
                        AND valid_from <= coalesce(NEW.valid_until, '9999-12-31')
                        AND coalesce(valid_until, '9999-12-31') >= NEW.valid_from
                    );
                END
                """
            )
    for table, column, name in NO_CYCLE:
        for event in ("INSERT", "UPDATE"):
            op.execute(
                f"""
                CREATE TRIGGER {name}_{event.lower()} AFTER {event} ON {table} WHEN NEW.{column} IS NOT NULL
                BEGIN
                    SELECT RAISE(ABORT, '{name}') WHERE EXISTS (
                        WITH RECURSIVE above(id) AS (
                            SELECT NEW.{column}
                            UNION SELECT t.{column} FROM {table} t JOIN above ON t.id = above.id
                            WHERE t.{column} IS NOT NULL
                        ) SELECT 1 FROM above WHERE id = NEW.id
                    );
                END
                """
            )
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"""
            CREATE TRIGGER journal_append_only_{event.lower()} BEFORE {event} ON journal_entry
            BEGIN SELECT RAISE(ABORT, 'journal_append_only'); END
            """
        )


def _postgresql() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    for table, column, concerned, name in NO_OVERLAP:
        op.execute(
            f"""
            ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist (
                {column} WITH =, daterange(valid_from, valid_until, '[]') WITH &&
            ) WHERE ({concerned})
            """
        )
    for table, column, name in NO_CYCLE:
        op.execute(
            f"""
            CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (
                    WITH RECURSIVE above(id) AS (
                        SELECT NEW.{column}
                        UNION SELECT t.{column} FROM {table} t JOIN above ON t.id = above.id
                        WHERE t.{column} IS NOT NULL
                    ) SELECT 1 FROM above WHERE id = NEW.id
                ) THEN
                    RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
                END IF;
                RETURN NEW;
            END $$
            """
        )
        op.execute(
            f"CREATE TRIGGER {name} AFTER INSERT OR UPDATE ON {table} FOR EACH ROW "
            f"WHEN (NEW.{column} IS NOT NULL) EXECUTE FUNCTION {name}()"
        )
    op.execute(
        """
        CREATE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'journal_append_only' USING ERRCODE = 'check_violation'; END $$
        """
    )
    op.execute(
        "CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON journal_entry "
        "FOR EACH ROW EXECUTE FUNCTION journal_append_only()"
    )
    op.execute(
        "CREATE TRIGGER journal_append_only_truncate BEFORE TRUNCATE ON journal_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_append_only()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        guards = [name for *_, name in (*NO_OVERLAP, *NO_CYCLE)]
        for trigger in [f"{name}_{event}" for name in guards for event in ("insert", "update")] + [
            "journal_append_only_update",
            "journal_append_only_delete",
        ]:
            op.execute(f"DROP TRIGGER {trigger}")
        return
    for table, _, _, name in NO_OVERLAP:
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    op.execute("DROP TRIGGER journal_append_only_truncate ON journal_entry")
    for table, _, name in (*NO_CYCLE, ("journal_entry", "", "journal_append_only")):
        op.execute(f"DROP TRIGGER {name} ON {table}")
        op.execute(f"DROP FUNCTION {name}()")
