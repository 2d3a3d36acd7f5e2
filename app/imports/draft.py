"""A row of the file on its way into the register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

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
class Draft:
    """What one row says, and step by step what it comes to.

    `values`: field → parsed value, for the cells that say something. `shown`: field → the cell as people see it.
    """

    number: int
    values: dict[str, Any]
    shown: Mapping[str, str]
    places: Mapping[str, Place]
    problems: Problems
    rejected: bool = False
    key: str = ""
    """By which a workbook that the register made finds its row again."""
    basis: dict[str, str] | None = None
    """Field → the digest of what such a workbook said when it was made; None for a new row, and in other files."""
    is_settled: bool = False
    """Whether there is nothing to plan: the row was not edited, or cannot be told from others."""

    unread: frozenset[str] = frozenset()
    """Fields whose cells look empty and are not."""
    id: str = ""
    """Of the row in the register, the new one's too."""
    existing: Journaled | None = None
    """The row as it was when it was read, to compare with and never to change; None for a new one."""
    references: dict[str, Any] = field(default_factory=dict)
    """Field → the id that its cell leads to, or the list of them."""
    needs: frozenset[str] = frozenset()
    """Ids of new rows of the file that this one refers to."""

    columns: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    """The columns to be written: all of them for a new row, else those that differ."""
    links: Mapping[str, list[str]] = field(default_factory=lambda: NOTHING)
    """Relationship → the ids of the rows that it is to hold, where that differs."""
    successions: Sequence[Succession] = ()
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
    def new(self) -> bool:
        return self.existing is None and not self.is_settled

    @property
    def writes_row(self) -> bool:
        return bool(self.columns or self.links)

    @property
    def has_effect(self) -> bool:
        """Whether anything is to be written, or offered."""
        return self.new or self.writes_row or bool(self.successions) or self.offer is not None

    @property
    def outcome(self) -> Effect:
        if self.is_offer_alone:
            return "created" if self.offered else "unchanged"
        if self.new:
            return "created"
        return "updated" if self.writes_row or self.successions or self.offered else "unchanged"

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
        values = dict(self.values)
        copied = Draft(self.number, values, self.shown, self.places, problems, self.rejected, self.key, self.basis)
        copied.is_settled, copied.unread = self.is_settled, self.unread
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
