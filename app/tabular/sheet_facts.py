"""What the XML of a sheet says beside its values: rows that are hidden, and formulas that were never worked out.

The reader of the cells tells neither. The bytes are searched as in `near.py`, since following the XML element by
element takes longer than reading the cells.
"""

import re
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
#: Of each kind; more of them are not told apart by anyone.
_MOST = 100_000
_BASE = 26


def hidden_and_uncomputed(stream: IO[bytes]) -> tuple[set[int], set[tuple[int, int]]]:
    """Numbers of hidden rows; row and column (from 0) of formulas without a value."""
    hidden: set[int] = set()
    uncomputed: set[tuple[int, int]] = set()
    rest = b""
    while chunk := stream.read(_CHUNK):
        # A row that is cut in two is looked at with the next piece; a cell never reaches over the end of its row.
        whole, end, rest = (rest + chunk).rpartition(b"</row>")
        if not end:
            whole, rest = rest, b""
        _look(whole, hidden, uncomputed)
    _look(rest, hidden, uncomputed)
    return hidden, uncomputed


def _look(xml: bytes, hidden: set[int], uncomputed: set[tuple[int, int]]) -> None:
    if b"hidden=" in xml:
        for row in _ROW.finditer(xml):
            number = _NUMBER.search(row[0]) if _HIDDEN.search(row[0]) else None
            if number is not None and len(hidden) < _MOST:
                hidden.add(int(number[1]))
    if b"<f" in xml or b":f" in xml:
        for cell in _UNCOMPUTED.finditer(xml):
            if len(uncomputed) < _MOST:
                uncomputed.add((int(cell[2]), _column(cell[1])))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * _BASE + letter - ord("A") + 1
    return number - 1
