"""Opening the register that DATABASE_URL names."""

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError

from app.cli.console import fail, program, working
from app.core.clock import Clock
from app.core.config import Settings
from app.core.database import Database
from app.core.migrate import is_register, known_revision, known_revisions, upgrade
from app.journal.append import Author
from app.register.actors import COMMAND_LINE
from app.register.erasure_list import ErasureList
from app.register.helpers import processors
from app.register.meaning import MEANING
from app.register.register import Register

OPERATOR = Author(COMMAND_LINE)


def settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, fault['loc'])).upper()}: {fault['msg']}" for fault in error.errors())
        fail(f"The environment is not usable. {problems}")


@contextmanager
def open_register(chosen: Settings | None = None, *, migrating: bool = False) -> Iterator[Register]:
    """The register; its connections are closed at the end. An empty database gets the schema of this release.

    An older schema is brought up to date where `migrating`. Otherwise the command is refused: when to migrate is the
    operator's own decision, since the older release cannot go on after it.
    """
    used = chosen or settings()
    if migrating or (schema := known_revision(used.database_url)) is None:
        upgrade(used.database_url)
    elif schema != (newest := known_revisions()[-1]):
        fail(
            f"The database has schema {schema}, and this release works with {newest}. Nothing was done. Take a backup, "
            f"and bring the schema up to date: {program()} migrate"
        )
    database = Database(used)
    try:
        yield Register(database, Clock(used.zone), ErasureList(used.erasure_list))
    finally:
        database.dispose()


@contextmanager
def open_existing() -> Iterator[Register]:
    """The same for what needs a register that holds something: a mistyped address makes no empty one."""
    used = settings()
    if not is_register(used.database_url):
        fail(f"There is no register in {described(used)}. Set DATABASE_URL to the one that you mean.")
    with open_register(used) as opened:
        yield opened


def follow_the_day(opened: Register) -> None:
    """Have today's rules run, where nobody has done that yet, and say so: it takes a while in a large register."""
    if not opened.is_current(opened.edition()):
        with working("Running the rules for today"):
            opened.follow_the_day(processors())


def follow_the_release(opened: Register) -> None:
    """Have the rules of this release run where those of an older one made the cards; a new day is not waited for."""
    if opened.edition().meaning < MEANING:
        with working("Running the rules of this release"):
            opened.follow_the_day(processors())


def described(chosen: Settings) -> str:
    """The database for a message: never with a password."""
    url = chosen.database_url
    return url if url.startswith("sqlite") else "the register on PostgreSQL"
