"""What forms do to a table before it is read: cells change where they stand, so that a report can name them."""

from collections.abc import Sequence
from dataclasses import replace

from app.tabular.cells import shown
from app.tabular.headers import folded_header
from app.tabular.several import join
from app.tabular.table import Cell, Row, Table, is_empty


def index_of(table: Table, heading: str) -> int | None:
    """Where the column stands; None where the file has none."""
    wanted = folded_header(heading)
    return next((index for index, header in enumerate(table.headers) if folded_header(header) == wanted), None)


def with_cells(table: Table, index: int, cells: Sequence[Cell]) -> Table:
    """The table with other cells in one column, one for each row."""
    rows = [_with_cell(row, index, cell) for row, cell in zip(table.rows, cells, strict=True)]
    return replace(table, rows=rows)


def filled_from(table: Table, heading: str, other: str) -> Table:
    """Where the first column says nothing, what the other says."""
    index, source = index_of(table, heading), index_of(table, other)
    if index is None or source is None:
        return table
    cells = [row.cells[source] if is_empty(row.cells[index]) else row.cells[index] for row in table.rows]
    return with_cells(table, index, cells)


def _with_cell(row: Row, index: int, cell: Cell) -> Row:
    return Row(row.number, (*row.cells[:index], cell, *row.cells[index + 1 :]))


def united(table: Table, headings: Sequence[str]) -> Table:
    """All that the columns say, in the first of them that the file has."""
    places = [index for heading in headings if (index := index_of(table, heading)) is not None]
    if not places:
        return table
    said = [[shown(row.cells[index]) for index in places if not is_empty(row.cells[index])] for row in table.rows]
    return with_cells(table, places[0], [join(dict.fromkeys(values)) for values in said])
