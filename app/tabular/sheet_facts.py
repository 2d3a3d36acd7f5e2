"""What the XML of a sheet says beside its values: hidden rows, formulas never worked out, and cells that show a fault.

The reader of the cells tells none of them, and takes a fault for an empty cell. The bytes are searched as in `near.py`,
since following the XML element by element takes longer than reading the cells.
"""

import re
from dataclasses import dataclass, field
from typing import IO

_CHUNK = 1_048_576
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_NUMBER = re.compile(rb'\br="(\d{1,7})"')
# A cell with a formula and without a value, as programs leave it that write formulas and cannot work them out.
_UNCOMPUTED = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\br="([A-Z]{1,3})(\d{1,7})")[^>]*>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_FAULT = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\br="([A-Z]{1,3})(\d{1,7})")(?=[^>]*\bt="e")[^>]*>\s*'
    rb"(?:<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*)?<(?:\w+:)?v>([^<]{1,40})</"
)
#: Of each kind; more of them are not told apart by anyone.
_MOST = 100_000
_BASE = 26


@dataclass(slots=True)
class Beside:
    """`hidden`: numbers of rows. The others by row and column (from 0); `faults` with what they show, `#REF!`."""

    hidden: set[int] = field(default_factory=set)
    uncomputed: set[tuple[int, int]] = field(default_factory=set)
    faults: dict[tuple[int, int], str] = field(default_factory=dict)

    def look(self, xml: bytes) -> None:
        """Take in what a piece of the XML says; no cell or row is cut in it."""
        if b"hidden=" in xml:
            for row in _ROW.finditer(xml):
                number = _NUMBER.search(row[0]) if _HIDDEN.search(row[0]) else None
                if number is not None and len(self.hidden) < _MOST:
                    self.hidden.add(int(number[1]))
        if b"<f" in xml or b":f" in xml:
            for cell in _UNCOMPUTED.finditer(xml):
                if len(self.uncomputed) < _MOST:
                    self.uncomputed.add((int(cell[2]), _column(cell[1])))
        if b't="e"' in xml:
            for cell in _FAULT.finditer(xml):
                if len(self.faults) < _MOST:
                    self.faults[int(cell[2]), _column(cell[1])] = cell[3].decode("utf-8", "replace")


def beside_values(stream: IO[bytes]) -> Beside:
    """Read the XML of one sheet."""
    found = Beside()
    rest = b""
    while chunk := stream.read(_CHUNK):
        # A row that is cut in two is looked at with the next piece; a cell never reaches over the end of its row.
        whole, end, rest = (rest + chunk).rpartition(b"</row>")
        if not end:
            whole, rest = rest, b""
        found.look(whole)
    found.look(rest)
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * _BASE + letter - ord("A") + 1
    return number - 1
