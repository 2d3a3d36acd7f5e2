"""Who holds which duty, as columns: several rows for a system."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from app.register.columns.coded import Coded, Mask, Slots

#: So many parts of the rows must have come before those of earlier cards are counted, which looks at all rows.
_SELDOM = 16


@dataclass(frozen=True)
class Holdings:
    """A row holds for the card of its revision alone; rows of earlier cards are left out from time to time."""

    slots: Slots = field(default_factory=lambda: np.empty(0, np.int32))
    revisions: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    duty: Coded = field(default_factory=Coded)
    position: Coded = field(default_factory=Coded)
    person: Coded = field(default_factory=Coded)
    unchecked: int = 0
    """Rows that came since it was looked for those of earlier cards."""

    def with_rows(self, places: Mapping[str, int], held: Sequence[tuple[Any, ...]]) -> "Holdings":
        """With the rows `(system_id, revision, duty, position_id, person_id)` behind the others."""
        if not held:
            return self
        systems, revisions, *named = zip(*held, strict=True)
        size = len(self.slots) + len(held)
        behind = np.arange(len(self.slots), size, dtype=np.int32)
        columns = (self.duty, self.position, self.person)
        duty, position, person = (
            column.replaced(behind, values, size) for column, values in zip(columns, named, strict=True)
        )
        return Holdings(
            np.concatenate([self.slots, np.array([places[system_id] for system_id in systems], np.int32)]),
            np.concatenate([self.revisions, np.array(revisions, np.int64)]),
            duty,
            position,
            person,
            self.unchecked + len(held),
        )

    def without_outdated(self, revisions: npt.NDArray[np.int64]) -> "Holdings":
        """Without the rows of earlier cards; with them where they are few, or few came since they were counted."""
        if self.unchecked * _SELDOM < len(self.slots):
            return self
        stands = self.revisions == revisions[self.slots]
        if 2 * np.count_nonzero(stands) > len(stands):
            return replace(self, unchecked=0)
        columns = (self.duty, self.position, self.person)
        duty, position, person = (Coded(column.values, column.codes[stands]) for column in columns)
        return Holdings(self.slots[stands], self.revisions[stands], duty, position, person)

    def held(
        self,
        revisions: npt.NDArray[np.int64],
        duties: Iterable[str] = (),
        positions: Iterable[str] = (),
        people: Iterable[str] = (),
    ) -> Mask:
        """Which systems have a row with one of each; none named means any. `revisions`: of each slot's card."""
        stands = self.revisions == revisions[self.slots]
        for column, wanted in ((self.duty, duties), (self.position, positions), (self.person, people)):
            if wanted:
                stands &= column.equal_to(wanted)
        mask = np.zeros(len(revisions), np.bool_)
        mask[self.slots[stands]] = True
        return mask
