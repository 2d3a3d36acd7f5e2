"""A row of the file on its way into the register."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from app.core.chunks import chunks
from app.core.spilling import BLOCK, MOST, Block, Blocks
from app.imports.columns import Place
from app.imports.mapping import NOTHING
from app.imports.problems import Concerned, Problems, Weight
from app.imports.succession import Succession
from app.models import Journaled
from app.vocabulary import Duty

Effect = Literal["created", "updated", "unchanged"]


@dataclass(frozen=True, slots=True)
class Offer:
    """A duty that the row gives to a position which has to agree. `field`: of the cell that names the position."""

    field: str
    system_id: str
    duty: Duty
    position_id: str
    starts_on: date


@dataclass(slots=True, eq=False)
class RowContents:
    """What a row says, and what that comes to: of a large file few are in memory at once.

    `values`: field → parsed value, for the cells that say something. `shown`: field → the cell as people see it.
    `references`: field → the id that its cell leads to, or the list of them. `columns`: those to be written: all of
    them for a new row, else those that differ. `links`: relationship → the ids of the rows that it is to hold, where
    that differs.
    """

    values: dict[str, Any]
    shown: Mapping[str, str]
    references: dict[str, Any] | None = None
    columns: Mapping[str, Any] | None = None
    links: Mapping[str, list[str]] | None = None
    successions: Sequence[Succession] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        """In half the time of what pickle makes of slots by itself."""
        said = self.values, self.shown, self.references
        return RowContents, (*said, self.columns, self.links, self.successions)


@dataclass(slots=True, eq=False)
class Draft:
    """What one row says, and step by step what it comes to. `block` and `place`: where its contents are.

    What is changed in `values` and `references` stays changed as long as no thousands of other drafts are asked.
    """

    number: int
    block: Sequence[RowContents] | Block[RowContents]
    places: Mapping[str, Place]
    problems: Problems
    place: int = 0
    rejected: bool = False
    key: str = ""
    """By which a workbook that the register made finds its row again."""
    basis: Mapping[str, str] | None = None
    """Field → the digest of what such a workbook said when it was made; None for a new row, and in other files."""
    is_settled: bool = False
    """Whether there is nothing to plan: the row was not edited, or cannot be told from others."""

    unread: frozenset[str] = frozenset()
    """Fields whose cells look empty and are not."""
    id: str = ""
    """Of the row in the register, the new one's too."""
    found: bool = False
    """Whether that row is in the register already."""
    existing: Journaled | None = None
    """The row as it was when it was read, to compare with and never to change; not kept longer than is needed."""
    needs: frozenset[str] = frozenset()
    """Ids of new rows of the file that this one refers to."""

    writes_row: bool = False
    succession_of: str = ""
    """The resource that the successions are of; empty where there are none."""
    offer: Offer | None = None
    is_offer_alone: bool = False
    """Whether the row comes to an offer and writes nothing itself."""
    offered: bool = False
    """Whether the offer was made, and did not stand already."""
    phase: int = 0
    """Rows of a lower phase are written first."""
    depth: int = 0
    """Among the rows of one phase, the order."""
    made: Journaled | None = None
    """The new row, where it is ready to be added."""

    @property
    def contents(self) -> RowContents:
        return self.block[self.place]

    @property
    def values(self) -> dict[str, Any]:
        return self.contents.values

    @property
    def shown(self) -> Mapping[str, str]:
        return self.contents.shown

    @property
    def references(self) -> dict[str, Any]:
        contents = self.contents
        if contents.references is None:
            contents.references = {}
        return contents.references

    @property
    def columns(self) -> Mapping[str, Any]:
        return self.contents.columns or NOTHING

    @columns.setter
    def columns(self, columns: Mapping[str, Any]) -> None:
        contents = self.contents
        contents.columns = columns
        self.writes_row = bool(columns or contents.links)

    @property
    def links(self) -> Mapping[str, list[str]]:
        return self.contents.links or NOTHING

    @links.setter
    def links(self, links: Mapping[str, list[str]]) -> None:
        contents = self.contents
        contents.links = links
        self.writes_row = bool(links or contents.columns)

    @property
    def successions(self) -> Sequence[Succession]:
        return self.contents.successions if self.succession_of else ()

    @successions.setter
    def successions(self, successions: Sequence[Succession]) -> None:
        self.contents.successions = successions
        self.succession_of = successions[0].table.resource if successions else ""

    @property
    def new(self) -> bool:
        return not self.found and not self.is_settled

    @property
    def has_effect(self) -> bool:
        """Whether anything is to be written, or offered."""
        return self.new or self.writes_row or bool(self.succession_of) or self.offer is not None

    @property
    def outcome(self) -> Effect:
        if self.is_offer_alone:
            return "created" if self.offered else "unchanged"
        if self.new:
            return "created"
        return "updated" if self.writes_row or self.succession_of or self.offered else "unchanged"

    def bind(self, row: Journaled) -> None:
        """The row is the one that the draft changes."""
        self.existing, self.found, self.id = row, True, row.id

    def reject(self, name: str | None, code: str, detail: str, register_value: str | None = None) -> None:
        """Note a fault in the field (None: in the row as a whole); the row will not be stored.

        `register_value`: what the register says, where that is the fault.
        """
        self.rejected = True
        self._note(name, code, detail, "error", register_value)

    def warn(self, name: str | None, code: str, detail: str, register_value: str | None = None) -> None:
        self._note(name, code, detail, "warning", register_value)

    def copy(self, problems: Problems) -> "Draft":
        """Of a draft that was only read: another one, to be planned."""
        said = self.contents
        references = None if said.references is None else dict(said.references)
        contents = RowContents(dict(said.values), said.shown, references)
        copied = Draft(self.number, (contents,), self.places, problems, rejected=self.rejected)
        copied.key, copied.basis, copied.is_settled, copied.unread = self.key, self.basis, self.is_settled, self.unread
        return copied

    def header(self, name: str) -> str | None:
        place = self.places.get(name)
        return place.header if place else None

    def _note(self, name: str | None, code: str, detail: str, severity: Weight, register_value: str | None) -> None:
        place = self.places.get(name) if name else None
        concerned = None
        if name and place:
            concerned = Concerned(place.header, place.index, self.shown.get(name), register_value)
        self.problems.add(self.number, concerned, code, detail, severity)


def spilling(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts, as they come; of their contents those that were used last are in memory."""
    blocks = Blocks[RowContents](MOST, are_changed=True)
    found: list[Draft] = []
    for some in chunks(drafts, BLOCK):
        block = blocks.block([draft.contents for draft in some])
        for place, draft in enumerate(some):
            draft.block, draft.place = block, place
        found += some
    return found
