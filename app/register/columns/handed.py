"""What writes of this process have done to cards, kept until the next reader: it then has nothing to read for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.register.edition import Edition
from app.register.outcome import FEW, Made, MadeCard


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What brought the register from one edition to the next."""

    since: Edition
    until: Edition
    made: Sequence[Made]

    @property
    def weight(self) -> int:
        """How many cards and systems it holds, and one for itself."""
        return 1 + sum(len(made.cards) + len(made.gone) for made in self.made)


#: Each begins where the one before it ends.
HandedLinks = tuple[HandedOver, ...]


def prolonged(chain: HandedLinks, begin: Edition, later: HandedOver) -> HandedLinks:
    """The chain from its link at `begin` on, with a later one; empty where they do not meet, or it holds too much."""
    if later.since == later.until:
        return chain
    kept = _from(chain, begin)
    whole = (*kept, later)
    meets = later.since == (kept[-1].until if kept else begin)
    return whole if meets and sum(link.weight for link in whole) <= FEW else ()


def way(chain: HandedLinks, begin: Edition, end: Edition) -> HandedLinks:
    """The links that lead from the one edition to the other; empty where none do."""
    found = _from(chain, begin)
    for number, link in enumerate(found):
        if link.until == end:
            return found[: number + 1]
    return ()


def merged(links: Iterable[HandedOver]) -> tuple[list[MadeCard], list[str]]:
    """The last card of each system, and the systems that were removed; one that came again is among both."""
    cards: dict[str, MadeCard] = {}
    gone: list[str] = []
    for made in (made for link in links for made in link.made):
        gone += made.gone
        for system_id in made.gone:
            cards.pop(system_id, None)
        cards.update((card.row["system_id"], card) for card in made.cards)
    return list(cards.values()), gone


def _from(chain: HandedLinks, begin: Edition) -> HandedLinks:
    for number, link in enumerate(chain):
        if link.since == begin:
            return chain[number:]
    return ()
