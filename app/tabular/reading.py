"""Reading a spreadsheet: the one entrance. What may cost more than its size tells is read in a process of its own."""

from app.core.languages import Text
from app.tabular.apart import read_apart
from app.tabular.kinds import ZIP
from app.tabular.limits import Limits, UnreadableFile
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
    if len(content) > limits.max_bytes:
        raise UnreadableFile(
            "file-too-large",
            Text(
                f"It is larger than {limits.max_bytes // 1_048_576} MB. Split it, and import each part.",
                da=f"Filen er større end {limits.max_bytes // 1_048_576} MB. Del den, og importér delene.",
            ),
        )
    if len(content) <= SMALL_TEXT_BYTES and not content.startswith(ZIP):
        return parse_table(content, limits, wanted)
    return read_apart(content, limits, wanted)
