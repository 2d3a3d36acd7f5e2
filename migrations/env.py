"""Alembic's entry: one history for SQLite and PostgreSQL."""

import os

from alembic import context
from sqlalchemy import Connection, pool
from sqlalchemy.exc import OperationalError

from app.core.config import DEFAULT_DATABASE_URL
from app.core.engines import normalise_url, open_engine
from app.core.migrate import LOCK_TIMEOUT_SECONDS, table_is_held
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
    # Whoever comes after a statement that waits for a table waits as well, readers too: better to give up soon.
    postgres = {"connect_args": {"options": f"-c lock_timeout={LOCK_TIMEOUT_SECONDS}s -c timezone=UTC"}}
    engine = open_engine(url, poolclass=pool.NullPool, **({} if url.get_backend_name() == "sqlite" else postgres))
    try:
        with engine.connect() as connection:
            run(connection)
    except OperationalError as error:
        if (held := table_is_held(error)) is not None:
            raise held from error
        raise
    finally:
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


def write_down() -> None:
    """The SQL for PostgreSQL, for those who look through it before it runs: `alembic upgrade FROM:TO --sql`."""
    context.configure(
        url=url,
        target_metadata=metadata,
        output_buffer=context.config.output_buffer,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    write_down()
else:
    migrate()
