"""Checking the chain from its first entry to its head."""

from dataclasses import dataclass

from sqlmodel import Session

from app.journal.chain import GENESIS, entry_hash, personal_digest
from app.journal.queries import entries_in_order, head_state
from app.models import JournalEntry, JournalPersonalValue


@dataclass(frozen=True, slots=True)
class Verification:
    """`first_bad_revision` is None when the whole chain holds; `problem` says what is wrong with that entry."""

    entries: int
    head_revision: int
    head_hash: str
    first_bad_revision: int | None = None
    problem: str | None = None

    @property
    def valid(self) -> bool:
        return self.first_bad_revision is None


def verify(session: Session) -> Verification:
    """Walk every entry in order; names the first that was changed, removed, inserted or cut off."""
    state = head_state(session)
    previous, count = GENESIS, 0
    for entry, values in entries_in_order(session):
        count += 1
        problem = _problem(entry, values, count, previous)
        if problem is not None:
            return Verification(count, state.revision, state.head_hash, count, problem)
        previous = entry.hash
    if count != state.revision:
        return Verification(count, state.revision, state.head_hash, count + 1, "entries are missing at the end")
    if previous != state.head_hash:
        return Verification(count, state.revision, state.head_hash, count, "the head is not the last entry's hash")
    return Verification(count, state.revision, state.head_hash)


def _problem(entry: JournalEntry, values: JournalPersonalValue | None, expected: int, previous: str) -> str | None:
    if entry.revision != expected:
        return f"the entry is missing; the next one is {entry.revision}"
    if entry.previous_hash != previous:
        return "the entry does not follow from the one before it"
    if entry.hash != entry_hash(entry):
        return "the entry was changed"
    # No side row: the personal values were erased, which leaves the chain whole.
    if values is not None and entry.personal_digest != personal_digest(values.salt, values.personal_values):
        return "the personal values of the entry were changed"
    return None
