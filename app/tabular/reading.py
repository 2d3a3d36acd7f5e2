"""Reading a spreadsheet: the one entrance. What may cost more than its size tells is read in a process of its own."""

from app.tabular.apart import read_apart
from app.tabular.kinds import ZIP
from app.tabular.limits import Limits, refuse_large
from app.tabular.parsing import parse_table
from app.tabular.table import Table
from app.tabular.wanted import SoughtTable

#: Text up to this size is read at once: it is not packed, so it cannot grow, and costs less than starting a process.
SMALL_TEXT_BYTES = 256 * 1024


def read_table(content: bytes, limits: Limits | None = None, wanted: SoughtTable | None = None) -> Table:
    """The sheet of an XLSX that fits best what is wanted, or a CSV.

    Raises UnreadableFile, and Unavailable when too many read.
    """
    limits, wanted = limits or Limits(), wanted or SoughtTable()
    refuse_large(content, limits)
    if len(content) <= SMALL_TEXT_BYTES and not content.startswith(ZIP):
        return parse_table(content, limits, wanted)
    return read_apart(content, limits, wanted)
