"""The rows of a table by id, key and name, so that a file's references are found without a query each. Pure."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.core.erased_keys import erased_key, salt_of
from app.imports.quoting import quoted
from app.models.resource import Noun

#: Candidates that a problem names; people rarely need more to see what to do.
_NAMED = 5


@dataclass(slots=True, eq=False)
class Entry:
    """What identifies a row. `row` is the file's row that makes or changes it, where one does."""

    id: str
    source: str | None
    external_id: str | None
    name: str
    unit_id: str | None = None
    unit_name: str | None = None
    row: int | None = None
    new: bool = False

    @property
    def label(self) -> str:
        """The row as a list of candidates names it."""
        name = f"{self.name}, {self.unit_name}" if self.unit_name else self.name
        if self.external_id is not None:
            return f"{quoted(name)} (nøgle {quoted(self.external_id)} i kilden {quoted(self.source or '')})"
        return f"{quoted(name)} (id {self.id})"

    @property
    def names(self) -> tuple[str, ...]:
        """Every way to name the row; a position may be told from its namesakes by its unit."""
        if self.unit_name is None:
            return (self.name,)
        return self.name, f"{self.name} ({self.unit_name})", f"{self.name}, {self.unit_name}"


class Unresolved(Exception):
    """A reference that leads to no row, or to several. `detail` is Danish."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


def folded(name: str) -> str:
    """Upper and lower case alike, blanks as one blank; å stays å."""
    return " ".join(_composed(name).casefold().split())


def _composed(text: str) -> str:
    """Letters as one character each: a Mac writes them as two, and nobody sees the difference."""
    return unicodedata.normalize("NFC", text)


class _Called:
    """Entries by what they are called. Nearly all are called so alone, and need no list."""

    def __init__(self) -> None:
        self._found: dict[str, Entry | list[Entry]] = {}

    def add(self, text: str, entry: Entry) -> None:
        found = self._found.setdefault(text, entry)
        if isinstance(found, list):
            if entry not in found:
                found.append(entry)
        elif found is not entry:
            self._found[text] = [found, entry]

    def __getitem__(self, text: str) -> Sequence[Entry]:
        found = self._found.get(text, ())
        return (found,) if isinstance(found, Entry) else found


@dataclass(slots=True)
class Index:
    """Grows by the new rows of the file, so that rows can refer to each other."""

    noun: Noun
    source: str
    _by_id: dict[str, Entry] = field(default_factory=dict)
    _by_key: _Called = field(default_factory=_Called)
    _by_name: _Called = field(default_factory=_Called)
    #: Of keys that are kept as digests, since they named somebody who was erased.
    _salts: set[str] = field(default_factory=set)
    #: Hashes of texts: a hundred thousand texts would take as much as the entries.
    _asked: set[int] = field(default_factory=set)

    def extend(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self._by_id[entry.id] = entry
            if entry.external_id is not None:
                self._by_key.add(_composed(entry.external_id), entry)
                salt = salt_of(entry.external_id)
                if salt is not None:
                    self._salts.add(salt)
            for name in entry.names:
                self.also_named(entry, name)

    def also_named(self, entry: Entry, name: str) -> None:
        """A name that the file gives the row."""
        self._by_name.add(folded(name), entry)

    def __getitem__(self, row_id: str) -> Entry:
        return self._by_id[row_id]

    def with_id(self, row_id: str) -> Entry | None:
        return self._by_id.get(row_id.strip().lower())

    def with_key(self, key: str) -> Entry | None:
        """The row with the key in the import's own source."""
        self._asked.add(hash(folded(key)))
        for kept in (_composed(key), *(erased_key(salt, self.source, key) for salt in self._salts)):
            for entry in self._by_key[kept]:
                if entry.source == self.source:
                    return entry
        return None

    def keyed(self, key: str) -> Sequence[Entry]:
        """The rows with the key, of whichever source."""
        return self._by_key[_composed(key)]

    def namesakes(self, name: str) -> Sequence[Entry]:
        wanted = folded(name)
        self._asked.add(hash(wanted))
        return self._by_name[wanted]

    def was_asked_for(self, text: str) -> bool:
        """Whether anybody has looked for a row with the key or the name; once in an age it says so by chance."""
        return hash(folded(text)) in self._asked

    def resolve(self, text: str) -> Entry:
        """The row that a cell refers to: by key, the own source first, by id, by name. Raises Unresolved."""
        own = self.with_key(text)
        if own is not None:
            return own
        known = self.with_id(text)
        for candidates in (self._by_key[_composed(text)], [known] if known else (), self.namesakes(text)):
            if len(candidates) == 1:
                return candidates[0]
            if candidates:
                raise self.ambiguous(text, candidates)
        detail = (
            f"{self.noun.none} {self.noun.singular} har nøglen eller navnet {quoted(text)}. "
            f"Ret cellen, eller opret {self.noun.definite} først."
        )
        raise Unresolved("unknown-reference", detail)

    def ambiguous(self, text: str, candidates: Sequence[Entry]) -> Unresolved:
        """The error that names the candidates."""
        named = "; ".join(entry.label for entry in candidates[:_NAMED])
        more = f" og {len(candidates) - _NAMED} til" if len(candidates) > _NAMED else ""
        detail = (
            f"Flere {self.noun.plural} passer til {quoted(text)}: {named}{more}. "
            f"Skriv nøglen eller id'et på {self.noun.pronoun}, du mener."
        )
        return Unresolved("ambiguous-reference", detail)
