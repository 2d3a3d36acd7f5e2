"""`who`: the chain of a system in the terminal, and the chains of many as a booklet, for whoever is on call."""

import sys
from enum import StrEnum
from itertools import chain
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.console import fail, program, say, working, write_out
from app.cli.files import require_place, write_file
from app.vocabulary import Criticality, Duty

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from app.register.register import Register
    from app.responsibility.escalation.schemas import EscalationQuery

#: Systems that are named where a name may mean several.
_NAMED = 10
_WHEN_HELP = "As 2026-03-02, or 2026-03-02T02:00:00Z; now when left out."


class BookletFormat(StrEnum):
    HTML = "html"
    TXT = "txt"


def register(app: typer.Typer) -> None:
    app.command()(who)


def who(  # noqa: PLR0913 - the command's options
    system: Annotated[str | None, typer.Argument(help="Its id, its own key, or a part of its name.")] = None,
    *,
    duty: Annotated[Duty, typer.Option(help="What has to be done.")] = Duty.FIX,
    at: Annotated[str | None, typer.Option(help=_WHEN_HELP)] = None,
    known_at: Annotated[
        str | None, typer.Option(help="As the register knew it at this instant, or at the end of this day.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the chain as JSON.")] = False,
    every: Annotated[bool, typer.Option("--all", help="A booklet of all systems in use, a page each.")] = False,
    criticality: Annotated[list[Criticality] | None, typer.Option(help="With --all: these alone.")] = None,
    format: Annotated[BookletFormat | None, typer.Option(help="With --all: txt where nothing is said.")] = None,
    output: Annotated[Path | None, typer.Option(help="With --all: the file; without it, standard output.")] = None,
) -> None:
    """Say who acts on a system, and who is next, up to the top. Exit status 1 where nobody can be reached."""
    from app.cli.opening import open_existing
    from app.responsibility.escalation.schemas import EscalationQuery

    _refuse_contradictions(system, as_json=as_json, every=every, others=bool(criticality or output or format))
    if output is not None:
        require_place(output)
    query = EscalationQuery(duty=duty, at=_when("--at", at), known_at=_when("--known-at", known_at))
    with open_existing() as opened:
        if system is None:
            with working("Making the booklet"):
                write_file(output, (piece.encode() for piece in _booklet(opened, criticality or [], query, format)))
            return
        there = _one(opened, system, query, as_json=as_json)
    if not there:
        say("Nobody in the chain can be reached. Record a phone, a deputy, or whom to call outside working hours.")
        sys.exit(1)


def _refuse_contradictions(system: str | None, *, as_json: bool, every: bool, others: bool) -> None:
    if every == (system is not None):
        fail(f"Name a system, or ask for all: {program()} who KSD, {program()} who --all")
    if every and as_json:
        fail("--json is for one system; a booklet is --format html or --format txt.")
    if not every and others:
        fail("--criticality, --format and --output go with --all.")


def _one(opened: "Register", system: str, query: "EscalationQuery", *, as_json: bool) -> bool:
    """Print the chain; whether somebody in it can be reached."""
    import orjson

    from app.booklet.chains import chain_of
    from app.booklet.text import chain_text
    from app.security.reader import Reader
    from app.systems.queries import called

    with opened.database.reading() as session:
        found = called(session, system)
        if not found:
            fail(f"No system is called {system!r}. Look for it: {program()} export systems")
        if len(found) > 1:
            names = ", ".join(sorted(name for _, name in found[:_NAMED]))
            more = " and others" if len(found) > _NAMED else ""
            fail(f"{system!r} may mean several systems: {names}{more}. Say more of the name.")
        answer = chain_of(Reader(opened, session), found[0][0], query)
    if as_json:
        write_out(orjson.dumps(answer).decode())
    else:
        write_out(chain_text(answer, opened.clock.zone, get_terminal_size().columns).rstrip())
    return answer["actingOrder"] is not None


def _booklet(
    opened: "Register", criticality: "Sequence[Criticality]", query: "EscalationQuery", format: BookletFormat | None
) -> "Iterable[str]":
    from app.booklet.chains import chains
    from app.booklet.html import booklet_html
    from app.booklet.text import booklet_text
    from app.booklet.words import moment, question
    from app.security.reader import Reader

    zone = opened.clock.zone
    kinds = f" (kritikalitet: {', '.join(kind.label for kind in criticality)})" if criticality else ""
    title = f"{question(query.duty)} Systemer i brug{kinds}"
    made = f"Dannet {moment(opened.clock.now(), zone)}."
    lay_out = booklet_html if format is BookletFormat.HTML else booklet_text
    with opened.database.reading() as session:
        found = chains(Reader(opened, session), criticality, query)
        first = next(found, None)
        if first is None:
            fail("No system in use is asked for: there is nothing to print, and nothing is written.")
        yield from lay_out(chain([first], found), title, made, zone)


def _when(option: str, text: str | None) -> "date | None":
    from pydantic import TypeAdapter, ValidationError

    from app.core.text import DayOrInstant

    if text is None:
        return None
    adapter: TypeAdapter[date] = TypeAdapter(DayOrInstant)
    try:
        return adapter.validate_python(text)
    except ValidationError:
        fail(f"{option} {text!r} is neither a day nor an instant. {_WHEN_HELP}")
