"""The chain of hashes: pure functions from an entry's content and the hash before it."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from app.core.canonical import canonical, instant
from app.models import JournalEntry

GENESIS = "0" * 64


#: Column → key, for what a hash covers: everything but itself. The previous hash is one of them.
_HASHED = {
    "revision": "revision",
    "at": "at",
    "actor": "actor",
    "action": "action",
    "resource": "resource",
    "resource_id": "resourceId",
    "reason": "reason",
    "changed": "changed",
    "before": "before",
    "after": "after",
    "personal_digest": "personalDigest",
    "previous_hash": "previousHash",
    "derived_digest": "derivedDigest",
}


def entry_hash(entry: JournalEntry) -> str:
    """SHA-256 over every column of the entry but the hash itself."""
    return row_hash({column: getattr(entry, column) for column in _HASHED})


def row_hash(row: Mapping[str, Any]) -> str:
    """The same of an entry that is given by its columns."""
    content = {key: row[column] for column, key in _HASHED.items()}
    content["at"] = instant(row["at"])
    if row["derived_digest"] is None:
        # Entries of earlier releases have none, and their hashes stay what they are.
        del content["derivedDigest"]
    return sha256(canonical(content).encode()).hexdigest()


def personal_digest(salt: str, values: dict[str, Any]) -> str:
    """A digest that reveals nothing once the salt is erased."""
    return sha256(f"{salt}\n{canonical(values)}".encode()).hexdigest()
