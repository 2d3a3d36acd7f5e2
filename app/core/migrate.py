"""Bringing a database to the schema that this code knows."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from app.core.database import normalise_url

ROOT = Path(__file__).resolve().parents[2]


def alembic_config(url: str) -> Config:
    """Alembic's configuration for the database at `url`."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    # A password in the URL may hold a percent sign, which the configuration file format reads as its own.
    config.set_main_option(
        "sqlalchemy.url", normalise_url(url).render_as_string(hide_password=False).replace("%", "%%")
    )
    return config


def upgrade(url: str) -> None:
    """Bring the database to the newest schema; creates an empty one's tables."""
    command.upgrade(alembic_config(url), "head")


def schema_state(engine: Engine, url: str) -> tuple[str | None, str | None]:
    """The revision that the database is at, and the one that this code knows as the newest."""
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current, ScriptDirectory.from_config(alembic_config(url)).get_current_head()
