"""Reading the columns of cards from the database: all of them, or what has changed since."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, func, or_, select
from sqlmodel import Session

from app.core.among import among
from app.core.chunks import chunks
from app.core.database import Database
from app.core.prepared import read, read_each
from app.models import Card, CardHolding, Finding, JournalEntry, System
from app.register.columns.snapshot import CODED, INSTANTS, NUMBERS, SEVERITIES, Changes, microseconds
from app.register.edition import Edition
from app.register.fact_rows import THESE_SYSTEMS, by_system, rows_of
from app.register.outcome import MadeCard

#: Cards that are read at once.
_CHUNK = 1_000
_NAMES = ("system_id", "search_text", *CODED, *NUMBERS, *INSTANTS)
_HOLDS = ("system_id", "revision", "duty", "position_id", "person_id")
_CARD: Any = Card.__table__  # type: ignore[attr-defined]
_FINDING: Any = Finding.__table__  # type: ignore[attr-defined]
_HOLDING: Any = CardHolding.__table__  # type: ignore[attr-defined]
_ENTRY: Any = JournalEntry.__table__  # type: ignore[attr-defined]
_HEAD = select(_ENTRY.c.hash).where(_ENTRY.c.revision == bindparam("revision"))
_DELETES = (_ENTRY.c.resource == System.resource) & (_ENTRY.c.action == "delete")
#: The entry with the revision first, then those that delete systems.
_SINCE = (
    select(_ENTRY.c.revision, _ENTRY.c.hash, _ENTRY.c.resource_id)
    .where(
        _ENTRY.c.revision >= bindparam("since"),
        or_(_ENTRY.c.revision == bindparam("since"), _DELETES),
    )
    .order_by(_ENTRY.c.revision)
)
_OF_CARDS = among(_CARD.c.system_id, THESE_SYSTEMS)
_COLUMNS = select(*(_CARD.c[name] for name in _NAMES))
_CARDS = _COLUMNS.where(_OF_CARDS)
_LATER = _CARD.c.revision > bindparam("since")
#: What most readers find: the cards of a write or two.
_SOME_LATER = _COLUMNS.where(_LATER).limit(_CHUNK)
_LATER_IDS = select(_CARD.c.system_id).where(_LATER)
_NUMBER_LATER = select(func.count()).select_from(
    select(_CARD.c.system_id).where(_LATER).limit(bindparam("most", type_=Integer)).subquery()
)
_ALL_IDS = select(_CARD.c.system_id)
_KIND = (_FINDING.c.system_id, _FINDING.c.severity, _FINDING.c.waived)
#: Open findings, counted by kind.
_SEVERITIES = (
    select(*_KIND, func.count())
    .where(among(_FINDING.c.system_id, THESE_SYSTEMS), _FINDING.c.closed_at.is_(None))
    .group_by(*_KIND)
)
_HELD = (
    select(*(_HOLDING.c[name] for name in _HOLDS))
    .join(_CARD, (_CARD.c.system_id == _HOLDING.c.system_id) & (_CARD.c.revision == _HOLDING.c.revision))
    .where(_OF_CARDS)
)


def count_changed(database: Database, revision: int, most: int) -> int:
    """How many cards are of a later revision; counted no further than `most`."""
    (row,) = database.read(_NUMBER_LATER, {"since": revision, "most": most})
    number: int = row[0]
    return number


def everything(session: Session) -> Iterator[Changes]:
    """All cards, in pieces; nothing is read before the first one is wanted."""
    connection = session.connection()
    yield from _pieces(connection, [row.system_id for row in read(connection, _ALL_IDS, {})])


def head_at(session: Session, revision: int) -> str | None:
    """The hash of the journal's entry with the revision."""
    found = read(session.connection(), _HEAD, {"revision": revision})
    return found[0].hash if found else None


def changed_since(session: Session, edition: Edition) -> Iterator[Changes] | None:
    """The cards of a later revision, and what is gone since, in pieces.

    None where the journal does not say of the edition's revision what it said then: it goes on from an earlier entry.
    """
    entries = read(session.connection(), _SINCE, {"since": edition.revision})
    if not entries or entries[0][:2] != (edition.revision, edition.head):
        return None
    return _later(session, edition.revision, [entry.resource_id for entry in entries[1:]])


def _later(session: Session, revision: int, gone: Sequence[str]) -> Iterator[Changes]:
    if gone:
        # Before the cards: a deletion that was undone made the system again.
        yield Changes(gone=gone)
    connection, since = session.connection(), {"since": revision}
    some = read(connection, _SOME_LATER, since)
    if len(some) < _CHUNK:
        yield _changes(connection, some)
    else:
        yield from _pieces(connection, [row.system_id for row in read(connection, _LATER_IDS, since)])


def _pieces(connection: Connection, system_ids: Sequence[str]) -> Iterator[Changes]:
    """The cards of the systems. All that goes with a card is read with its piece: memory that is needed once stays."""
    for chunk in chunks(system_ids, _CHUNK):
        yield _changes(connection, rows_of(connection, _CARDS, chunk))


def changes_made(cards: Sequence[MadeCard], gone: Sequence[str]) -> Changes:
    """The same of cards that were written a moment ago, which nobody has to read for it."""
    columns: dict[str, Sequence[Any]] = {name: [card.row[name] for card in cards] for name in _NAMES}
    for name in INSTANTS:
        columns[name] = [microseconds(at) for at in columns[name]]
    columns[SEVERITIES] = [tuple(card.severities) for card in cards]
    held = [tuple(row[name] for name in _HOLDS) for card in cards for row in card.held]
    return Changes(columns if cards else {}, gone, held)


def _changes(connection: Connection, cards: Sequence[Any]) -> Changes:
    if not cards:
        return Changes()
    columns: dict[str, Sequence[Any]] = dict(zip(_NAMES, zip(*cards, strict=True), strict=True))
    for name in INSTANTS:
        columns[name] = [microseconds(at) for at in columns[name]]
    ids = columns["system_id"]
    severities, held = map(by_system, read_each(connection, (_SEVERITIES, _HELD), {THESE_SYSTEMS: ids}))
    columns[SEVERITIES] = [tuple(sorted(row[1:] for row in severities.get(id_, ()))) for id_ in ids]
    return Changes(columns, held=[row for system_id in ids for row in held.get(system_id, ())])
