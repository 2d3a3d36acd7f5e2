"""The process that reads one file: a spreadsheet on standard input, a table in lines of JSON on standard output.

A line that says what is wanted goes before the spreadsheet.

It imports little, so that it starts quickly, and gives up what it does not need before it looks at the file.
"""

import os
import sys

from app.core.languages import Text
from app.tabular.limits import Limits, UnreadableFile
from app.tabular.parsing import parse_table
from app.tabular.wire import line_of, lines_of, wanted_of


def main(limits: Limits) -> int:
    """0 where everything was said, a refusal too; anything else says that reading did not come to an end."""
    confine(limits)
    wanted = wanted_of(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    out = sys.stdout.buffer
    try:
        out.writelines(lines_of(parse_table(content, limits, wanted)))
    except UnreadableFile as fault:
        out.write(line_of(fault))
    except MemoryError:
        return 1
    except BaseException:  # noqa: BLE001 - the reader is written in Rust, and its panics cannot be imported
        out.write(line_of(_unreadable()))
    out.flush()
    return 0


def confine(limits: Limits, written: int = 0) -> None:
    """Memory, computing time, bytes `written` to a file, no core dump.

    Windows has no such limits: there the deadline of the parent remains.
    """
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return
    wanted = (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_AS, limits.memory_bytes),
        # The answer goes through a pipe, and is not among them.
        (resource.RLIMIT_FSIZE, written),
    )
    for kind, most in wanted:
        # macOS refuses some of them, and whoever started us may have set lower ones.
        try:
            _, hardest = resource.getrlimit(kind)
            resource.setrlimit(kind, (most if hardest == resource.RLIM_INFINITY else min(most, hardest),) * 2)
        except (ValueError, OSError):
            continue


def _unreadable() -> UnreadableFile:
    return UnreadableFile(
        "unreadable",
        Text(
            "It cannot be read. Open it in Excel, save it again as .xlsx, and try again.",
            da="Filen kan ikke læses. Åbn den i Excel, gem den igen som .xlsx, og prøv igen.",
        ),
    )


def run(limits: dict[str, int]) -> None:
    """Ends the process without tidying up: freeing millions of cells one by one takes as long as reading them."""
    os._exit(main(Limits(**limits)))
