"""What a spreadsheet is read into."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from app.core.languages import Text
from app.tabular.limits import Limits, UnreadableFile, too_many_columns, too_many_rows

#: A cell as the file has it. CSV knows text only. None is an empty cell.
Cell = str | int | float | bool | date | datetime | time | None


_BLANKS = " \t\r\n\u00a0\ufeff"


@dataclass(frozen=True, slots=True)
class Row:
    """One record. `number` is what a person sees beside it: Excel's row, or the line of a CSV where it begins.

    `cells` has as many as there are headers.
    """

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`headers` as written in the file, without those at the end that are empty and head nothing."""

    headers: tuple[str, ...]
    rows: Sequence[Row]


def assemble(numbered: Sequence[tuple[int, Sequence[Cell]]], limits: Limits) -> Table:
    """Headers and rows of what was read: the first row that is not empty heads the rest, empty rows are skipped.

    Raises UnreadableFile where there are no headers, or too many rows, columns or characters.
    """
    filled = [(number, cells) for number, cells in numbered if not all(map(is_empty, cells))]
    if not filled:
        raise UnreadableFile(
            "no-header",
            Text(
                "It is empty. The first row has to hold the headers of the columns.",
                da="Filen er tom. Den første række skal indeholde kolonnernes overskrifter.",
            ),
        )
    width = max(_width(cells) for _, cells in filled)
    if width > limits.max_columns:
        raise too_many_columns(limits, width)
    if len(filled) - 1 > limits.max_rows:
        raise too_many_rows(limits)
    for number, cells in filled:
        if any(isinstance(cell, str) and len(cell) > limits.max_cell_chars for cell in cells):
            raise UnreadableFile(
                "cell-too-long",
                Text(
                    f"A cell in row {number} has more than {limits.max_cell_chars} characters. Shorten it.",
                    da=f"En celle i række {number} har mere end {limits.max_cell_chars} tegn. Forkort den.",
                ),
            )
    (_, head), *body = filled
    headers = tuple("" if is_empty(cell) else str(cell) for cell in _padded(head, width))
    return Table(headers, [Row(number, _padded(cells, width)) for number, cells in body])


def is_empty(cell: Cell) -> bool:
    """Whether a person would call the cell empty: nothing in it, or blanks only."""
    # `strip` copies nothing where there is nothing to strip: a cell may be as long as a file.
    return cell is None or (isinstance(cell, str) and not cell.strip(_BLANKS).strip())


def _width(cells: Sequence[Cell]) -> int:
    return next((index for index in range(len(cells), 0, -1) if not is_empty(cells[index - 1])), 0)


def _padded(cells: Sequence[Cell], width: int) -> tuple[Cell, ...]:
    return (*cells[:width], *[None] * (width - len(cells)))
