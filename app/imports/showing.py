"""Columns of an exported workbook that only show: an edit in them is not read, and is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.imports.columns import Place
from app.imports.draft import Draft
from app.imports.kind import Kind
from app.imports.problems import Concerned
from app.tabular.basis import digest, plain
from app.tabular.cells import shown
from app.tabular.headers import folded_header
from app.tabular.table import Row, is_empty


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """`index`: from 0. `written_in`: the header below which a change is written; None: not in this file.

    `written_at`: its index, where the file has it.
    """

    field: str
    header: str
    index: int
    written_in: str | None
    written_at: int | None

    def was_edited(self, row: Row, draft: Draft) -> bool:
        """Whether the cell says something else than it did; older workbooks do not tell."""
        before = (draft.basis or {}).get(self.field)
        return before is not None and digest(draft.key, self.field, plain(row.cells[self.index])) != before

    def says_more(self, row: Row) -> bool:
        """Whether the cell of a new row says what the one that is read leaves open."""
        if self.written_in is None or is_empty(row.cells[self.index]):
            return False
        return self.written_at is None or is_empty(row.cells[self.written_at])

    def tell(self, row: Row, draft: Draft) -> None:
        """Warn of the cell."""
        way = "Ret det i registret." if self.written_in is None else f"Skriv ændringen i »{self.written_in}«."
        detail = f"Kolonnen viser kun, hvad registret siger, så det, der er skrevet her, er ikke læst. {way}"
        cell = row.cells[self.index]
        concerned = Concerned(self.header, self.index, None if is_empty(cell) else shown(cell))
        draft.problems.add(row.number, concerned, "shown-only", detail, "warning")


def shown_columns(kind: type[Kind], headers: Sequence[str], places: Mapping[str, Place]) -> list[ShownColumn]:
    """Those that the file has. `places`: field → where it is read; a mapping may have one of these read."""
    names = {column.name: column.header for column in kind.columns}
    read = {place.index for place in places.values()}
    fields = {folded_header(header): field for field, header in kind.shown_only.items()}
    found = []
    for index, header in enumerate(headers):
        field = fields.get(folded_header(header))
        if field is None or index in read:
            continue
        target = kind.written_in.get(field)
        place = places.get(target or "")
        written_in = None if target is None else names[target]
        found.append(ShownColumn(field, header, index, written_in, None if place is None else place.index))
    return found
