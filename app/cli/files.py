"""Writing the file that a command is asked for: whole, or not at all."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from app.cli.console import fail, say

_MAKE_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_OWNER_ALONE = 0o600


def require_place(output: Path) -> None:
    """Fails, before the work begins, where no such file can be made; leaves nothing there."""
    if output.is_dir():
        fail(f"{output} is a folder. Name a file in it.")
    if not output.parent.is_dir():
        fail(f"There is no folder {output.parent}. Make it, or name a file in another one.")
    probe = output.with_name(f".{output.name}.try")
    try:
        os.close(os.open(probe, _MAKE_NEW, _OWNER_ALONE))
    except OSError as error:
        fail(f"No file can be made in {output.parent} ({error.strerror}). Let this user write there, or name another.")
    probe.unlink()


def write_file(output: Path | None, pieces: Iterable[bytes]) -> None:
    """The pieces to the file, or to standard output without one. An existing file is replaced when all is written.

    A new file is its owner's alone, since it may hold names; one that is replaced keeps its mode.
    """
    if output is None:
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
        return
    require_place(output)
    # Beside the file first: what breaks on the way leaves no half of one.
    unfinished = output.with_name(output.name + ".part")
    unfinished.unlink(missing_ok=True)
    mode = output.stat().st_mode & 0o777 if output.exists() else _OWNER_ALONE
    try:
        with os.fdopen(os.open(unfinished, _MAKE_NEW, _OWNER_ALONE), "wb") as target:
            target.writelines(pieces)
        unfinished.chmod(mode)
        unfinished.replace(output)
    finally:
        unfinished.unlink(missing_ok=True)
    say(f"{output} is written.")
