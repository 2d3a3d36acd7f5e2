"""Keeping the register in order: the schema, the evaluation, the journal."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.console import fail, program, say, working

if TYPE_CHECKING:
    from app.register.audit.verification import Audit
    from app.register.outcome import Evaluated


def register(app: typer.Typer) -> None:
    app.command()(migrate)
    app.command()(evaluate)
    app.command()(rebuild)
    app.command()(verify)


def migrate() -> None:
    """Bring the database to the schema of this release."""
    from app.cli.opening import settings
    from app.core.migrate import upgrade

    with working("Bringing the schema up to date"):
        upgrade(settings().database_url)
    say("The schema is up to date.")


def evaluate() -> None:
    """Run the rules for today, where that has not been done yet."""
    from app.cli.opening import open_existing
    from app.register.helpers import processors

    with open_existing() as opened, working("Running the rules for today"):
        outcome = opened.evaluate(only_if_due=True, processes=processors())
    _report(outcome)


def rebuild() -> None:
    """Work out every finding and card anew from the tables; what comes out the same is left alone."""
    from app.cli.opening import open_existing
    from app.register.helpers import processors

    with open_existing() as opened, working("Working out every finding and card anew"):
        outcome = opened.evaluate(processes=processors())
    _report(outcome)


def _report(outcome: "Evaluated") -> None:
    say(
        f"{outcome.evaluated} systems evaluated: {outcome.cards} cards changed, "
        f"{outcome.opened} findings opened, {outcome.closed} closed."
    )


def verify(
    *,
    anchors: Annotated[Path | None, typer.Option(help="A file of anchors that the journal must agree with.")] = None,
    public_key: Annotated[Path | None, typer.Option(help="The key of the anchors; else FILE.pub.")] = None,
) -> None:
    """Check the journal, and every table against it; exits 1 and names the first difference."""
    from app.cli.anchors import difference, require_anchors
    from app.cli.opening import open_existing
    from app.register.audit.verification import audit
    from app.register.audit_words import fault_of

    if public_key is not None and anchors is None:
        fail("--public-key is the key of anchors. Name their file as well: --anchors FILE")
    require_anchors(anchors)
    checking = working("Checking the register against its journal")
    with open_existing() as opened, opened.database.reading() as session, checking:
        found = audit(opened, session)
        fault = difference(session, anchors, public_key) if anchors is not None and found.valid else None
    wrong = fault_of(found)
    if wrong is None and fault is not None:
        wrong = f"the journal is not the one that was anchored: in {anchors}, {fault}"
    if wrong is not None:
        say(f"{wrong[0].upper()}{wrong[1:]}.")
        say("Keep the database as it is, and compare it with a backup from before.")
        sys.exit(1)
    say_audited(found)
    if anchors is not None:
        say(f"Every anchor in {anchors} agrees with it.")


def say_audited(found: "Audit") -> None:
    """What an audit that found no fault vouches for, and what not."""
    from app.register.audit.verification import OUTSIDE

    say(f"The journal holds: {found.journal.entries} entries, head {found.journal.head_hash}.")
    since = found.protected_from
    say(
        f"Every table is as it says; what was known when is vouched for from entry {since} on."
        if since
        else "Every table is as it says; no entry vouches for what was known when yet."
    )
    if not found.evaluated:
        say(f"The day has not been evaluated, so the cards were not worked out anew. Run: {program()} evaluate")
    say(f"Not covered: {', '.join(OUTSIDE)}.")
