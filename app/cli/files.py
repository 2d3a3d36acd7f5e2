"""Writing the file that a command is asked for: whole, or not at all."""

import sys
from collections.abc import Iterable
from pathlib import Path

from app.cli.console import fail, say


def write_file(output: Path | None, pieces: Iterable[bytes]) -> None:
    """The pieces to the file, or to standard output without one. An existing file is replaced when all is written."""
    if output is None:
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
        return
    if not output.parent.is_dir():
        fail(f"There is no folder {output.parent}. Make it, or name a file in another one.")
    # Beside the file first: what breaks on the way leaves no half of one.
    unfinished = output.with_name(output.name + ".part")
    try:
        with unfinished.open("wb") as target:
            target.writelines(pieces)
        unfinished.replace(output)
    finally:
        unfinished.unlink(missing_ok=True)
    say(f"{output} is written.")
