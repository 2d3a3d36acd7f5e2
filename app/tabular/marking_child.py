"""The process that writes what is wrong into one file: marks in a line of JSON, then the file; it comes out marked."""

import os
import sys

import orjson

from app.tabular.child import confine
from app.tabular.limits import Limits
from app.tabular.marking import marked
from app.tabular.marks import Mark, Marks

#: What the writer may put on the disk for a while.
_MOST_WRITTEN = 500 * 1_048_576


def run(limits: dict[str, int]) -> None:
    """Ends the process; anything but 0 says that nothing came of it."""
    confine(Limits(**limits), _MOST_WRITTEN)
    said = orjson.loads(sys.stdin.buffer.readline())
    rows = {int(row): [Mark(*mark) for mark in marks] for row, marks in said["rows"].items()}
    try:
        out = marked(sys.stdin.buffer.read(), Marks(said["sheet"], said["headerRow"], rows))
    except Exception:  # noqa: BLE001 - a stranger's file, and the parent has an answer for all of them
        os._exit(1)
    sys.stdout.buffer.write(out)
    sys.stdout.buffer.flush()
    os._exit(0)
