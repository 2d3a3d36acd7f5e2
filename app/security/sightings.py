"""What an answer showed that the register takes a note of."""

from enum import StrEnum

#: A resource and its id.
Subject = tuple[str, str]


class ReadKind(StrEnum):
    """Why a read is written down."""

    CONTACTS = "contacts"
    HISTORY = "history"
    EXPORT = "export"


#: What one answer showed, by kind; an export's rows are not named one by one.
Seen = tuple[tuple[ReadKind, frozenset[Subject]], ...]


class Sightings:
    """Filled while one answer is made: every place that decides to show such a thing says so here."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: dict[ReadKind, set[Subject]] = {}

    def add(self, kind: ReadKind, *subjects: Subject) -> None:
        self._found.setdefault(kind, set()).update(subjects)

    def seen(self) -> Seen:
        return tuple((kind, frozenset(subjects)) for kind, subjects in self._found.items())
