"""Speaking to people. Nothing here knows the register, so that messages cost no time."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

import typer

if TYPE_CHECKING:
    from app.core.progress import Progress

#: Exit status of a command that could not do its work at all.
UNUSABLE = 2
#: Exit status of a command whose reader had enough before all was written: the one of a process that SIGPIPE ends.
UNREAD = 141
#: The command that an installed package has.
INSTALLED = "ansvarsregister"


def say(message: str) -> None:
    try:
        typer.echo(message, err=True)
    except BrokenPipeError:
        close(sys.stderr)


def fail(message: str) -> NoReturn:
    say(message)
    sys.exit(UNUSABLE)


def write_out(text: str) -> None:
    """Data, for standard output. Who reads no further, as `head` does, changes nothing about what was done."""
    try:
        typer.echo(text)
    except BrokenPipeError:
        close(sys.stdout)


def close(stream: TextIO) -> None:
    """Let what still goes to a reader who is gone, the rest at the end of the process too, go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def program() -> str:
    """How this program is called from where the reader stands, to begin the commands that messages name."""
    if Path(sys.argv[0]).name == INSTALLED:
        return INSTALLED
    interpreter, here = Path(sys.executable), Path.cwd()
    return f"{interpreter.relative_to(here) if interpreter.is_relative_to(here) else interpreter.name} -m app"


@contextmanager
def working(doing: str) -> "Iterator[Progress]":
    """Say what takes a while: a bar on a terminal, which vanishes at the end, and a plain line elsewhere."""
    if not sys.stderr.isatty():
        say(f"{doing} …")
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
