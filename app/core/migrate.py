"""Bringing a database to the schema that this code knows."""

import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, pool, text
from sqlalchemy.exc import OperationalError

from app.core.engines import normalise_url, open_engine
from app.core.errors import DatabaseUnusable
from app.core.languages import Text
from app.core.shipped import shipped

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = shipped("migrations")
#: How long a migration waits for a table that somebody uses.
LOCK_TIMEOUT_SECONDS = 10
_LOCK_NOT_AVAILABLE = "55P03"


@cache
def known_revisions() -> tuple[str, ...]:
    """The revisions of this code, oldest first: the numbers that the files of the migrations begin with."""
    files = (MIGRATIONS / "versions").glob("[0-9]*_*.py")
    return tuple(sorted(path.name.partition("_")[0] for path in files))


def current_revision(engine: Engine) -> str | None:
    """The revision that the database is at; None where it has no schema yet."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def is_register(url: str) -> bool:
    """Whether the database is a register already: of this release, or of another one. Makes none."""
    place = normalise_url(url)
    in_file = place.get_backend_name() == "sqlite" and place.database not in {None, "", ":memory:"}
    if in_file and not Path(str(place.database)).exists():
        return False
    return current_revision(open_engine(place, poolclass=pool.NullPool)) is not None


def known_revision(url: str) -> str | None:
    """The revision that the database is at; None where it has no schema yet.

    Raises DatabaseUnusable where a later release has written the database.
    """
    current = current_revision(open_engine(normalise_url(url), poolclass=pool.NullPool))
    require_known(current)
    return current


def require_known(revision: str | None) -> None:
    """Raises DatabaseUnusable for a revision that only a later release can have written."""
    known = known_revisions()
    if revision not in {None, *known}:
        raise DatabaseUnusable(
            Text(
                f"Another release has written this database: its schema is {revision}, and this release knows "
                f"{known[-1]}. Start that release, or a later one.",
                da=f"Databasen er skrevet af en anden udgave: dens skema er {revision}, og denne udgave kender "
                f"{known[-1]}. Start den udgave eller en senere.",
            )
        )


def upgrade(url: str) -> None:
    """Bring the database to the newest schema; makes the tables of an empty one.

    Raises DatabaseUnusable where another release has written the database.
    """
    if known_revision(url) != known_revisions()[-1]:
        # Alembic takes longer to import than most commands take to run, and is seldom needed.
        from alembic import command  # noqa: PLC0415 - see above

        command.upgrade(alembic_config(url), "head")


def table_is_held(error: OperationalError) -> DatabaseUnusable | None:
    """What to say where a migration gave up waiting for a lock; None where the error is another one."""
    if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
        return None
    return DatabaseUnusable(
        Text(
            f"Another program holds a table that the migration needs, for more than {LOCK_TIMEOUT_SECONDS} seconds. "
            "The schema is as the migration found it. Run it again when it is quieter; pg_stat_activity shows who it "
            "is.",
            da=f"Et andet program har i mere end {LOCK_TIMEOUT_SECONDS} sekunder holdt en tabel, som migreringen skal "
            "bruge. Skemaet er, som det var før. Prøv igen, når der er mere ro; pg_stat_activity viser, hvem det er.",
        )
    )


def bring_to(revision: str, place: str | Connection) -> None:
    """Bring the database of a URL to the revision, in the transaction of a connection where one is given."""
    from alembic import command  # noqa: PLC0415 - as above

    if isinstance(place, str):
        command.upgrade(alembic_config(place), revision)
        return
    config = alembic_config(place.engine.url.render_as_string(hide_password=False))
    config.attributes["connection"] = place
    command.upgrade(config, revision)


def alembic_config(url: str) -> "Config":
    """Alembic's configuration for the database at `url`."""
    from alembic.config import Config  # noqa: PLC0415 - as above

    # Said here, since the default is the stream of the moment in which Alembic was imported.
    config = Config(stdout=sys.stdout)
    config.set_main_option("script_location", str(MIGRATIONS))
    # A password in the URL may hold a percent sign, which the configuration file format reads as its own.
    config.set_main_option(
        "sqlalchemy.url", normalise_url(url).render_as_string(hide_password=False).replace("%", "%%")
    )
    return config
