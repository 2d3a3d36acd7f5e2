"""Writing the drafts that are kept: through the session, so that the journal sees them, in large flushes."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from sqlmodel import Session

from app.core.chunks import chunks
from app.imports import queries
from app.imports.draft import Draft
from app.imports.kind import Kind
from app.imports.succession import Office, Succession
from app.models import Journaled
from app.models.making import new_row
from app.register.rows import assign

#: Rows in one flush: large enough for the database to be asked seldom, small enough for flat memory.
CHUNK = 1000
Advance = Callable[[int], None]


def apply(session: Session, kind: type[Kind], drafts: Sequence[Draft], advance: Advance) -> None:
    """Write the drafts; the rows that they change are read here, in the session that writes.

    `advance` hears how many more are written, after each part that no later part touches again.
    """
    writing = [draft for draft in drafts if not draft.is_offer_alone and (draft.new or draft.writes_row)]
    advance(len(drafts) - len(writing))
    # Rows that change the same columns go to the database in one statement; the flush keeps them together.
    for _, alike in groupby(in_order(writing), key=_group):
        for chunk in chunks(alike, CHUNK):
            _write(session, kind, chunk)
            advance(len(chunk))
    changes = (change for draft in drafts for change in draft.successions)
    for some in chunks(changes, CHUNK):
        _succeed(session, some)
        advance(0)


def make_rows(kind: type[Kind], drafts: Iterable[Draft]) -> None:
    """Make the new rows, of no session yet: outside the lock, since it takes as long as to write them."""
    for draft in drafts:
        if draft.new and not draft.is_offer_alone:
            draft.made = _new_row(kind, draft)
        for change in draft.successions:
            if change.beginning is not None:
                change.made = new_row(change.table, change.beginning)


def _new_row(kind: type[Kind], draft: Draft) -> Journaled:
    return new_row(kind.table, {**draft.columns, "id": draft.id})


def in_order(drafts: Iterable[Draft]) -> list[Draft]:
    """So that none comes before one that it needs."""
    return sorted(drafts, key=_order)


def _group(draft: Draft) -> tuple[int, bool, tuple[str, ...]]:
    return draft.phase, draft.new, () if draft.new else tuple(sorted(draft.columns))


def _order(draft: Draft) -> tuple[tuple[int, bool, tuple[str, ...]], int, int]:
    return _group(draft), draft.depth, draft.number


def _write(session: Session, kind: type[Kind], drafts: Sequence[Draft]) -> None:
    existing = queries.rows_by_id(
        session, kind.table, (draft.id for draft in drafts if not draft.new), *kind.links.values()
    )
    linked = {relation: _linked(session, kind, relation, drafts) for relation in kind.links.values()}
    for draft in drafts:
        links = {relation: [linked[relation][row_id] for row_id in ids] for relation, ids in draft.links.items()}
        if draft.new:
            row = draft.made or _new_row(kind, draft)
            session.add(row)
        else:
            row = existing[draft.id]
            assign(row, draft.columns)
        for relation, rows in links.items():
            setattr(row, relation, rows)
    session.flush()


def _linked(session: Session, kind: type[Kind], relation: str, drafts: Sequence[Draft]) -> dict[str, Journaled]:
    """The rows that the drafts link to, by id."""
    wanted = {row_id for draft in drafts for row_id in draft.links.get(relation, ())}
    return queries.rows_by_id(session, queries.linked_table(kind.table, relation), wanted)


def _succeed(session: Session, changes: Sequence[Succession]) -> None:
    """First the old ones end, then the new ones begin: the database lets nobody share the office."""
    rows = _offices(session, changes)
    for change in changes:
        for row_id in change.ending:
            rows[row_id].valid_until = change.last_day
        if change.corrected is not None:
            setattr(rows[change.corrected], change.subject, change.wanted)
        for row_id in change.vanishing:
            session.delete(rows[row_id])
    session.flush()
    session.add_all(
        change.made or new_row(change.table, change.beginning) for change in changes if change.beginning is not None
    )
    session.flush()


def _offices(session: Session, changes: Sequence[Succession]) -> dict[str, Office]:
    """What the changes are about, by id; those of one import are of one table."""
    ids = [row_id for change in changes for row_id in change.touched]
    return queries.rows_by_id(session, changes[0].table, ids) if ids else {}
