"""How a cell names a row so that an import of the file finds it: by key, by name, else by id. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.core.folding import fold
from app.tabular.limits import Limits
from app.tabular.several import join

_LONGEST_CELL = Limits().max_cell_chars


class Reference(str):
    """What a cell says for a row, and which row that is."""

    __slots__ = ("row_id",)
    row_id: str

    @classmethod
    def to(cls, row_id: str, text: str) -> "Reference":
        made = cls(text)
        made.row_id = row_id
        return made


@dataclass(frozen=True, slots=True)
class Named:
    """What a row goes by. `names` are those that an import knows it by, the shortest first."""

    id: str
    external_id: str | None
    names: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return self.names if self.external_id is None else (self.external_id, *self.names)


class References:
    """Texts that lead to one row only. A key of one row and a name of another count as the same text."""

    def __init__(self, rows: Iterable[Named]) -> None:
        seen: set[str] = set()
        self._ambiguous: set[str] = set()
        for row in rows:
            texts = {_plain(text) for text in row.texts}
            self._ambiguous |= texts & seen
            seen |= texts

    def text(self, row: Named) -> Reference:
        """What a cell says for the row."""
        said = next((text for text in row.texts if _plain(text) not in self._ambiguous), row.id)
        return Reference.to(row.id, said)


class Directory:
    """References to the rows of a small table, by id; None, for no row, gives None."""

    def __init__(self, rows: Iterable[Named]) -> None:
        self._rows = {row.id: row for row in rows}
        self._references = References(self._rows.values())

    def text(self, row_id: str | None) -> Reference | None:
        return None if row_id is None else self._references.text(self._rows[row_id])

    def name(self, row_id: str | None) -> str | None:
        """What people call the row."""
        return None if row_id is None else self._rows[row_id].names[0]

    def names(self, row_ids: Iterable[str]) -> list[str]:
        """What people call the rows, in the same order."""
        return [self._rows[row_id].names[0] for row_id in row_ids]

    def among(self, row_ids: Collection[str] | None) -> list[str]:
        """What cells may say for these rows (None: all), in alphabetical order."""
        wanted = [row for row_id, row in self._rows.items() if row_ids is None or row_id in row_ids]
        return sorted((self._references.text(row) for row in wanted), key=fold)

    def texts(self, row_ids: Iterable[str]) -> list[str]:
        """What one cell says for several rows; their ids where names would make it longer than an import takes."""
        ids = list(row_ids)
        texts = [self._references.text(self._rows[row_id]) for row_id in ids]
        if len(join(texts)) > _LONGEST_CELL:
            texts = [Reference.to(row_id, row_id) for row_id in ids]
        return [*texts]


def _plain(text: str) -> str:
    """Coarser than what an import holds to be the same name, so that a reference is never a guess."""
    return " ".join(fold(text).split())
