"""Which sheet holds the table, and which of its rows heads it: whatever matches best what is looked for. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.tabular.headers import known_as
from app.tabular.table import Cell, is_empty

#: Rows among which the headers are looked for: titles, explanations and logos stand above them.
LOOKED_AT = 20
#: What a row must fill of the widest one to head a table of which no header is known.
_MOST = 0.6


@dataclass(frozen=True, slots=True)
class SoughtTable:
    """What is looked for in a file.

    `headers`: folded; those that are known, whether the file has them or not. `sheet`: by name, or by its number from
    1; None takes the one that fits best. `basis`: the kind of rows of which the file may say what it was made from.
    """

    headers: frozenset[str] = field(default_factory=frozenset)
    sheet: str | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """`index`: among the rows that hold anything. `known`: how many of its headers are looked for."""

    index: int
    known: int


def heading_of(rows: Sequence[tuple[int, Sequence[Cell]]], wanted: SoughtTable) -> HeaderRow:
    """The row that heads the others. There must be one row; where none is known, it is told from the form."""
    first = rows[:LOOKED_AT]
    known = [_known(cells, wanted) for _, cells in first]
    best = max(known)
    if best == 0:
        return HeaderRow(_by_form(first), 0)
    # A title of one word can be called as a column is: of two that know as many, the fuller one.
    found = max(range(len(first)), key=lambda index: (known[index], min(_filled(first[index][1]), 2), -index))
    return HeaderRow(found, best)


def _known(cells: Sequence[Cell], wanted: SoughtTable) -> int:
    found = {known_as(cell, wanted.headers) for cell in cells if isinstance(cell, str) and not is_empty(cell)}
    return len(found - {None})


def _by_form(rows: Sequence[tuple[int, Sequence[Cell]]]) -> int:
    """The first row that is nearly as full as the fullest and holds text alone; else the first."""
    widest = max(_filled(cells) for _, cells in rows)
    for index, (_, cells) in enumerate(rows):
        said = [cell for cell in cells if not is_empty(cell)]
        if len(said) >= _MOST * widest and all(isinstance(cell, str) for cell in said):
            return index
    return 0


def _filled(cells: Sequence[Cell]) -> int:
    return sum(not is_empty(cell) for cell in cells)
