"""What a spreadsheet is read into, how large one may be, and what makes one unreadable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from app.core.languages import Text

#: A cell as the file has it. CSV knows text only. None is an empty cell.
Cell = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read at most; a larger file is refused, never cut."""

    max_bytes: int = 20 * 1_048_576
    max_rows: int = 100_000
    max_columns: int = 200
    max_cell_chars: int = 10_000
    max_unpacked_bytes: int = 200 * 1_048_576


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


class UnreadableFile(Exception):
    """The file as a whole cannot be used. `code` is for machines, `detail` says why, for whoever sent it."""

    def __init__(self, code: str, detail: Text) -> None:
        super().__init__(str(detail))
        self.code = code
        self.detail = detail


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
        raise UnreadableFile(
            "too-many-columns",
            Text(
                f"It has {width} columns; there may be {limits.max_columns} at most.",
                da=f"Filen har {width} kolonner; der må højst være {limits.max_columns}.",
            ),
        )
    if len(filled) - 1 > limits.max_rows:
        raise UnreadableFile(
            "too-many-rows",
            Text(
                f"It has more than {limits.max_rows} rows. Split it, and import each part.",
                da=f"Filen har mere end {limits.max_rows} rækker. Del den, og importér delene hver for sig.",
            ),
        )
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
    return cell is None or (isinstance(cell, str) and not cell.replace("\u00a0", " ").replace("\ufeff", "").strip())


def _width(cells: Sequence[Cell]) -> int:
    return max((index + 1 for index, cell in enumerate(cells) if not is_empty(cell)), default=0)


def _padded(cells: Sequence[Cell], width: int) -> tuple[Cell, ...]:
    return (*cells[:width], *[None] * (width - len(cells)))
