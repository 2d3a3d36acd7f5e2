"""Reading the columns of cards from the database: all of them, or what has changed since."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func
from sqlmodel import Session, col, select

from app.core.database import Database
from app.models import Card, CardHolding, Finding, JournalEntry, System
from app.register.columns.snapshot import CODED, INSTANTS, NUMBERS, SEVERITIES, Changes, microseconds

#: Cards that are read at once.
_CHUNK = 10_000
_NAMES = ("system_id", "search_text", *CODED, *NUMBERS, *INSTANTS)
_HEAD = select(JournalEntry.hash).where(col(JournalEntry.revision) == bindparam("revision"))
_HELD = ("system_id", "revision", "duty", "position_id", "person_id")
#: `(severity, waived, how many)` for each kind that a system has.
Severities = tuple[tuple[str, bool, int], ...]


def count_changed(database: Database, revision: int, most: int) -> int:
    """How many cards are of a later revision; counted no further than `most`."""
    changed = f"SELECT 1 FROM card WHERE revision > {revision:d} LIMIT {most:d}"  # noqa: S608 - two whole numbers
    number: int = database.one_row(f"SELECT count(*) FROM ({changed}) AS changed")[0]  # noqa: S608 - the same
    return number


def head_at(session: Session, revision: int) -> str | None:
    """The hash of the journal's entry with the revision."""
    return session.scalar(_HEAD, {"revision": revision})


def everything(session: Session) -> Iterator[Changes]:
    """All cards, in pieces."""
    return _read(session, [], ())


def changed_since(session: Session, revision: int) -> Iterator[Changes]:
    """The cards of a later revision, and what is gone since, in pieces."""
    deleted = select(JournalEntry.resource_id).where(
        col(JournalEntry.revision) > revision,
        JournalEntry.resource == System.resource,
        JournalEntry.action == "delete",
    )
    return _read(session, [col(Card.revision) > revision], session.exec(deleted).all())


def _read(session: Session, conditions: Sequence[ColumnElement[bool]], gone: Sequence[str]) -> Iterator[Changes]:
    severities = _severities(session, conditions)
    held = _held(session, conditions)
    statement: Select[Any] = select(*(getattr(Card, name) for name in _NAMES)).where(*conditions)
    if gone:
        # Before the cards: a deletion that was undone made the system again.
        yield Changes(gone=gone)
    with session.execute(statement.execution_options(yield_per=_CHUNK)) as rows:
        for chunk in rows.partitions():
            columns: dict[str, Sequence[Any]] = dict(zip(_NAMES, zip(*chunk, strict=True), strict=True))
            for name in INSTANTS:
                columns[name] = [microseconds(at) for at in columns[name]]
            ids = columns["system_id"]
            columns[SEVERITIES] = [severities.get(system_id, ()) for system_id in ids]
            yield Changes(columns, held=[row for system_id in ids for row in held.get(system_id, ())])


def _severities(session: Session, conditions: Sequence[ColumnElement[bool]]) -> Mapping[str, Severities]:
    kinds: tuple[Any, ...] = (Finding.system_id, Finding.severity, Finding.waived)
    columns: tuple[Any, ...] = (*kinds, func.count())
    statement: Select[Any] = select(*columns).where(col(Finding.closed_at).is_(None))
    if conditions:
        statement = statement.join(Card, col(Card.system_id) == col(Finding.system_id)).where(*conditions)
    found: dict[str, Severities] = {}
    for system_id, *kind in session.execute(statement.group_by(*kinds)):
        found[system_id] = (*found.get(system_id, ()), tuple(kind))
    return {system_id: tuple(sorted(own)) for system_id, own in found.items()}


def _held(session: Session, conditions: Sequence[ColumnElement[bool]]) -> Mapping[str, list[Any]]:
    held: tuple[Any, ...] = tuple(getattr(CardHolding, name) for name in _HELD)
    of_the_card = (col(Card.system_id) == CardHolding.system_id) & (col(Card.revision) == CardHolding.revision)
    statement: Select[Any] = select(*held).join(Card, of_the_card).where(*conditions)
    found: dict[str, list[Any]] = defaultdict(list)
    for row in session.execute(statement):
        found[row.system_id].append(tuple(row))
    return found
