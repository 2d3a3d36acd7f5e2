"""What anchors ask the journal."""

from collections.abc import Iterable

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.models import JournalEntry


def hashes(session: Session, revisions: Iterable[int]) -> dict[int, str]:
    """Revision → hash of those of the entries that are there, in one statement."""
    statement = select(JournalEntry.revision, JournalEntry.hash).where(col(JournalEntry.revision).in_(set(revisions)))
    return dict(session.exec(statement).all())


def last_revision(session: Session) -> int:
    """The highest revision of an entry; 0 for none. Not the state's, which whoever cuts entries off moves as well."""
    return session.exec(select(func.max(JournalEntry.revision))).one() or 0
