"""Which cells of a workbook that the register made were edited: the others say nothing, whatever they hold."""

from collections import defaultdict
from collections.abc import Sequence

from app.imports.cells import ColumnReader
from app.imports.draft import Draft
from app.imports.kind import Kind
from app.imports.quoting import quoted
from app.imports.showing import shown_columns
from app.tabular.basis import MadeFrom, digest, plain
from app.tabular.cells import shown
from app.tabular.table import Row, is_empty


class Edits:
    """Takes the rows of one file in their order."""

    def __init__(
        self, basis: MadeFrom, readers: Sequence[ColumnReader], kind: type[Kind], headers: Sequence[str]
    ) -> None:
        self._basis = basis
        self._readers = readers
        self._key = kind.key
        places = {reader.place.column.name: reader.place for reader in readers}
        self._place = places.get(kind.key)
        self._shown = shown_columns(kind, headers, places)
        self._seen: dict[str, list[int]] = defaultdict(list)

    def take(self, row: Row, draft: Draft) -> None:
        """Put what was edited into the draft; everything, where the row is a new one."""
        draft.basis = self._of(row, draft)
        for reader in self._readers:
            if draft.basis is None or self._is_edited(reader, row, draft, draft.basis):
                reader.take(row, draft)
        if not draft.is_settled:
            once = self._basis.times_of(draft.key) == 1
            for each in self._shown:
                # Of what has several rows, the workbook knows the last one only.
                if each.says_more(row) if draft.basis is None else once and each.was_edited(row, draft):
                    each.tell(row, draft)

    def _of(self, row: Row, draft: Draft) -> dict[str, str] | None:
        """The digests of the row; None for a new one, and with the draft rejected for one that cannot be told."""
        if self._place is None or is_empty(row.cells[self._place.index]):
            return None
        key = shown(row.cells[self._place.index])
        found = self._basis.of(key)
        if found is None:
            detail = (
                f"{quoted(key)} stod ikke i filen, da den blev hentet. Skriv det id, der stod, eller lad cellen være "
                "tom, hvis rækken er ny."
            )
            self._refuse(draft, "key-unknown", detail)
            return None
        draft.key = key
        self._seen[key].append(row.number)
        if len(self._seen[key]) > self._basis.times_of(key):
            detail = (
                f"Id'et står også i række {self._seen[key][0]}. Tøm cellen, hvis rækken er en ny, eller slet den ene."
            )
            self._refuse(draft, "key-repeated", detail)
            return None
        return found

    def _refuse(self, draft: Draft, code: str, detail: str) -> None:
        draft.reject(self._key, code, detail)
        draft.is_settled = True

    def _is_edited(self, reader: ColumnReader, row: Row, draft: Draft, basis: dict[str, str]) -> bool:
        column, cell = reader.place.column, row.cells[reader.place.index]
        before = basis.get(column.name)
        if before is None:
            return True
        now = digest(draft.key, column.name, plain(cell, many=column.many))
        if now == before or (is_empty(cell) and row.number in reader.uncomputed):
            return now != before
        if is_empty(cell):
            detail = (
                f"»{column.header}« er tømt i filen. En import rydder ikke felter: ryd feltet i registret, hvis "
                "det skal være tomt."
            )
            draft.warn(column.name, "emptied", detail)
            return False
        return True
