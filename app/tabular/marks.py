"""What is to be written into a file, and in which colour. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

#: The header of the column; an import passes over it.
HEADER = "Fejl"
ERROR, WARNING = "FFC7CE", "FFEB9C"


class Mark(NamedTuple):
    """`column` counts from 0; None: the row as a whole."""

    column: int | None
    is_error: bool
    text: str


@dataclass(frozen=True, slots=True)
class Marks:
    """`rows`: number of a row → what is said of it. `sheet`: None for text."""

    sheet: str | None
    header_row: int
    rows: Mapping[int, Sequence[Mark]]

    def text(self, row: int) -> str:
        return "\n".join(dict.fromkeys(mark.text for mark in self.rows[row]))

    def colours(self, row: int) -> dict[int, str]:
        """Column → colour; an error outdoes a warning."""
        marks = sorted(self.rows[row], key=lambda mark: mark.is_error)
        return {mark.column: ERROR if mark.is_error else WARNING for mark in marks if mark.column is not None}
