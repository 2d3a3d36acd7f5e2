"""How far a sheet reaches, told from its XML before anything is reserved for its cells.

The reader of the cells takes memory for the whole rectangle between the first cell and the last: two cells in the
corners of a sheet would be 17 billion. Only cells that hold a value count, as they do for the reader; the formatted
empty ones that Excel leaves far away make no file unreadable.
"""

from dataclasses import dataclass, field
from typing import IO

from app.core.languages import Text
from app.tabular.limits import BLANK_ROWS, Limits, UnreadableFile, too_many_cells, too_many_columns, too_many_rows
from app.tabular.xml_stream import XmlError, local, parse

#: What the file format allows.
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_DIGITS = "0123456789"


@dataclass(slots=True)
class Extent:
    """What lies between the first and the last cell that hold a value; rows and columns count from 1."""

    limits: Limits
    cells: int = 0
    rows: int = 0
    columns: set[int] = field(default_factory=set)
    first_row: int = 0
    last_row: int = 0
    #: The cell that lies furthest down, and the one furthest to the right: row and column.
    lowest: tuple[int, int] = (0, 0)
    rightmost: tuple[int, int] = (0, 0)

    def add(self, row: int, column: int) -> None:
        """Take a cell in. Raises UnreadableFile as soon as there are too many."""
        self.cells += 1
        if self.cells > self.limits.max_cells:
            raise too_many_cells(self.limits)
        if row != self.last_row:
            self.rows += 1
            if self.rows > self.limits.max_rows + 1:
                raise too_many_rows(self.limits)
            self.last_row = row
        self.columns.add(column)
        self.first_row = min(self.first_row or row, row)
        if row > self.lowest[0]:
            self.lowest = (row, column)
        if column > self.rightmost[1]:
            self.rightmost = (row, column)

    def refuse_too_large(self) -> None:
        """Raises UnreadableFile: for what is full, by its number of rows or columns, else by the cell that strayed."""
        limits = self.limits
        width = self.rightmost[1] - min(self.columns, default=1) + 1
        if width > limits.max_columns:
            raise (
                too_many_columns(limits, len(self.columns))
                if len(self.columns) > limits.max_columns
                else _astray(self.rightmost)
            )
        if self.lowest[0] - self.first_row > limits.max_rows + BLANK_ROWS:
            raise _astray(self.lowest)


def refuse_far_cells(stream: IO[bytes], limits: Limits) -> None:
    """Read the XML of one sheet. Raises UnreadableFile for what is too large to be read, XmlError for broken XML."""
    parse(stream, walk := _Walk(Extent(limits)))
    walk.extent.refuse_too_large()


class _Walk:
    """Follows rows and cells, those without a reference of their own too: they come after the one before them."""

    def __init__(self, extent: Extent) -> None:
        self.extent = extent
        self._row = 0
        self._at = (0, 0)
        self._pending = False
        self._names: dict[str, int] = {}

    def __call__(self, name: str, attributes: dict[str, str]) -> None:
        kind = local(name)
        if kind == "c":
            reference = attributes.get("r")
            self._at = (self._row, self._at[1] + 1) if reference is None else self._place(reference)
            self._pending = True
        elif kind in {"v", "is"}:
            # A formula's value and a text in the cell itself; a cell with both counts once.
            if self._pending:
                self._pending = False
                self.extent.add(*self._at)
        elif kind == "row":
            number = attributes.get("r")
            self._row = self._row + 1 if number is None else _number(number)
            self._at = (self._row, 0)

    def _place(self, reference: str) -> tuple[int, int]:
        letters = reference.rstrip(_DIGITS)
        column = self._names.get(letters)
        if column is None:
            column = self._names[letters] = column_number(letters)
        return _number(reference[len(letters) :]), column


def _number(digits: str) -> int:
    number = int(digits) if len(digits) <= len(str(_LAST_ROW)) and digits.isascii() and digits.isdigit() else 0
    if not 1 <= number <= _LAST_ROW:
        raise XmlError("no row has this number")
    return number


def column_number(letters: str) -> int:
    """From 1; raises XmlError for what names no column."""
    number = 0
    for letter in letters.upper() if len(letters) <= len("XFD") else "":
        number = number * 26 + ord(letter) - ord("A") + 1 if "A" <= letter <= "Z" else _LAST_COLUMN + 1
    if not 1 <= number <= _LAST_COLUMN:
        raise XmlError("no column has this name")
    return number


def cell_name(row: int, column: int) -> str:
    """The name that a person sees: 1, 27 → AA1."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"


def _astray(cell: tuple[int, int]) -> UnreadableFile:
    name = cell_name(*cell)
    return UnreadableFile(
        "far-cell",
        Text(
            f"Cell {name} lies far away from the others. Delete its row or column, and save the file again.",
            da=f"Cellen {name} ligger langt uden for resten. Slet dens række eller kolonne, og gem filen igen.",
        ),
    )
