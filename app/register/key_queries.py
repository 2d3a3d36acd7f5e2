"""Keys that other systems know people by, where they name them."""

import secrets
from collections.abc import Collection
from typing import Any

import orjson
from sqlmodel import Session, col, select

from app.core.erased_keys import PREFIX, erased_key, names_someone, salt_of
from app.models import JournalEntry, Person


def naming_keys(session: Session, person_id: str, texts: Collection[str]) -> set[str]:
    """Every key that the person has had, as the journal says, and that holds one of the texts or an address."""
    return {key for _, keys in _keys_of(session, person_id) for key in keys if names_someone(key, texts)}


def entries_with_keys(session: Session, person_id: str, keys: Collection[str]) -> list[int]:
    """The journal's entries of the person that hold one of the keys for good, oldest first."""
    return [revision for revision, found in _keys_of(session, person_id) if found.intersection(keys)]


def _keys_of(session: Session, person_id: str) -> list[tuple[int, set[str]]]:
    entry = JournalEntry
    statement = select(entry.revision, entry.before, entry.after).where(
        entry.resource == Person.resource, entry.resource_id == person_id
    )
    return [
        (revision, {key for side in (before, after) if (key := orjson.loads(side or "{}").get("externalId"))})
        for revision, before, after in session.exec(statement.order_by(col(entry.revision)))
    ]


def key_to_keep(session: Session, person: Person) -> str | None:
    """The digest that stands for the person's key; None for a person without one."""
    if person.source is None or person.external_id is None:
        return None
    return erased_key(next(iter(_salts(session)), secrets.token_hex(16)), person.source, person.external_id)


def erased_with_key(session: Session, sources: Collection[str], key: str) -> Person | None:
    """Who was erased and had the key of the source; `sources`: the source in every spelling."""
    digests = {erased_key(salt, source, key) for salt in _salts(session) for source in sources}
    found: Any = select(Person).where(col(Person.source).in_(sources), col(Person.external_id).in_(digests))
    return session.exec(found).first() if digests else None


def _salts(session: Session) -> list[str]:
    """One, as a rule; a register that was moved together with another has two."""
    statement = select(Person.external_id).where(
        col(Person.external_id).startswith(PREFIX), col(Person.erased_on).is_not(None)
    )
    return sorted({salt for key in session.exec(statement) if key and (salt := salt_of(key))})
