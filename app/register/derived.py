"""A digest of what a write has worked out: every version of a card, a finding, a holding or a stretch that it wrote.

The last entry of the write carries it, so that the past cannot be changed behind the journal's back. Personal values
are left out: they are erasable. So is what later releases may work out anew from the rest: sort keys and search texts.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from typing import Any

import numpy as np
import orjson
from sqlmodel import SQLModel

from app.core.canonical import canonical, canonical_bytes
from app.models import CardHolding, CardVersion, FindingVersion, HolderStretch

#: The tables whose rows a digest covers: those that say what was known when.
VERSIONS: tuple[type[SQLModel], ...] = (CardVersion, CardHolding, FindingVersion, HolderStretch)
#: Until when a version stands is known later than its digest. A name is personal, or a sort key of one.
_LEFT_OUT = {
    *("known_until", "person_name", "person_name_sort", "title_sort", "name_sort", "supplier_folded", "kle_text"),
    *("search_text", "names_text"),
}
#: Bytes of a row's digest. A large write has a million of them, which lie one behind the other.
_SIZE = sha256().digest_size
_KEY = '"personName":'
_NAME = _KEY + r'(?:null|"[^"\\]*(?:\\.[^"\\]*)*")'
#: A name that other keys follow, as most do, and one that is the last or the only.
_NAME_AND_MORE, _NAME_ALONE = re.compile(f"{_NAME},"), re.compile(f",?{_NAME}")


class Derived:
    """Gathers the rows of one write, in whatever order they come."""

    def __init__(self) -> None:
        self._rows: dict[str, bytearray] = {}

    def add(self, table: type[SQLModel], row: Mapping[str, Any]) -> None:
        """`row`: the columns of the table, as they are written or read."""
        self.add_text(str(table.__tablename__), _row_text(table, row))

    def add_text(self, table: str, text: bytes) -> None:
        """A row whose text is known. `table`: its name."""
        self._rows.setdefault(table, bytearray()).extend(sha256(b"%b\n%b" % (table.encode(), text)).digest())

    def by_table(self) -> dict[str, str]:
        """Table → digest of its rows."""
        return {name: _whole(rows) for name, rows in self._rows.items()}

    def digest(self) -> str | None:
        """The same as JSON, as an entry carries it; None where nothing was worked out."""
        return canonical(self.by_table()) if self._rows else None


class DerivedTexts(Derived):
    """The texts themselves, of rows that have a stand-in for their stamp: what they come to is said later."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[tuple[str, bytes]] = []

    def add_text(self, table: str, text: bytes) -> None:
        self.texts.append((table, text))


def _whole(rows: bytearray) -> str:
    """Of the digests in order, whatever the one in which they came. They are put in order where they lie."""
    np.frombuffer(rows, np.dtype((np.bytes_, _SIZE))).sort()
    return sha256(rows).hexdigest()


def _row_text(table: type[SQLModel], row: Mapping[str, Any]) -> bytes:
    """What a digest says of the row.

    A column that holds its default says nothing: a release that adds one leaves old digests as they are.
    """
    content = {name: row[name] for name, default in _defaults(table) if row.get(name, default) != default}
    if "body" in content:
        content["body"] = _plain(content["body"])
    return canonical_bytes(content)


@cache
def _defaults(table: type[SQLModel]) -> Sequence[tuple[str, Any]]:
    """The columns that the digest covers, and what each holds where nothing is said."""
    fields = table.model_fields.items()
    return [(name, field.get_default()) for name, field in fields if name not in _LEFT_OUT]


def _plain(body: str) -> orjson.Fragment:
    """The body in its canonical form, without the names.

    To take them out of the text is ten times as quick as to look through the values. A quotation mark inside a text has
    a backslash before it, so that no text looks like a key.
    """
    text = _NAME_AND_MORE.sub("", canonical(orjson.loads(body)))
    return orjson.Fragment(_NAME_ALONE.sub("", text) if _KEY in text else text)
