"""Writing the drafts that are kept: through the session, so that the journal sees them, in large flushes."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from sqlmodel import Session

from app.core.chunks import chunks
from app.imports.draft import Draft
from app.imports.succession import Succession
from app.models import Journaled
from app.register.rows import assign

#: Rows in one flush: large enough for the database to be asked seldom, small enough for flat memory.
CHUNK = 1000
Advance = Callable[[int], None]


def apply(session: Session, table: type[Journaled], drafts: Sequence[Draft], advance: Advance) -> None:
    """Write the drafts. `advance` hears how many more are written."""
    writing = [draft for draft in drafts if not draft.is_offer_alone and (draft.new or draft.writes_row)]
    advance(len(drafts) - len(writing))
    # Rows that change the same columns go to the database in one statement; the flush keeps them together.
    for _, alike in groupby(sorted(writing, key=_order), key=_group):
        for chunk in chunks(alike, CHUNK):
            for draft in chunk:
                _write(session, table, draft)
            session.flush()
            advance(len(chunk))
    changes = [change for draft in drafts for change in draft.successions]
    for some in chunks(changes, CHUNK):
        _succeed(session, some)


def _group(draft: Draft) -> tuple[int, bool, tuple[str, ...]]:
    return draft.phase, draft.new, () if draft.new else tuple(sorted(draft.columns))


def _order(draft: Draft) -> tuple[tuple[int, bool, tuple[str, ...]], int, int]:
    return _group(draft), draft.depth, draft.number


def _write(session: Session, table: type[Journaled], draft: Draft) -> None:
    if draft.existing is None:
        values: dict[str, Any] = {**draft.columns, **draft.links, "id": draft.id}
        session.add(table(**values))
        return
    assign(draft.existing, draft.columns)
    for relation, rows in draft.links.items():
        setattr(draft.existing, relation, rows)


def _succeed(session: Session, changes: Sequence[Succession]) -> None:
    """First the old ones end, then the new ones begin: the database lets nobody share the office."""
    for change in changes:
        for row in change.ending:
            row.valid_until = change.last_day
        if change.corrected is not None:
            setattr(change.corrected, change.subject, change.wanted)
        for row in change.vanishing:
            session.delete(row)
    session.flush()
    session.add_all(change.table(**change.beginning) for change in changes if change.beginning is not None)
    session.flush()
