"""Where a word, or a part of one, occurs: a list of all words, and the slots of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from app.core.recent import Recent
from app.register.columns.coded import Mask, Slots, Values

#: So many texts may have changed before they are sorted in; until then each search looks at them one by one.
_MOST_CHANGED = 1_000
#: Words whose slots are remembered.
_REMEMBERED = 64
#: From here on it is cheaper to look at all pairs than to look up each word's.
_MANY_WORDS = 200
#: Between the words of the list; no word has it.
_BETWEEN = "\n"


@dataclass(frozen=True)
class Words:
    """`words` tells each pair's word, `slots` its slot; sorted by the words. `changed`: the texts that came since.

    No part of a word has a blank in it, so whatever has the part has it within one word.
    """

    vocabulary: Values = field(default_factory=Values)
    words: npt.NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    slots: Slots = field(default_factory=lambda: np.empty(0, np.int32))
    changed: Mapping[int, str] = field(default_factory=dict)
    _listed: str = ""
    _begins: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    _found: Recent[str, npt.NDArray[np.int32]] = field(default_factory=lambda: Recent(_REMEMBERED))

    @property
    def number(self) -> int:
        """How many pairs of a word and a slot there are; those of changed texts by guess."""
        return len(self.words) + 20 * len(self.changed)

    def having(self, part: str, size: int) -> Mask:
        """Which of so many slots have the part of a word in their text."""
        mask = np.zeros(size, np.bool_)
        mask[self._found.of(part, lambda: self._slots_of(part))] = True
        for slot, text in self.changed.items():
            if slot < size:
                mask[slot] = part in text
        return mask

    def replaced(self, texts: Iterable[tuple[int, str]]) -> "Words":
        """With other texts at the slots."""
        changed = {**self.changed, **dict(texts)}
        if changed.keys() == self.changed.keys() and changed == self.changed:
            return self
        if len(changed) <= _MOST_CHANGED:
            kept: dict[str, Any] = {name: getattr(self, name) for name in ("vocabulary", "words", "slots")}
            return Words(**kept, changed=changed, _listed=self._listed, _begins=self._begins, _found=self._found)
        return self._sorted_in(changed)

    def _slots_of(self, part: str) -> npt.NDArray[np.int32]:
        found = np.array(self._words_with(part), np.int32)
        if len(found) > _MANY_WORDS:
            wanted = np.zeros(len(self.vocabulary), np.bool_)
            wanted[found] = True
            return self.slots[wanted[self.words]]
        begins, ends = (np.searchsorted(self.words, found, side) for side in ("left", "right"))
        runs = [self.slots[begin:end] for begin, end in zip(begins, ends, strict=True)]
        return np.concatenate(runs) if runs else np.empty(0, np.int32)

    def _words_with(self, part: str) -> list[int]:
        """The list is one text: to look through it costs less than to look at each word."""
        places, begin = [], self._listed.find(part)
        while begin >= 0:
            places.append(begin)
            following = self._listed.find(_BETWEEN, begin)
            begin = self._listed.find(part, following) if following >= 0 else -1
        found: list[int] = (np.searchsorted(self._begins, places, "right") - 1).tolist()
        return found

    def _sorted_in(self, changed: Mapping[int, str]) -> "Words":
        numbers, slots = [], []
        for slot, text in changed.items():
            own = self.vocabulary.numbers(dict.fromkeys(text.split()))
            numbers.extend(own)
            slots.extend([slot] * len(own))
        outdated = np.zeros(max(int(self.slots.max(initial=0)), *changed) + 1, np.bool_)
        outdated[list(changed)] = True
        kept = ~outdated[self.slots]
        words = np.concatenate([self.words[kept], np.array(numbers, np.int32)])
        in_order = np.argsort(words, kind="stable")
        listed = self.vocabulary.listed[:]
        lengths = np.fromiter((len(word) + 1 for word in listed), np.int64, len(listed))
        return Words(
            self.vocabulary,
            words[in_order],
            np.concatenate([self.slots[kept], np.array(slots, np.int32)])[in_order],
            _listed=_BETWEEN.join(listed),
            _begins=np.concatenate([[0], np.cumsum(lengths)[:-1]]) if listed else np.empty(0, np.int64),
        )
