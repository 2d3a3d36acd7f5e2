"""Alembic's entry: one history for SQLite and PostgreSQL."""

import os

from alembic import context
from sqlalchemy import create_engine, pool

from app.core.config import DEFAULT_DATABASE_URL
from app.core.database import normalise_url
from app.models import metadata

url = normalise_url(
    context.config.get_main_option("sqlalchemy.url") or os.environ.get("DATABASE_URL", DEFAULT_DATABASE_URL)
)


def migrate() -> None:
    """Run the migrations in one transaction, so that a failing one leaves the schema as it was."""
    if url.get_backend_name() == "sqlite":
        # The application's own SQLite: the same one that will run the triggers.
        from pysqlite3 import dbapi2 as sqlite  # noqa: PLC0415 - only where it is needed

        engine = create_engine(url, module=sqlite, poolclass=pool.NullPool)
    else:
        engine = create_engine(
            url, poolclass=pool.NullPool, connect_args={"options": "-c lock_timeout=10s -c timezone=UTC"}
        )
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=True,
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


migrate()
