"""What a spreadsheet is read into."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, TypeGuard

from app.core.languages import Text
from app.tabular.headers import told_apart
from app.tabular.limits import Limits, UnreadableFile, too_many_columns, too_many_rows

if TYPE_CHECKING:
    from app.tabular.basis import MadeFrom

#: A cell as the file has it. CSV knows text only. None is an empty cell.
Cell = str | int | float | bool | date | datetime | time | None


#: So much of a text above the headers is looked at.
_TITLE = 200
_BLANKS = " \t\r\n\u00a0\ufeff"


@dataclass(frozen=True, slots=True)
class Row:
    """One record. `number` is what a person sees beside it: Excel's row, in which cells may hold several lines.

    `cells` has as many as there are headers.
    """

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a sheet holds beside its values.

    `hidden`: numbers of rows that its keeper does not see. `merged`: rows that a merged cell above reaches into.
    `uncomputed`: row and column, from 0, of formulas that no spreadsheet has worked out. `equal_sheets`: names of other
    sheets that fit what is wanted as well as the one that was taken.
    """

    hidden: frozenset[int] = frozenset()
    merged: frozenset[int] = frozenset()
    uncomputed: frozenset[tuple[int, int]] = frozenset()
    equal_sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """`headers` as written in the file, without those at the end that are empty and head nothing.

    `sheet`: its name; None for text. `header_row`: the number of the row that they stand in. `source`: how the sheet
    was kept besides. `basis`: what the file was made from, where the register made it. `above`: the texts above them.
    """

    headers: tuple[str, ...]
    rows: Sequence[Row]
    sheet: str | None = None
    header_row: int = 1
    source: SheetFacts = field(default_factory=SheetFacts)
    basis: "MadeFrom | None" = None
    above: tuple[str, ...] = ()


def refuse_empty() -> UnreadableFile:
    return UnreadableFile(
        "no-header",
        Text(
            "It is empty. A row has to hold the headers of the columns.",
            da="Filen er tom. En af de første rækker skal indeholde kolonnernes overskrifter.",
        ),
    )


def assemble(
    numbered: Sequence[tuple[int, Sequence[Cell]]],
    limits: Limits,
    heading: int = 0,
    sheet: str | None = None,
    source: SheetFacts | None = None,
) -> Table:
    """Headers and rows of what was read; `heading`: the index of the row that heads those below it.

    `numbered`: the rows that are `filled`. Raises UnreadableFile for too many rows, columns or characters.
    """
    below = numbered[heading:]
    width = max(_width(cells) for _, cells in below)
    if width > limits.max_columns:
        raise too_many_columns(limits, width)
    if len(below) - 1 > limits.max_rows:
        raise too_many_rows(limits)
    for number, cells in below:
        if any(isinstance(cell, str) and len(cell) > limits.max_cell_chars for cell in cells):
            raise UnreadableFile(
                "cell-too-long",
                Text(
                    f"A cell in row {number} has more than {limits.max_cell_chars} characters. Shorten it.",
                    da=f"En celle i række {number} har mere end {limits.max_cell_chars} tegn. Forkort den.",
                ),
            )
    (at, head), *body = below
    headers = [_heading(cell) for cell in _padded(head, width)]
    rows = [Row(number, _padded(cells, width)) for number, cells in body]
    titles = (cell[:_TITLE] for _, cells in numbered[:heading] for cell in cells if isinstance(cell, str))
    apart = told_apart(headers, lambda index: any(not is_empty(row.cells[index]) for row in rows))
    return Table(apart, rows, sheet, at, source or SheetFacts(), above=tuple(titles))


def _heading(cell: Cell) -> str:
    """As a person reads it: 2026 is kept as 2026.0."""
    if is_empty(cell):
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def filled(numbered: Sequence[tuple[int, Sequence[Cell]]]) -> list[tuple[int, Sequence[Cell]]]:
    """The rows that a person would not call empty. Raises UnreadableFile where there are none."""
    found = [(number, cells) for number, cells in numbered if not all(map(is_empty, cells))]
    if not found:
        raise refuse_empty()
    return found


def is_number(cell: Cell) -> TypeGuard[int | float]:
    """Whether the spreadsheet keeps it as a number; ja and nej are none."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def is_empty(cell: Cell) -> bool:
    """Whether a person would call the cell empty: nothing in it, or blanks only."""
    # `strip` copies nothing where there is nothing to strip: a cell may be as long as a file.
    return cell is None or (isinstance(cell, str) and not cell.strip(_BLANKS).strip())


def _width(cells: Sequence[Cell]) -> int:
    return next((index for index in range(len(cells), 0, -1) if not is_empty(cells[index - 1])), 0)


def _padded(cells: Sequence[Cell], width: int) -> tuple[Cell, ...]:
    return (*cells[:width], *[None] * (width - len(cells)))
