"""Every journaled row against the newest entries about it: two streams in the order of ids, in constant memory."""

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import inspect
from sqlmodel import Session, col, select

from app.core.canonical import canonical
from app.journal import snapshots
from app.journal.snapshots import shape_of
from app.models import RESOURCES, Journaled, JournalEntry, JournalPersonalValue, Person
from app.models.base import Derivation
from app.register.audit.difference import Difference
from app.register.audit.erased import remains_of_erased
from app.register.audit.merging import merged

_CHUNK = 500
_MISSING = object()


@dataclass(slots=True)
class _Told:
    """What the entries about one resource come to. `content` None: it was deleted."""

    revision: int = 0
    at: datetime | None = None
    action: str = ""
    made_at: datetime | None = None
    content: dict[str, Any] | None = None
    personal: dict[str, Any] = field(default_factory=dict)
    """The personal values, as far as the journal still has those of the newest entry."""
    erasable: list[int] = field(default_factory=list)
    """Entries whose personal values are gone."""

    @property
    def is_erased(self) -> bool:
        """Whether the personal values may be gone."""
        return self.content is None or self.content.get("erasedOn") is not None


def differing_rows(session: Session) -> Iterator[Difference]:
    """Table by table."""
    for table in RESOURCES.values():
        yield from _differing(session, table)


def _differing(session: Session, table: type[Journaled]) -> Iterator[Difference]:
    name = str(table.__tablename__)
    with closing(_told(session, table)) as entries, closing(_rows(session, table)) as rows:
        for row_id, told, row in merged(entries, rows):
            if told is None:
                yield Difference(name, row_id, "the register never wrote this row")
                continue
            if told.erasable and not told.is_erased:
                gone = "the personal values of the entry are gone, and nobody was erased"
                yield Difference(name, row_id, gone, told.erasable[0])
            if row is None:
                if told.content is not None:
                    yield Difference(name, row_id, "the row is missing", told.revision)
                continue
            problem = _problem(table, row, told) or _of_erased(session, row, told)
            if problem is not None:
                yield Difference(name, row_id, problem, told.revision)


def _rows(session: Session, table: type[Journaled]) -> Generator[tuple[str, Journaled]]:
    statement = select(table).order_by(col(table.id)).execution_options(yield_per=_CHUNK)
    with session.exec(statement) as found:
        for row in found:
            yield row.id, row
            session.expunge(row)


def _told(session: Session, table: type[Journaled]) -> Generator[tuple[str, _Told]]:
    entry = JournalEntry
    columns: Any = select(  # type: ignore[call-overload]
        entry.resource_id,
        entry.revision,
        entry.at,
        entry.action,
        entry.after,
        entry.personal_digest,
        JournalPersonalValue.personal_values,
    )
    statement = (
        columns.outerjoin(JournalPersonalValue, col(JournalPersonalValue.revision) == col(entry.revision))
        .where(entry.resource == table.resource)
        .order_by(col(entry.resource_id), col(entry.revision))
        .execution_options(yield_per=_CHUNK)
    )
    links = set(shape_of(table).links.values())
    with session.execute(statement) as found:
        for row_id, entries in groupby(found, key=lambda each: each.resource_id):
            yield row_id, _come_to(entries, links)


def _come_to(entries: Iterator[Any], links: set[str]) -> _Told:
    told = _Told()
    for entry in entries:
        told.revision, told.at, told.action = entry.revision, entry.at, entry.action
        if entry.action == "create":
            told.made_at = entry.at
        if entry.after is None:
            told.content = None
        else:
            # An entry names linked rows only where they were looked at.
            kept = {key: value for key, value in (told.content or {}).items() if key in links}
            told.content = {**kept, **orjson.loads(entry.after)}
            earlier = told.content.pop(snapshots.MADE, None)
            if earlier is not None:
                told.made_at = datetime.fromisoformat(earlier)
        if entry.personal_digest is not None:
            if entry.personal_values is None:
                told.erasable.append(entry.revision)
            told.personal = (entry.personal_values or {}).get("after", {})
    return told


def _problem(table: type[Journaled], row: Journaled, told: _Told) -> str | None:
    if told.content is None:
        return "the row is there again, and was deleted"
    snapshots.load_links(row)
    plain, personal = snapshots.now(row)
    present: dict[str, Any] = orjson.loads(canonical(plain))
    # What an earlier release did not have yet, its entries say nothing about.
    changed = sorted(key for key, value in told.content.items() if present.get(key, _MISSING) not in (value, _MISSING))
    changed += sorted(key for key, value in told.personal.items() if personal.get(key, value) != value)
    if changed:
        return f"the journal says otherwise of {', '.join(changed)}"
    if told.made_at is not None and row.created_at != told.made_at:
        return "the journal says otherwise of createdAt"
    if row.updated_at != told.at:
        return "the journal says otherwise of updatedAt"
    derived = _underived(table, row)
    return f"{derived} does not follow from the row" if derived else None


def _of_erased(session: Session, row: Journaled, told: _Told) -> str | None:
    """The journal has forgotten what it said of them, and not what is left."""
    if not isinstance(row, Person) or row.erased_on is None:
        return None
    more = remains_of_erased(session, row, came_so=told.action == "create")
    return f"{more} is not what an erasure leaves" if more else None


def _underived(table: type[Journaled], row: Journaled) -> str | None:
    """A column that is made of another, and is not what it would be made into."""
    for column in inspect(table).columns:
        derivation: Derivation | None = column.info.get("derived")
        if derivation and getattr(row, column.key) != derivation.make(getattr(row, derivation.source)):
            return str(column.key)
    return None
