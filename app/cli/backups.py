"""`backup` and `restore`, and making erasures anew where a database came back by other means."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.console import fail, program, say, working
from app.cli.files import require_place

if TYPE_CHECKING:
    from sqlmodel import Session

    from app.backup.manifest import Manifest
    from app.core.config import Settings
    from app.register.erasure_list import Erasure

_MEGABYTE = 1_000_000
ErasureFile = Annotated[
    Path | None, typer.Option("--erasures", help="The list of erasures; ERASURE_LIST where nothing is said.")
]


def register(app: typer.Typer) -> None:
    app.command()(backup)
    app.command()(restore)
    app.command("erase-again")(erase_again)


def backup(path: Annotated[Path, typer.Argument(help="The new file. One that is there is left as it is.")]) -> None:
    """Write the whole register, as it is at this instant, into one file; others may go on writing meanwhile."""
    from app.backup.taking import take_backup
    from app.cli.opening import described, settings
    from app.core.clock import Clock
    from app.core.database import Database
    from app.core.migrate import is_register

    chosen = settings()
    if not is_register(chosen.database_url):
        fail(f"There is no register in {described(chosen)}. Set DATABASE_URL to the one that you mean.")
    # The schema is left as it is: before a new release is the best time for a backup.
    require_place(path)
    database = Database(chosen)
    try:
        with working("Taking a backup") as progress:
            taken = take_backup(database, Clock(chosen.zone), path, progress)
    finally:
        database.dispose()
    found = taken.manifest
    say(f"{path} is written: {found.rows} rows, {taken.size / _MEGABYTE:.1f} MB, the journal up to {found.revision}.")
    if chosen.erasure_list is None:
        say("Erasures from now on are not listed: set ERASURE_LIST, so that restoring this forgets them again.")


def restore(
    path: Annotated[Path, typer.Argument(help="The file that `backup` wrote.")],
    *,
    anchors: Annotated[Path | None, typer.Option(help="A file of anchors that the journal must agree with.")] = None,
    public_key: Annotated[Path | None, typer.Option(help="The key of the anchors; else FILE.pub.")] = None,
    erasures: ErasureFile = None,
) -> None:
    """Restore a backup into the empty place that DATABASE_URL names: all of it, checked, or nothing."""
    from app.anchors.checking import Ending
    from app.backup.restoring import Restoring
    from app.cli.anchors import difference, require_anchors
    from app.cli.opening import OPERATOR, described, settings
    from app.cli.upkeep import say_audited
    from app.core.clock import Clock

    if public_key is not None and anchors is None:
        fail("--public-key is the key of anchors. Name their file as well: --anchors FILE")
    if not path.is_file():
        fail(f"There is no backup at {path}. Name the file that `backup` wrote.")
    require_anchors(anchors)
    chosen = settings()
    listed = _listed(erasures, chosen)

    def agrees(session: "Session", manifest: "Manifest") -> str | None:
        end = Ending(manifest.revision, manifest.taken_at)
        fault = difference(session, anchors, public_key, end) if anchors is not None else None
        return f"its journal is not the one that was anchored: in {anchors}, {fault}" if fault is not None else None

    with working("Restoring the backup") as progress:
        asked = Restoring(path, Clock(chosen.zone), listed or [], OPERATOR.actor, agrees, progress)
        done = asked.into(chosen)
    found = done.manifest
    say(f"{path}, taken at {found.taken_at:%Y-%m-%d %H:%M} UTC, is restored into {described(chosen)}.")
    say_audited(done.audited)
    if anchors is not None:
        say(f"Every anchor of them in {anchors} agrees.")
    if listed is None:
        say(f"Whoever was erased after that is there again. With their list: {program()} erase-again --erasures FILE")
    else:
        say(f"{done.erased} people who were erased after that are erased again.")
    if done.tokens:
        say("A token that was revoked after that works again. Look through those that work, and revoke what has to go:")
        for token in done.tokens:
            say(f"  {token}")


def erase_again(*, erasures: ErasureFile = None) -> None:
    """Erase everyone in the list who has a name in the register again: after a restore by other means."""
    from app.backup.erasing import erase_again as erase
    from app.cli.opening import OPERATOR, open_existing, settings

    listed = _listed(erasures, settings())
    if listed is None:
        fail("No list of erasures is named: --erasures FILE, or ERASURE_LIST")
    with open_existing() as opened:
        erased = erase(opened, listed, OPERATOR.actor)
    say(f"{erased} people are erased again; {len(listed) - erased} of the list have no name here.")


def _listed(erasures: Path | None, chosen: "Settings") -> "list[Erasure] | None":
    """Everyone in the list; None where no list is named."""
    from app.register.erasure_list import read_erasures

    file = erasures or chosen.erasure_list
    if file is None:
        return None
    if not file.exists():
        fail(f"There is no list of erasures at {file}. Name it with --erasures; if nobody was erased, an empty file.")
    return read_erasures(file)
