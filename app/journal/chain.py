"""The chain of hashes: pure functions from an entry's content and the hash before it."""

from hashlib import sha256
from typing import Any

from app.core.canonical import canonical, instant
from app.models import JournalEntry

GENESIS = "0" * 64


def entry_hash(entry: JournalEntry) -> str:
    """SHA-256 over every column of the entry but the hash itself; the previous hash is one of them."""
    content = {
        "revision": entry.revision,
        "at": instant(entry.at),
        "actor": entry.actor,
        "action": entry.action,
        "resource": entry.resource,
        "resourceId": entry.resource_id,
        "reason": entry.reason,
        "changed": entry.changed,
        "before": entry.before,
        "after": entry.after,
        "personalDigest": entry.personal_digest,
        "previousHash": entry.previous_hash,
        # Entries of earlier releases have none, and their hashes stay what they are.
        **({} if entry.derived_digest is None else {"derivedDigest": entry.derived_digest}),
    }
    return sha256(canonical(content).encode()).hexdigest()


def personal_digest(salt: str, values: dict[str, Any]) -> str:
    """A digest that reveals nothing once the salt is erased."""
    return sha256(f"{salt}\n{canonical(values)}".encode()).hexdigest()
