"""What a snapshot says, to compare it with another one that came about in another way."""

from collections import defaultdict
from typing import Any

from app.register.columns.snapshot import CODED, INSTANTS, NUMBERS, SEVERITIES, CardSnapshot


def contents(snapshot: CardSnapshot) -> dict[str, dict[str, Any]]:
    """Each living system's values by column, its words, and who holds which duty by its present card."""
    revisions, holdings = snapshot.numbers("revision"), snapshot.holdings
    held: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for row, slot in enumerate(holdings.slots.tolist()):
        if holdings.revisions[row] == revisions[slot]:
            held[slot].append(tuple(column.at(row) for column in (holdings.duty, holdings.position, holdings.person)))
    return {
        snapshot.ids[slot]: {
            **{name: snapshot.columns[name].at(slot) for name in (*CODED, *NUMBERS, *INSTANTS, SEVERITIES)},
            "held": sorted(held[slot], key=str),
            "text": snapshot.words.changed.get(slot),
        }
        for slot in snapshot.alive.nonzero()[0].tolist()
    }
