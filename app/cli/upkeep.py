"""Keeping the register in order: the schema, the evaluation, the journal."""

import sys

import typer

from app.cli.console import open_register, say, settings
from app.core.migrate import upgrade
from app.journal.verification import verify as verify_chain
from app.register.evaluation import Outcome


def register(app: typer.Typer) -> None:
    app.command()(migrate)
    app.command()(evaluate)
    app.command()(rebuild)
    app.command()(verify)


def migrate() -> None:
    """Bring the database to the schema of this release."""
    upgrade(settings().database_url)
    say("The schema is up to date.")


def evaluate() -> None:
    """Run the rules for today, where that has not been done yet."""
    with open_register() as opened:
        _report(opened.evaluate(only_if_due=True))


def rebuild() -> None:
    """Work out every finding and card anew from the tables; what comes out the same is left alone."""
    with open_register() as opened:
        _report(opened.evaluate())


def _report(outcome: Outcome) -> None:
    say(
        f"{outcome.evaluated} systems evaluated: {outcome.cards} cards changed, "
        f"{outcome.opened} findings opened, {outcome.closed} closed."
    )


def verify() -> None:
    """Check the journal's chain of hashes; exits 1 and names the first bad entry where it does not hold."""
    with open_register() as opened, opened.database.reading() as session:
        found = verify_chain(session)
    if found.valid:
        say(f"The journal holds: {found.entries} entries, head {found.head_hash}.")
        return
    say(f"The journal is broken at entry {found.first_bad_revision}: {found.problem}.")
    say("Keep the database as it is, and compare it with a backup from before.")
    sys.exit(1)
