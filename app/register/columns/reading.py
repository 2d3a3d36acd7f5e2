"""Reading the columns of cards from the database: all of them, or what has changed since."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlmodel import Session

from app.core.database import Database
from app.models import Card, CardHolding, Finding, JournalEntry, System
from app.register.columns.snapshot import CODED, INSTANTS, NUMBERS, SEVERITIES, Changes, microseconds
from app.register.edition import Edition

#: Cards that are read at once.
_CHUNK = 2_000
_NAMES = ("system_id", "search_text", *CODED, *NUMBERS, *INSTANTS)
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
_HELD = ("system_id", "revision", "duty", "position_id", "person_id")


def count_changed(database: Database, revision: int, most: int) -> int:
    """How many cards are of a later revision; counted no further than `most`."""
    changed = f"SELECT 1 FROM card WHERE revision > {revision:d} LIMIT {most:d}"  # noqa: S608 - two whole numbers
    number: int = database.one_row(f"SELECT count(*) FROM ({changed}) AS changed")[0]  # noqa: S608 - the same
    return number


def everything(session: Session) -> Iterator[Changes]:
    """All cards, in pieces."""
    return _read(session, _ALL, {})


def head_at(session: Session, revision: int) -> str | None:
    """The hash of the journal's entry with the revision."""
    found: str | None = session.connection().execute(_HEAD, {"revision": revision}).scalar()
    return found


def changed_since(session: Session, edition: Edition) -> Iterator[Changes] | None:
    """The cards of a later revision, and what is gone since, in pieces.

    None where the journal does not say of the edition's revision what it said then: it goes on from an earlier entry.
    """
    entries = session.connection().execute(_SINCE, {"since": edition.revision}).all()
    if not entries or tuple(entries[0][:2]) != (edition.revision, edition.head):
        return None
    return _later(session, edition.revision, [entry.resource_id for entry in entries[1:]])


def _later(session: Session, revision: int, gone: Sequence[str]) -> Iterator[Changes]:
    if gone:
        # Before the cards: a deletion that was undone made the system again.
        yield Changes(gone=gone)
    yield from _read(session, _LATER, {"since": revision})


@dataclass(frozen=True, slots=True)
class _Statements:
    """Built once: readers need them after every write. `severities` counts open findings by system and kind."""

    cards: Select[Any]
    severities: Select[Any]
    held: Select[Any]

    @classmethod
    def where(cls, *conditions: ColumnElement[bool]) -> "_Statements":
        """Of the cards that meet the conditions."""
        kind = (_FINDING.c.system_id, _FINDING.c.severity, _FINDING.c.waived)
        severities = select(*kind, func.count()).where(_FINDING.c.closed_at.is_(None)).group_by(*kind)
        if conditions:
            # Not joined: SQLite, which keeps no statistics, would look at every finding for one card.
            severities = severities.where(_FINDING.c.system_id.in_(select(_CARD.c.system_id).where(*conditions)))
        of_the_card = (_CARD.c.system_id == _HOLDING.c.system_id) & (_CARD.c.revision == _HOLDING.c.revision)
        held = select(*(_HOLDING.c[name] for name in _HELD)).join(_CARD, of_the_card).where(*conditions)
        return cls(select(*(_CARD.c[name] for name in _NAMES)).where(*conditions), severities, held)


_ALL = _Statements.where()
_LATER = _Statements.where(_CARD.c.revision > bindparam("since"))


def _read(session: Session, statements: _Statements, values: Mapping[str, Any]) -> Iterator[Changes]:
    connection = session.connection()
    severities = _by_system(connection.execute(statements.severities, values))
    held = _by_system(connection.execute(statements.held, values))
    with connection.execute(statements.cards, values, execution_options={"yield_per": _CHUNK}) as rows:
        for chunk in rows.partitions():
            columns: dict[str, Sequence[Any]] = dict(zip(_NAMES, zip(*chunk, strict=True), strict=True))
            for name in INSTANTS:
                columns[name] = [microseconds(at) for at in columns[name]]
            ids = columns["system_id"]
            columns[SEVERITIES] = [tuple(sorted(row[1:] for row in severities.get(id_, ()))) for id_ in ids]
            yield Changes(columns, held=[row for system_id in ids for row in held.get(system_id, ())])


def _by_system(rows: Iterable[Any]) -> Mapping[str, list[tuple[Any, ...]]]:
    """The rows by their first column."""
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(tuple(row))
    return found
