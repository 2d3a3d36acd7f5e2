"""Turtle of a stranger into a table of systems. Runs in the process that `reading` starts, and nowhere else."""

from app.core.languages import Text
from app.sysap import terms
from app.sysap.graph import read_statements
from app.sysap.rows import HEADERS, SystemRow
from app.tabular.limits import Limits, UnreadableFile
from app.tabular.neutralise import neutralise
from app.tabular.table import Cell, Table, assemble

#: Properties that no column takes are told as columns that are not read, up to this many.
_TOLD = 50


def parse_turtle(content: bytes, limits: Limits) -> Table:
    """One row per system, in the order of the file. Raises UnreadableFile."""
    statements = read_statements(content)
    rows = [SystemRow(statements, system) for system in statements.systems()]
    if not rows:
        raise UnreadableFile(
            "no-systems",
            Text(
                f"It holds no system: nothing in it is a <{terms.SYSTEM}>.",
                da=f"Der er ingen systemer i filen: Intet i den er et <{terms.SYSTEM}>.",
            ),
        )
    others = [row.others() for row in rows]
    told = list(dict.fromkeys(name for other in others for name in other))[:_TOLD]
    headers = [*HEADERS.values(), *(terms.last_part(name) for name in told)]
    lines: list[list[Cell]] = []
    for row, other in zip(rows, others, strict=True):
        cells = row.cells()
        lines.append([_harmless(cells.get(field)) for field in HEADERS] + [_harmless(other.get(name)) for name in told])
    return assemble(list(enumerate([headers, *lines], start=1)), limits)


def _harmless(cell: Cell) -> Cell:
    """Text as a spreadsheet of ours would hold it, since it is read as one."""
    return neutralise(cell) if isinstance(cell, str) else cell
