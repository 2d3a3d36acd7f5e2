"""Accounts of people who have left: a login provider goes on vouching for them when the register has forgotten them.

What they were called is kept as digests under a salt of the register's own. Whoever has the database can try addresses
on them, and read none (ADR 0041).
"""

import hmac
import secrets
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import orjson
from sqlalchemy import delete, func, insert, select
from sqlmodel import Session

from app.core.bulk import run_for_each
from app.core.chunks import chunks
from app.core.folding import fold_address
from app.core.identifiers import new_id
from app.journal.recorder import Change
from app.journal.snapshots import Snapshot
from app.models import FormerLogin, JournalEntry, JournalPersonalValue, Person

_FORMER: Any = FormerLogin.__table__  # type: ignore[attr-defined]
_ENTRY: Any = JournalEntry.__table__  # type: ignore[attr-defined]
_PERSONAL: Any = JournalPersonalValue.__table__  # type: ignore[attr-defined]
_ROW: Any = Person.__table__  # type: ignore[attr-defined]
_ADD: Any = insert(_FORMER)
#: What of a person decides who stays out.
_TELLING = frozenset({"email", "source", "externalId", "leavesOn", "erasedOn"})
_CHUNK = 500


def address_login(address: str) -> str:
    """A mail address as it is kept, the same in any case and form."""
    return f"address\n{fold_address(address)}"


def key_login(source: str, key: str) -> str:
    return unicodedata.normalize("NFC", f"key\n{source}\n{key}")


def has_ended(session: Session, login: str, today: date) -> bool:
    """Whether everybody who was called so, and is not any more, has left by now."""
    salts = session.execute(select(_FORMER.c.salt).distinct()).scalars()
    digests = [_digest(salt, login) for salt in salts]
    ended = session.execute(select(func.max(_FORMER.c.ended_on)).where(_FORMER.c.digest.in_(digests))).scalar()
    return ended is not None and ended < today


def differing_logins(session: Session) -> Iterator[str]:
    """The people of whom something is kept that does not follow from the journal, or only a part of what does.

    Nobody can tell of whom nothing is kept whether it was taken away: earlier releases kept none, and wrote the same.
    """
    with_rows = session.execute(select(_FORMER.c.person_id).where(_FORMER.c.person_id.is_not(None)).distinct())
    for ids in chunks(sorted(with_rows.scalars()), _CHUNK):
        wanted = _wanted(session, ids)
        found: dict[str, list[Any]] = defaultdict(list)
        for row in session.execute(select(_FORMER).where(_FORMER.c.person_id.in_(ids))):
            found[row.person_id].append(row)
        for person_id, rows in found.items():
            kept = sorted((row.digest, row.ended_on) for row in rows)
            day, logins = wanted.get(person_id, (None, ()))
            if kept != sorted((_digest(rows[0].salt, login), day) for login in logins):
                yield person_id


def _wanted(session: Session, people: Collection[str]) -> Mapping[str, tuple[date, set[str]]]:
    """The last day, and what they are called no more, of those who leave and are not erased."""
    known = _known(session, people)
    found = {}
    for person in session.execute(select(_ROW).where(_ROW.c.id.in_(people), _ROW.c.leaves_on.is_not(None))):
        if person.erased_on is None:
            content = {"source": person.source, "externalId": person.external_id}
            found[person.id] = person.leaves_on, known[person.id] - _logins(content, {"email": person.email})
    return found


def follow_leavers(session: Session, changes: Iterable[Change], today: date) -> None:
    """Bring the list up to date with what was written of people, which is in the journal and not erased there yet.

    Who comes back leaves the list, and who was erased or deleted is never asked for again.
    """
    concerned = {
        change.resource_id: change
        for change in changes
        if change.resource == Person.resource and change.action != "create" and _TELLING.intersection(change.changed)
    }
    for ids in chunks(concerned, _CHUNK):
        session.connection().execute(delete(_FORMER).where(_FORMER.c.person_id.in_(ids)))
        ended = {each: day for each in ids if (day := _last_day(concerned[each], today)) is not None}
        if ended:
            _keep(session, concerned, ended)


def _keep(session: Session, concerned: Mapping[str, Change], ended: Mapping[str, date]) -> None:
    known, salt = _known(session, ended), _salt(session)
    rows = [
        {
            "id": new_id(),
            "person_id": None if _is_gone(concerned[person_id]) else person_id,
            "salt": salt,
            "digest": _digest(salt, login),
            "ended_on": day,
        }
        for person_id, day in ended.items()
        for login in sorted(known[person_id] - _current(concerned[person_id]))
    ]
    run_for_each(session.connection(), _ADD, rows)


def _is_gone(change: Change) -> bool:
    return change.after is None or change.after.get("erasedOn") is not None


def _last_day(change: Change, today: date) -> date | None:
    """The last day with access; None for who stays."""
    leaves: date | None = (change.after or change.before or {}).get("leavesOn")
    if not _is_gone(change):
        return leaves
    yesterday = today - timedelta(days=1)
    return min(leaves or yesterday, yesterday)


def _current(change: Change) -> set[str]:
    """What still leads to the person's row."""
    return set() if change.after is None else _logins(change.after, change.personal_after)


def _known(session: Session, people: Collection[str]) -> Mapping[str, set[str]]:
    """All that the journal knows the people to have been called."""
    statement = (
        select(_ENTRY.c.resource_id, _ENTRY.c.before, _ENTRY.c.after, _PERSONAL.c.personal_values)
        .select_from(_ENTRY.outerjoin(_PERSONAL, _PERSONAL.c.revision == _ENTRY.c.revision))
        .where(_ENTRY.c.resource == Person.resource, _ENTRY.c.resource_id.in_(people))
    )
    found: dict[str, set[str]] = defaultdict(set)
    for person_id, before, after, personal in session.execute(statement):
        for side, text in (("before", before), ("after", after)):
            content = orjson.loads(text) if text else {}
            found[person_id] |= _logins(content, (personal or {}).get(side) or {})
    return found


def _logins(content: Snapshot, personal: Snapshot) -> set[str]:
    address, source, key = personal.get("email"), content.get("source"), content.get("externalId")
    found = {address_login(address)} if address else set()
    return found | {key_login(source, key)} if source and key else found


def _salt(session: Session) -> str:
    """The one that is in use, or the first."""
    kept: str | None = session.execute(select(_FORMER.c.salt).limit(1)).scalar()
    return kept or secrets.token_hex(16)


def _digest(salt: str, login: str) -> str:
    return hmac.digest(salt.encode(), login.encode(), "sha256").hex()
