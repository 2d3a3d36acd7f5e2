"""`who`: the chain of a system in the terminal, for whoever is on call."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.console import fail, program, say, write_out
from app.vocabulary import Duty

if TYPE_CHECKING:
    from datetime import date

    from rich.table import Table

    from app.register.register import Register
    from app.responsibility.escalation.schemas import EscalationQuery

_WHEN_HELP = "As 2026-03-02, or 2026-03-02T02:00:00Z; now when left out."


def register(app: typer.Typer) -> None:
    app.command()(who)


def who(
    system: Annotated[str, typer.Argument(help="Its id, its own key, or a part of its name.")],
    *,
    duty: Annotated[Duty, typer.Option(help="What has to be done.")] = Duty.FIX,
    at: Annotated[str | None, typer.Option(help=_WHEN_HELP)] = None,
    known_at: Annotated[
        str | None, typer.Option(help="As the register knew it at this instant, or at the end of this day.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the chain as JSON.")] = False,
) -> None:
    """Say who acts on a system, and who is next, up to the top. Exit status 1 where nobody is there to act."""
    import orjson
    from rich.console import Console

    from app.cli.opening import open_register
    from app.responsibility.escalation.schemas import EscalationQuery

    query = EscalationQuery(duty=duty, at=_when("--at", at), known_at=_when("--known-at", known_at))
    with open_register() as opened:
        body = _chain(opened, system, query)
    chain: dict[str, Any] = orjson.loads(body)
    if as_json:
        write_out(body.decode())
    else:
        say(f"{chain['systemName']}: who has to {duty.value} it ({duty.verb}), {chain['at']}")
        Console(file=sys.stdout, highlight=False).print(_table(chain))
    if chain["actingOrder"] is None:
        say("Nobody in the chain is there to act. Call the topmost position's secretariat, and record a deputy.")
        sys.exit(1)


def _chain(opened: "Register", system: str, query: "EscalationQuery") -> bytes:
    from app.register.reader import Reader
    from app.responsibility.escalation.queries import escalation
    from app.systems.queries import called

    with opened.database.reading() as session:
        found = called(session, system)
        if not found:
            fail(f"No system is called {system!r}. Look for it: {program()} export systems")
        if len(found) > 1:
            names = ", ".join(sorted(name for _, name in found[:10]))
            fail(f"{system!r} may mean several systems: {names}. Say more of the name.")
        return escalation(Reader(opened, session), found[0][0], query, None)


def _table(chain: dict[str, Any]) -> "Table":
    from rich.table import Table

    table = Table("", "Stilling", "Navn", "Telefon", "E-mail", "Hvorfor", box=None, pad_edge=False)
    for step in chain["steps"]:
        acts = step["order"] == chain["actingOrder"]
        name = step["personName"] or "(ubesat)"
        table.add_row(
            f"{'→' if acts else ' '}{step['order']}",
            f"{step['title']}, {step['unitName']}",
            f"{name} (fraværende)" if step["absent"] else name,
            step["phone"] or "",
            step["email"] or "",
            step["reason"],
            style="bold" if acts else None,
        )
    return table


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
