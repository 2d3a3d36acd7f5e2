"""Speaking to people, and opening the register that DATABASE_URL names."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console

from app.core.clock import Clock
from app.core.config import Settings
from app.core.database import Database
from app.core.migrate import upgrade
from app.journal.append import Author
from app.register.register import Register

#: Exit status of a command that could not do its work at all.
UNUSABLE = 2
OPERATOR = Author("cli")

console = Console(stderr=True, highlight=False)


def say(message: str) -> None:
    console.print(message, markup=False, soft_wrap=True)


def fail(message: str) -> NoReturn:
    say(message)
    sys.exit(UNUSABLE)


def settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, fault['loc'])).upper()}: {fault['msg']}" for fault in error.errors())
        fail(f"The environment is not usable. {problems}")


@contextmanager
def open_register(chosen: Settings | None = None) -> Iterator[Register]:
    """The register, its schema brought up to date first; its connections are closed at the end."""
    used = chosen or settings()
    upgrade(used.database_url)
    database = Database(used)
    try:
        yield Register(database, Clock(used.zone))
    finally:
        database.dispose()


def write_out(text: str) -> None:
    """Data, for standard output."""
    typer.echo(text)
