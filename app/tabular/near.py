"""Whether a sheet is plainly small in range, told from its bytes alone: most are, and this takes a tenth of the time.

Following the XML of an honest file of 100,000 rows takes longer than reading it. So the bytes are searched for whatever
could be a cell far away or a cell without a reference; only a file that holds such a thing is followed element by
element. What looks like one and is none costs time and nothing else.
"""

import re
from typing import IO

from app.core.languages import Text
from app.tabular.limits import Limits, UnreadableFile, too_many_cells

_CHUNK = 1_048_576

# Each begins with what is searched for quickly. First: a cell beyond column GZ or row 100,999. Then: a cell that does
# not begin with its reference, and one whose name has a prefix. Rows do not matter where all cells have references.
_DOUBTFUL = (
    re.compile(rb'<c r="(?![A-G]?[A-Z](?:[0-9]{1,5}|100[0-9]{3})")'),
    re.compile(rb'<c(?! r=")(?=[\s/>])'),
    re.compile(rb":c[\s/>]"),
)


def _is_doubtful(xml: bytes) -> bool:
    return any(pattern.search(xml) for pattern in _DOUBTFUL)


def is_plainly_near(stream: IO[bytes], limits: Limits) -> bool:
    """True where every cell lies within 208 columns and 100,999 rows; False where it takes a closer look to tell.

    Raises UnreadableFile for a cell that is longer than any may be, and for too many cells.
    """
    rest = b""
    values, near = 0, True
    while chunk := stream.read(_CHUNK):
        # An element that is cut in two is looked at with the next piece.
        whole, begun, after = (rest + chunk).rpartition(b"<")
        if len(after) > max(_CHUNK, 4 * limits.max_cell_chars):
            raise _cell_too_long(limits)
        values += whole.count(b"<v>")
        if values > limits.max_cells:
            raise too_many_cells(limits)
        near = near and not _is_doubtful(whole)
        rest = begun + after
    return near and not _is_doubtful(rest)


def _cell_too_long(limits: Limits) -> UnreadableFile:
    return UnreadableFile(
        "cell-too-long",
        Text(
            f"A cell has more than {limits.max_cell_chars} characters. Shorten it.",
            da=f"En celle har mere end {limits.max_cell_chars} tegn. Forkort den.",
        ),
    )
