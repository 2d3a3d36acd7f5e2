"""What an evaluation comes to, for each of the writes that it is made for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.register.derived import Derived

#: Of so few systems it is remembered what their cards say from then on.
FEW = 200


@dataclass(frozen=True, slots=True)
class MadeCard:
    """A card as it was written: its row, the kinds of its open findings, and its rows of who holds which duty.

    `severities`: `(severity, waived, how many)` for each kind, in order.
    """

    row: Mapping[str, Any]
    severities: Sequence[tuple[str, bool, int]]
    held: Sequence[Mapping[str, Any]]


@dataclass(slots=True)
class Made:
    """The cards that a write of few systems made, and the systems that it removed."""

    cards: list[MadeCard] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    def body(self, system_id: str) -> bytes | None:
        """The system's card as JSON, where it was made anew."""
        found = (card.row["body"] for card in self.cards if card.row["system_id"] == system_id)
        body: str | None = next(found, None)
        return None if body is None else body.encode()


@dataclass(slots=True)
class Evaluated:
    """What an evaluation changed; `derived`: every version that it wrote. `made`: None where there may be many."""

    evaluated: int = 0
    cards: int = 0
    opened: int = 0
    closed: int = 0
    derived: Derived = field(default_factory=Derived, compare=False, repr=False)
    made: Made | None = field(default=None, compare=False, repr=False)

    def add(self, other: "Evaluated") -> None:
        """Count what another one has changed; its versions are added one by one."""
        self.evaluated += other.evaluated
        self.cards += other.cards
        self.opened += other.opened
        self.closed += other.closed


@dataclass(frozen=True, slots=True)
class Share:
    """The systems that one write touched, the revision that it leaves them at, and what that came to.

    Writes that are evaluated together touch different systems.
    """

    revision: int
    system_ids: Sequence[str]
    outcome: Evaluated = field(default_factory=Evaluated)


def by_system(shares: Iterable[Share]) -> Mapping[str, Share]:
    """Each system's own."""
    return {system_id: share for share in shares for system_id in share.system_ids}
