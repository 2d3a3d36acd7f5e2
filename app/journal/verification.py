"""Checking the chain from its first entry to its head."""

from dataclasses import dataclass

import orjson
from sqlmodel import Session

from app.journal.chain import GENESIS, entry_hash, personal_digest
from app.journal.queries import CHUNK, entries_in_order, head
from app.journal.recorder import system_of
from app.models import JournalEntry, JournalPersonalValue


@dataclass(frozen=True, slots=True)
class Verification:
    """`entries` hold, from the first on. `first_bad_revision` is None when all do; `problem` says what is wrong."""

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
    return _walk(session, *head(session), CHUNK)


def _walk(session: Session, head_revision: int, head_hash: str, chunk: int) -> Verification:
    previous, held = GENESIS, 0

    def broken(revision: int, problem: str) -> Verification:
        return Verification(held, head_revision, head_hash, revision, problem)

    try:
        for entry, values in entries_in_order(session, chunk=chunk):
            if entry.revision != held + 1 or entry.revision > head_revision:
                return broken(*_misplaced(entry.revision, held + 1, head_revision))
            problem = _problem(entry, values, previous)
            if problem is not None:
                return broken(entry.revision, problem)
            previous, held = entry.hash, held + 1
    except (ValueError, TypeError):
        # Something that the register cannot have written. Row by row shows in which entry it stands.
        return (
            broken(held + 1, "the entry cannot be read") if chunk == 1 else _walk(session, head_revision, head_hash, 1)
        )
    if held != head_revision:
        return broken(held + 1, "entries are missing at the end")
    if previous != head_hash:
        return broken(max(held, 1), "the head is not the last entry's hash")
    return Verification(held, head_revision, head_hash)


def _misplaced(found: int, expected: int, head: int) -> tuple[int, str]:
    """What an entry out of its place means: others were removed before it, or it was inserted outside the chain."""
    if found > expected and expected <= head:
        return expected, f"the entry is missing; the next one is {found}"
    return found, f"the register never wrote this entry: its journal runs from 1 to {head}"


def _problem(entry: JournalEntry, values: JournalPersonalValue | None, previous: str) -> str | None:
    if entry.previous_hash != previous:
        return "the entry does not follow from the one before it"
    if entry.hash != entry_hash(entry):
        return "the entry was changed"
    content = entry.after or entry.before
    if entry.system_id != system_of(entry.resource, entry.resource_id, orjson.loads(content) if content else None):
        return "the system that the entry names is not the one that it is about"
    # No side row: the personal values were erased, which leaves the chain whole.
    if values is not None and entry.personal_digest != personal_digest(values.salt, values.personal_values):
        return "the personal values of the entry were changed"
    return None
