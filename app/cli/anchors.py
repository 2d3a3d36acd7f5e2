"""Anchors of the journal: the key that signs them, writing one, and holding them against the journal."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.console import fail, program, say, write_out

if TYPE_CHECKING:
    from sqlmodel import Session

    from app.anchors.checking import AnchorFault, Ending
    from app.core.config import Settings


def register(app: typer.Typer) -> None:
    app.command()(anchor)
    app.command("anchor-key")(anchor_key)


def anchor() -> None:
    """Write an anchor of the journal's head where ANCHOR_TO says, or, without it, on standard output."""
    from app.anchors.keeper import anchor_of_head, destination_of, signing_key
    from app.cli.opening import open_existing, settings

    chosen = settings()
    key = signing_key(chosen)
    destination = destination_of(chosen) if chosen.anchor_to else None
    with open_existing() as opened, opened.database.reading() as session:
        signed = anchor_of_head(session, opened.clock, key)
    if signed is None:
        fail("The journal has no entry yet, so there is no head to anchor. Write something first.")
    if destination is None:
        write_out(signed.line())
    else:
        destination.write(signed)
    say(f"Entry {signed.anchor.revision} is anchored, signed by the key {signed.key_id}.")


def anchor_key(
    path: Annotated[Path, typer.Argument(help="The file of the private key; the public one is PATH.pub.")],
) -> None:
    """Make the pair of keys for anchors, in two new files."""
    from app.anchors.keys import generate, public_file

    identifier = generate(path)
    say(f"The key {identifier} is made.")
    say(f"{path}: the private key. It stays with the service, readable by it alone: ANCHOR_KEY_FILE={path.resolve()}")
    say(f"{public_file(path)}: the public key. Give it to whoever audits, and have it kept outside this machine.")
    say(f"They check with: {program()} verify --anchors FILE --public-key {public_file(path).name}")


def require_usable(chosen: "Settings") -> None:
    """Fails, before anything is served, where anchors are asked for and cannot be signed or sent."""
    if not chosen.anchor_to:
        return
    from app.anchors.keeper import destination_of, signing_key

    signing_key(chosen)
    destination_of(chosen)


def require_anchors(file: Path | None) -> None:
    """Fails, before anything is done, where there is no such file of anchors."""
    if file is not None and not file.is_file():
        fail(f"There is no file of anchors at {file}. Name the one that was kept: --anchors FILE")


def difference(
    session: "Session", file: Path, public_key: Path | None, ending: "Ending | None" = None
) -> "AnchorFault | None":
    """The first difference between the anchors in the file and the journal, or what of it a backup has.

    Without a public key the one beside the anchors' file counts, then the one beside ANCHOR_KEY_FILE.
    """
    from app.anchors.checking import first_difference
    from app.anchors.keys import load_public

    return first_difference(session, file, load_public(public_key or _public_key_for(file)), ending=ending)


def _public_key_for(file: Path) -> Path:
    from app.anchors.keys import public_file
    from app.cli.opening import settings

    signing = settings().anchor_key_file
    possible = [public_file(file)] + ([public_file(signing)] if signing else [])
    found = next((key for key in possible if key.exists()), None)
    return found or fail(f"There is no public key beside {file} ({public_file(file).name}). Name it: --public-key FILE")
