"""A column of values that come again: each is kept once, and its number stands for it."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Slots = npt.NDArray[np.int32]
_FEW = 16


class Values:
    """The different values of a column, numbered from 0. It only grows, so every state of a column can share it."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self.listed: list[Any] = []

    def __len__(self) -> int:
        return len(self.listed)

    def number(self, value: Hashable) -> int | None:
        return self._numbers.get(value)

    def numbers(self, values: Iterable[Hashable]) -> list[int]:
        """The numbers of the values; those that are new get one."""
        found = []
        for value in values:
            number = self._numbers.get(value)
            if number is None:
                # Listed first: another thread that finds the number finds its value as well.
                self.listed.append(value)
                number = self._numbers[value] = len(self.listed) - 1
            found.append(number)
        return found


class Coded:
    """One state of the column: the number of the value at each slot. Never changed: `replaced` gives the next state."""

    def __init__(self, values: Values | None = None, codes: npt.NDArray[Any] | None = None) -> None:
        self.values = Values() if values is None else values
        self.codes: npt.NDArray[Any] = np.empty(0, np.uint8) if codes is None else codes

    def at(self, slot: int) -> Any:  # noqa: ANN401 - a value of the column
        return self.values.listed[self.codes.item(slot)]

    def replaced(self, slots: Slots, values: Sequence[Hashable], size: int) -> "Coded":
        """With other values at the slots, and room for `size`; itself where nothing differs."""
        if _says(self, slots, values, size):
            return self
        wanted = np.array(self.values.numbers(values), np.int64)
        codes = _replaced(self.codes, slots, wanted, size, _narrowest(len(self.values)))
        return self if codes is self.codes else Coded(self.values, codes)

    def equal_to(self, values: Iterable[Hashable]) -> Mask:
        """Where one of the values stands."""
        numbers = [number for value in values if (number := self.values.number(value)) is not None]
        if not numbers:
            return np.zeros(len(self.codes), np.bool_)
        if len(numbers) == 1:
            equal: Mask = self.codes == numbers[0]
            return equal
        wanted = np.zeros(len(self.values), np.bool_)
        wanted[numbers] = True
        return self._spread(wanted)

    def where(self, test: Callable[[Any], bool]) -> Mask:
        """Where a value passes; each different value is tested once."""
        listed = self.values.listed
        passes = np.fromiter((test(value) for value in listed), np.bool_, len(listed))
        return self._spread(passes)

    def mapped(self, number_of: Callable[[Any], int]) -> npt.NDArray[np.int64]:
        """A number for the value at each slot; each different value is asked once."""
        listed = self.values.listed
        numbers = np.fromiter((number_of(value) for value in listed), np.int64, len(listed))
        found: npt.NDArray[np.int64] = numbers[self.codes]
        return found

    def _spread(self, of_values: Mask) -> Mask:
        """What is true of values, for the slots."""
        found: Mask = of_values[self.codes]
        return found

    def counts(self, mask: Mask) -> npt.NDArray[np.int64]:
        """How often each value stands where the mask is true, by its number."""
        values = len(self.values)
        if values <= _FEW:
            return np.array([np.count_nonzero(mask & (self.codes == number)) for number in range(values)], np.int64)
        return np.bincount(self.codes[mask], minlength=values)

    def counted(self, mask: Mask) -> dict[Any, int]:
        """The same by the value; without those that do not stand there."""
        counts = self.counts(mask)
        listed = self.values.listed
        return {listed[number]: int(counts[number]) for number in np.flatnonzero(counts)}

    def ranks(self) -> npt.NDArray[np.int64]:
        """The place of each slot's value among all values in their order. None is refused by the sorting."""
        # A copy: the next state may bring values of its own meanwhile.
        ranked: npt.NDArray[np.int64] = places_of(self.values.listed[:])[self.codes]
        return ranked


class Numbers:
    """The same for whole numbers, which are their own code; None counts as 0."""

    def __init__(self, codes: npt.NDArray[np.int64] | None = None) -> None:
        self.codes: npt.NDArray[np.int64] = np.empty(0, np.int64) if codes is None else codes

    def at(self, slot: int) -> int:
        return self.codes.item(slot)

    def replaced(self, slots: Slots, values: Sequence[int | None], size: int) -> "Numbers":
        numbers = [value or 0 for value in values]
        if _says(self, slots, numbers, size):
            return self
        codes = _replaced(self.codes, slots, np.array(numbers, np.int64), size, np.int64)
        return self if codes is self.codes else Numbers(codes)

    def ranks(self) -> npt.NDArray[np.int64]:
        return self.codes


def places_of(values: Sequence[Any]) -> npt.NDArray[np.int64]:
    """The place of each value among all in their order."""
    places = np.empty(len(values), np.int64)
    places[sorted(range(len(values)), key=values.__getitem__)] = np.arange(len(values))
    return places


def _says(column: "Coded | Numbers", slots: Slots, values: Sequence[Hashable], size: int) -> bool:
    """Whether the values of few slots are those that the column has, as after most writes. Cheaper than arrays."""
    if size != len(column.codes) or len(slots) > _FEW:
        return False
    return all(column.at(slot) == value for slot, value in zip(slots.tolist(), values, strict=True))


def _replaced(
    codes: npt.NDArray[Any], slots: Slots, wanted: npt.NDArray[np.int64], size: int, kind: npt.DTypeLike
) -> npt.NDArray[Any]:
    """Other codes at the slots, and room for `size`; the same array where nothing differs."""
    if size == len(codes) and (codes[slots] == wanted).all():
        return codes
    replaced = np.zeros(size, kind)
    replaced[: len(codes)] = codes
    replaced[slots] = wanted
    return replaced


def _narrowest(size: int) -> npt.DTypeLike:
    """The smallest type for the numbers below the size: what is narrow is compared faster."""
    return np.min_scalar_type(max(size - 1, 0))
