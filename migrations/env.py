"""Alembic's entry: one history for SQLite and PostgreSQL."""

import os

from alembic import context
from sqlalchemy import Connection, pool

from app.core.config import DEFAULT_DATABASE_URL
from app.core.engines import normalise_url, open_engine
from app.models import metadata

url = normalise_url(
    context.config.get_main_option("sqlalchemy.url") or os.environ.get("DATABASE_URL", DEFAULT_DATABASE_URL)
)


def migrate() -> None:
    """Run the migrations in one transaction, so that a failing one leaves the schema as it was.

    Whoever restores a backup hands its connection over: then all of it is a part of that transaction.
    """
    given = context.config.attributes.get("connection")
    if given is not None:
        run(given)
        return
    postgres = {"connect_args": {"options": "-c lock_timeout=10s -c timezone=UTC"}}
    engine = open_engine(url, poolclass=pool.NullPool, **({} if url.get_backend_name() == "sqlite" else postgres))
    with engine.connect() as connection:
        run(connection)
    engine.dispose()


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


migrate()
