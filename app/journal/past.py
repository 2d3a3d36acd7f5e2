"""Rows as the register knew them at an earlier revision, read back from the journal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import Row, Select, func
from sqlmodel import Session, col, select

from app.models import JournalEntry, JournalPersonalValue

_ENTRY: Any = JournalEntry.__table__  # type: ignore[attr-defined]
_PERSONAL: Any = JournalPersonalValue.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class PastRow:
    """One resource. `values` has camelCase keys and plain JSON values; `personal` is empty where it was erased.

    `created_at` is None where only the newest entry was looked at.
    """

    resource: str
    id: str
    values: dict[str, Any]
    personal: dict[str, Any]
    created_at: datetime | None
    updated_at: datetime

    def day(self, key: str) -> date | None:
        text = self.values.get(key)
        return None if text is None else date.fromisoformat(text)


def first_instant(session: Session) -> datetime | None:
    """When the journal begins."""
    return session.exec(select(JournalEntry.at).order_by(col(JournalEntry.revision)).limit(1)).first()


def revision_at(session: Session, at: datetime) -> int:
    """The newest revision that was written at the instant or before; 0 before the first."""
    statement = select(JournalEntry.revision).where(JournalEntry.at <= at)
    newest = statement.order_by(col(JournalEntry.at).desc(), col(JournalEntry.revision).desc()).limit(1)
    return session.exec(newest).first() or 0


def newest_of(session: Session, resources: Sequence[str], revision: int) -> int:
    """The newest revision, not above the given one, at which any of the resources changed; 0 where none did."""
    newest = [
        session.exec(
            select(JournalEntry.revision)
            .where(JournalEntry.resource == resource, col(JournalEntry.revision) <= revision)
            .order_by(col(JournalEntry.revision).desc())
            .limit(1)
        ).first()
        for resource in resources
    ]
    return max((found or 0 for found in newest), default=0)


def rows_at(session: Session, resources: Sequence[str], revision: int) -> Iterator[PastRow]:
    """Every row of the resources as it stood at the revision, in the order of ids. One query."""
    newest = (
        select(func.max(col(JournalEntry.revision)).label("newest"))
        .where(col(JournalEntry.resource).in_(resources), col(JournalEntry.revision) <= revision)
        .group_by(col(JournalEntry.resource), col(JournalEntry.resource_id))
        .subquery()
    )
    statement = _entries().join(newest, newest.c.newest == _ENTRY.c.revision).order_by(_ENTRY.c.resource_id)
    for entry in session.execute(statement):
        if entry.after is not None:
            yield _row(entry, None)


def rows_of_systems(
    session: Session, system_ids: Sequence[str], resources: Sequence[str], revision: int
) -> list[PastRow]:
    """The systems' own rows of these resources as they stood at the revision, in the order of their making."""
    statement = _entries().where(
        _ENTRY.c.system_id.in_(system_ids), _ENTRY.c.resource.in_(resources), _ENTRY.c.revision <= revision
    )
    made: dict[str, datetime] = {}
    standing: dict[str, PastRow] = {}
    for entry in session.execute(statement.order_by(_ENTRY.c.revision)):
        if entry.after is None:
            standing.pop(entry.resource_id, None)
        else:
            made.setdefault(entry.resource_id, entry.at)
            standing[entry.resource_id] = _row(entry, made[entry.resource_id])
    return list(standing.values())


def _entries() -> Select[Any]:
    columns: tuple[Any, ...] = (
        _ENTRY.c.resource,
        _ENTRY.c.resource_id,
        _ENTRY.c.at,
        _ENTRY.c.after,
        _PERSONAL.c.personal_values,
    )
    statement: Select[Any] = select(*columns)
    return statement.select_from(_ENTRY.outerjoin(_PERSONAL, _PERSONAL.c.revision == _ENTRY.c.revision))


def _row(entry: Row[Any], created_at: datetime | None) -> PastRow:
    personal = (entry.personal_values or {}).get("after") or {}
    return PastRow(entry.resource, entry.resource_id, orjson.loads(entry.after), personal, created_at, entry.at)
