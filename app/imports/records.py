"""Which rows of a file are records: not those that repeat the headers, nor those that add the others up."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TypeGuard

from app.core.spilling import SpilledList
from app.imports.problems import Concerned, Problems
from app.tabular.cells import shown
from app.tabular.headers import folded_header
from app.tabular.table import Cell, Row, Table, is_empty

_SUM = re.compile(r"(?:i\s?alt|total|sum|subtotal|mellemsum|hovedtotal|samlet)(?:\s+\d[\d.]*(?:\s+\w+)?)?\s*[:.]?")
_NUMBER = re.compile(r"[-(]?\d[\d.,\s]*\)?(?:\s*(?:kr\.?|dkk|%))?", re.IGNORECASE)
#: Headers that tell a row of them from a record that happens to say one.
_SEVERAL = 2


def no_records(table: Table, problems: Problems) -> set[int]:
    """The numbers of the rows that are none; each is noted."""
    headers = [folded_header(header) for header in table.headers]
    found = set()
    for row in table.rows:
        if _repeats(row, headers):
            detail = "Rækken gentager overskrifterne og er ikke læst."
            problems.add(row.number, None, "repeated-headers", detail, "warning")
            found.add(row.number)
        elif _adds_up(row):
            detail = "Rækken ligner en sum af de andre og er ikke læst. Slet den, eller udfyld flere celler i den."
            problems.add(row.number, None, "sum-row", detail, "warning")
            found.add(row.number)
    return found


def without(table: Table, numbers: Collection[int]) -> Table:
    """The table, less those of its rows."""
    if not numbers:
        return table
    return replace(table, rows=SpilledList(row for row in table.rows if row.number not in numbers))


def tell_of_headless(table: Table, problems: Problems) -> None:
    """Note the columns without a header that hold something, at the first of their cells."""
    for index, header in enumerate(table.headers):
        if header.strip():
            continue
        filled = [row for row in table.rows if not is_empty(row.cells[index])]
        if filled:
            said = "cellen her" if len(filled) == 1 else f"denne og {len(filled) - 1} andre celler"
            detail = (
                f"Kolonnen har ingen overskrift, så {said} er ikke læst. Skriv en overskrift, eller slet cellerne. Er "
                "teksten blevet delt ved et skilletegn, så sæt den i anførselstegn."
            )
            concerned = Concerned("", index, shown(filled[0].cells[index]))
            problems.add(filled[0].number, concerned, "unread-cell", detail, "warning")


def _repeats(row: Row, headers: Sequence[str]) -> bool:
    said = 0
    for cell, header in zip(row.cells, headers, strict=True):
        if is_empty(cell):
            continue
        # Nearly every row is told by its first cell.
        if not isinstance(cell, str) or folded_header(cell) != header:
            return False
        said += 1
    return said >= min(_SEVERAL, sum(map(bool, headers)))


def _is_text(cell: Cell) -> TypeGuard[str]:
    return isinstance(cell, str) and not is_empty(cell)


def _adds_up(row: Row) -> bool:
    """Whether it says that it is a sum, and nothing else but numbers."""
    texts = filter(_is_text, row.cells)
    first = next(texts, None)
    if first is None or _SUM.fullmatch(first.strip().casefold()) is None:
        return False
    return all(_NUMBER.fullmatch(text.strip()) for text in texts)
