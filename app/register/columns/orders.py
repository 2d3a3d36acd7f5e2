"""Orders of the slots, kept sorted while cards change; a page is cut out of one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from app.register.columns.coded import Mask, Slots

#: So many slots are looked at first for a page, and twice as many each further time.
_STEP = 512


class Sortable(Protocol):
    """A column as an order sees it."""

    @property
    def codes(self) -> npt.NDArray[Any]: ...

    def at(self, slot: int) -> Any: ...  # noqa: ANN401 - a value of the column

    def ranks(self) -> npt.NDArray[np.int64]: ...


@dataclass(frozen=True, slots=True)
class OrderTerm:
    """A column by its name, and whether it runs downwards."""

    column: str
    down: bool = False


@dataclass(frozen=True, slots=True)
class SortedSlots:
    """Every living slot, sorted by the terms; the last of them tells all slots apart."""

    terms: tuple[OrderTerm, ...]
    slots: Slots

    def replaced(self, changed: Mask, columns: Sequence[Sortable], moved: Slots) -> "SortedSlots":
        """Without the slots of the mask, and with those that moved put where they belong now."""
        kept = self.slots[~changed[self.slots]]
        rest = SortedSlots(self.terms, kept)
        places = [rest.place(columns, [column.at(slot) for column in columns]) for slot in moved.tolist()]
        by_place = sorted(
            range(len(places)), key=lambda index: (places[index], _Placed(self.terms, columns, int(moved[index])))
        )
        return SortedSlots(
            self.terms, np.insert(kept, [places[index] for index in by_place], moved[by_place]).astype(np.int32)
        )

    def place(self, columns: Sequence[Sortable], values: Sequence[Any]) -> int:
        """How many slots stand at the values or before them."""
        low, high = 0, len(self.slots)
        while low < high:
            middle = (low + high) // 2
            if _is_behind(self.terms, columns, int(self.slots[middle]), values):
                high = middle
            else:
                low = middle + 1
        return low

    def place_before(self, columns: Sequence[Sortable], values: Sequence[Any]) -> int:
        """How many slots stand before the values."""
        place = self.place(columns, values)
        at_them = place and [column.at(int(self.slots[place - 1])) for column in columns] == list(values)
        return place - 1 if at_them else place


def sorted_slots(terms: tuple[OrderTerm, ...], columns: Sequence[Sortable], alive: Mask) -> SortedSlots:
    """All of them sorted anew."""
    slots = np.flatnonzero(alive).astype(np.int32)
    keys = []
    for term, column in zip(terms, columns, strict=True):
        ranks = column.ranks()[slots]
        keys.append(-ranks if term.down else ranks)
    return SortedSlots(terms, slots[np.lexsort(keys[::-1])])


def cut(slots: Slots, mask: Mask, number: int) -> list[int]:
    """The first slots where the mask is true, so many at most."""
    found: list[int] = []
    begin, step = 0, max(_STEP, 4 * number)
    while len(found) < number and begin < len(slots):
        window = slots[begin : begin + step]
        found.extend(window[mask[window]][: number - len(found)].tolist())
        begin, step = begin + step, step * 2
    return found


def _is_behind(terms: Sequence[OrderTerm], columns: Sequence[Sortable], slot: int, values: Sequence[Any]) -> bool:
    for term, column, value in zip(terms, columns, values, strict=True):
        own = column.at(slot)
        if own != value:
            return bool((own < value) if term.down else (own > value))
    return False


class _Placed:
    """A slot as sorting compares it."""

    def __init__(self, terms: Sequence[OrderTerm], columns: Sequence[Sortable], slot: int) -> None:
        self._terms, self._columns, self._slot = terms, columns, slot

    def __lt__(self, other: "_Placed") -> bool:
        values = [column.at(self._slot) for column in self._columns]
        return _is_behind(self._terms, self._columns, other._slot, values)
