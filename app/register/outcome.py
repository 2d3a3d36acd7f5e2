"""What an evaluation comes to, for each of the writes that it is made for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.register.derived import Derived


@dataclass(slots=True)
class Evaluated:
    """What an evaluation changed; `derived`: every version that it wrote."""

    evaluated: int = 0
    cards: int = 0
    opened: int = 0
    closed: int = 0
    derived: Derived = field(default_factory=Derived, compare=False, repr=False)

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
