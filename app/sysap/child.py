"""The process that reads one file in Turtle: as that of spreadsheets, with another reader."""

import os
import sys

from app.sysap.parsing import parse_turtle
from app.tabular.child import confine
from app.tabular.limits import Limits, UnreadableFile
from app.tabular.wire import line_of, lines_of


def main(limits: Limits) -> int:
    """0 where everything was said, a refusal too; anything else says that reading did not come to an end."""
    confine(limits)
    # What is wanted of a spreadsheet; here there are no sheets.
    sys.stdin.buffer.readline()
    out = sys.stdout.buffer
    try:
        out.writelines(lines_of(parse_turtle(sys.stdin.buffer.read(), limits)))
    except UnreadableFile as fault:
        out.write(line_of(fault))
    except Exception:  # noqa: BLE001 - a stranger's file, and the parent has an answer for all of them
        return 1
    out.flush()
    return 0


def run(limits: dict[str, int]) -> None:
    """Ends the process without tidying up, which would take as long as reading."""
    os._exit(main(Limits(**limits)))
