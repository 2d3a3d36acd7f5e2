"""Writing entries at the end of the chain."""

import secrets
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from app.core.bulk import run_for_each
from app.core.canonical import canonical
from app.core.chunks import chunks
from app.journal.chain import personal_digest, row_hash
from app.journal.recorder import Change
from app.models import JournalEntry, JournalPersonalValue, RegisterState

_ADD_ENTRIES = insert(JournalEntry.__table__)  # type: ignore[attr-defined]
_ADD_PERSONAL_VALUES = insert(JournalPersonalValue.__table__)  # type: ignore[attr-defined]
# Rows in one INSERT: large enough to be cheap, small enough to keep memory flat.
CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes a change, and why, as the journal writes it."""

    actor: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """The changes of one write, each of which gets an entry; the last one carries the digest."""

    author: Author
    changes: Collection[Change]
    derived_digest: str | None = None


def append(session: Session, state: RegisterState, writes: Iterable[Written], at: datetime) -> None:
    """The entries of the writes, one after the other; moves the state's revision and head on."""
    connection = session.connection()
    for chunk in chunks(_entries(state.revision, state.head_hash, writes, at), CHUNK):
        entries = [entry for entry, _ in chunk]
        run_for_each(connection, _ADD_ENTRIES, entries)
        run_for_each(connection, _ADD_PERSONAL_VALUES, [values for _, values in chunk if values is not None])
        state.revision, state.head_hash = entries[-1]["revision"], entries[-1]["hash"]


def _entries(
    revision: int, head: str, writes: Iterable[Written], at: datetime
) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    for write in writes:
        for index, change in enumerate(write.changes, start=1):
            revision += 1
            digest = write.derived_digest if index == len(write.changes) else None
            entry, values = _entry(change, revision, head, write.author, at, digest)
            head = entry["hash"]
            yield entry, values


def _entry(
    change: Change, revision: int, previous_hash: str, author: Author, at: datetime, derived_digest: str | None
) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The columns of the entry, and of its personal values where it has any."""
    values, digest = None, None
    if change.personal_before or change.personal_after:
        salt, content = secrets.token_hex(16), {"before": change.personal_before, "after": change.personal_after}
        values = {"revision": revision, "salt": salt, "personal_values": content}
        digest = personal_digest(salt, content)
    entry = {
        "revision": revision,
        "at": at,
        "actor": author.actor,
        "action": change.action,
        "resource": change.resource,
        "resource_id": change.resource_id,
        "system_id": change.system_id,
        "reason": author.reason,
        "changed": change.changed,
        "before": None if change.before is None else canonical(change.before),
        "after": None if change.after is None else canonical(change.after),
        "personal_digest": digest,
        "derived_digest": derived_digest,
        "previous_hash": previous_hash,
    }
    return {**entry, "hash": row_hash(entry)}, values
