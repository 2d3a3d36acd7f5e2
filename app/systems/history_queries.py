"""Reading what became of a system: the versions of its card, each with the entry of the journal that made it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select
from sqlmodel import Session, col, select

from app.core.errors import NotFound
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.http.representation import encode
from app.models import CardVersion, JournalEntry, System
from app.register.actors import read_actors
from app.register.rows import no_such
from app.register.shapes import CARD
from app.security.reader import Reader
from app.security.sightings import ReadKind
from app.systems.history import HistoryItem, HistoryQuery, changed_keys, pairs
from app.vocabulary import Permission

ORDER = Order(
    HistoryQuery, {"revision": SortKey(col(CardVersion.revision), int)}, SortKey(col(CardVersion.revision), int)
)


def history(reader: Reader, system_id: str, query: HistoryQuery) -> tuple[Page, Sequence[bytes]]:
    """The versions of the card, the newest first; those of a deleted system too."""
    version = (CardVersion.revision, CardVersion.known_from, CardVersion.known_until)
    columns: tuple[Any, ...] = (*version, CardVersion.body, CardVersion.shape, JournalEntry)
    statement: Select[Any] = (
        select(*columns)
        .join(JournalEntry, col(JournalEntry.revision) == col(CardVersion.revision))
        .where(col(CardVersion.system_id) == system_id)
    )
    page = read_page(reader.session, statement, ORDER, query)
    if page.total == 0:
        raise NotFound(no_such(System, system_id))
    reader.require(Permission.SEE_HISTORY, system_id)
    reader.sightings.add(ReadKind.HISTORY, (System.resource, system_id))
    names = read_actors(reader.session, [row.JournalEntry.actor for row in page.rows])
    rows = sorted(page.rows, key=lambda row: -row.revision)
    before = _body_before(reader.session, system_id, rows[-1].revision) if rows else None
    items = {
        row.revision: encode(
            HistoryItem(
                revision=row.revision,
                at=row.known_from,
                until=row.known_until,
                actor=names[row.JournalEntry.actor] or "",
                action=_action(row.JournalEntry.action, first=old is None),
                reason=row.JournalEntry.reason,
                changed=changed_keys(old, new),
            )
        )
        for row, (old, new) in zip(rows, pairs([_body(row) for row in rows], before), strict=True)
    }
    return page, [items[row.revision] for row in page.rows]


def _action(journaled: str, *, first: bool) -> Any:  # noqa: ANN401 - one of the item's literals
    """What happened to the card: a new tenure, say, is an entry of its own, and changes the card."""
    if first:
        return "create"
    return "evaluate" if journaled == "evaluate" else "update"


def _body_before(session: Session, system_id: str, revision: int) -> bytes | None:
    """The body of the version before the revision."""
    statement = select(CardVersion.body, CardVersion.shape).where(
        col(CardVersion.system_id) == system_id, col(CardVersion.revision) < revision
    )
    row = session.execute(statement.order_by(col(CardVersion.revision).desc()).limit(1)).first()
    return None if row is None else _body(row)


def _body(row: Any) -> bytes:  # noqa: ANN401 - a row with a body and its shape
    """Versions are compared in the same shape: a new key is no change of the system."""
    return CARD.up_to_date(row.body, row.shape)
