"""What a workbook was made from: the key of each row, and of each cell a digest that tells later whether it was edited.

Exports write it on a sheet that nobody sees, imports read it there. No value stands in it; that a cell was empty does.
Pure.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import orjson

from app.tabular.cells import BadValue, text
from app.tabular.neutralise import neutralise
from app.tabular.several import split
from app.tabular.table import Cell, is_empty

#: How the sheet's name begins, and what its first cell says: the format, with its version.
SHEET, MARK = "Grundlag", "ansvarsregister-grundlag-1"
#: Behind a field whose cells name rows: the digest of their ids, which stay when names change.
IDS = "#"
_EMPTY = "."
_WIDTH = 8
_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """`rows`: key → the digests of its cells. `times`: key → rows that have it, where those are several."""

    kind: str
    revision: int
    fields: tuple[str, ...]
    rows: Mapping[str, str]
    times: Mapping[str, int]

    def of(self, key: str) -> dict[str, str] | None:
        """Field → digest; None for a row that the workbook did not have."""
        digests = self.rows.get(key)
        return None if digests is None else dict(zip(self.fields, _taken_apart(digests), strict=False))

    def times_of(self, key: str) -> int:
        """How many rows had the key."""
        return self.times.get(key, 1)


def head_of(kind: str, revision: int, made_at: str, fields: Sequence[str]) -> list[str]:
    """The first row of the sheet."""
    said = {"kind": kind, "revision": revision, "madeAt": made_at, "fields": list(fields)}
    return [MARK, orjson.dumps(said).decode()]


def basis_of(rows: Iterable[Sequence[Cell]], kind: str) -> MadeFrom | None:
    """What the rows of the sheet say; None where that is of another kind, or not what an export writes."""
    rows = iter(rows)
    match list(next(rows, ()))[:2]:
        case [said, str(head)] if said == MARK:
            pass
        case _:
            return None
    try:
        meta: dict[str, Any] = orjson.loads(head)
        if meta["kind"] != kind:
            return None
        return gathered(meta, ((str(row[0]), str(row[1])) for row in rows if row[0] and row[1]))
    except (KeyError, TypeError, ValueError, IndexError):
        return None


def gathered(meta: Mapping[str, Any], rows: Iterable[tuple[str, str]]) -> MadeFrom:
    """Of the head as JSON, and key and digests of each row. Raises KeyError, TypeError or ValueError."""
    found: dict[str, str] = {}
    times: dict[str, int] = {}
    for key, digests in rows:
        if key in found:
            times[key] = times.get(key, 1) + 1
        found[key] = digests
    return MadeFrom(str(meta["kind"]), int(meta["revision"]), tuple(map(str, meta["fields"])), found, times)


def digest(key: str, field: str, plain: str) -> str:
    """Of what a cell says in its plain form, so that equal values of two cells do not show."""
    if not plain:
        return _EMPTY
    said = _BETWEEN.join((key, field, plain)).encode()
    return blake2b(said, digest_size=_WIDTH // 2).hexdigest()


def plain(cell: Cell, *, many: bool = False) -> str:
    """The form in which a cell is equal to itself, whichever program has saved it; several values in any order."""
    if is_empty(cell):
        return ""
    try:
        said = text(cell)
    except BadValue:
        said = str(cell).strip()
    return _BETWEEN.join(sorted(split(said))) if many else said


@lru_cache(maxsize=4096, typed=True)
def plain_as_written(cell: Cell, *, many: bool = False) -> str:
    """Of a cell on its way out, which is made harmless as it is written."""
    return plain(neutralise(cell) if isinstance(cell, str) else cell, many=many)


def plain_ids(ids: Iterable[str]) -> str:
    """Of the rows that a cell names."""
    return _BETWEEN.join(sorted(ids))


def _taken_apart(digests: str) -> Iterator[str]:
    at = 0
    while at < len(digests):
        end = at + (1 if digests[at] == _EMPTY else _WIDTH)
        yield digests[at:end]
        at = end
