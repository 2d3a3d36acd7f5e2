"""Rows of a workbook that the register made, and that lost their ids: as new ones they would be made a second time."""

from collections.abc import Collection, Iterable

from app.core.lazy import lazy
from app.imports.draft import Draft
from app.imports.index import Entry, Index
from app.tabular.basis import MadeFrom, digest, plain_as_written


class RemovedKeys:
    """`absent`: the ids that no row has now. `fields`: those by which a row may be told, the name first."""

    def __init__(self, basis: MadeFrom, absent: Collection[str], index: Index, fields: tuple[str, ...]) -> None:
        self._basis = basis
        self._absent = absent
        self._index = index
        self._fields = fields

    def lost(self, draft: Draft, alike: Iterable[Entry]) -> Entry | None:
        """The row that the draft was, where it seems to be one. `alike`: those with its name or its key."""
        found = next((entry for entry in alike if entry.id in self._absent), None)
        return found or next((entry for entry in self._renamed if self.was(draft, entry.id)), None)

    def was(self, draft: Draft, row_id: str) -> bool:
        """Whether the draft says what the workbook said of the row when it was made."""
        before = self._basis.of(row_id) or {}
        return any(
            name in draft.values and before.get(name) == digest(row_id, name, plain_as_written(draft.values[name]))
            for name in self._fields
        )

    @lazy
    def _renamed(self) -> list[Entry]:
        """Those that the register calls otherwise since."""
        label = self._fields[0]
        entries = filter(None, map(self._index.with_id, sorted(self._absent)))
        return [
            entry
            for entry in entries
            if (self._basis.of(entry.id) or {}).get(label) != digest(entry.id, label, plain_as_written(entry.name))
        ]
