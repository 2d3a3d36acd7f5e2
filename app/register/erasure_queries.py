"""Who was erased or deleted, as the register itself has it: a process may end before its line is in the list."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, func, or_, select

from app.models import JournalEntry, Person
from app.register.erasure_list import ErasureList


def complete_list(session: Session, erasures: ErasureList) -> None:
    """Add whoever the list lacks. What fails is told in the log."""
    if erasures.file is not None:
        erasures.complete(_erased(session))


def _erased(session: Session) -> Mapping[str, datetime]:
    """The instant of each person's last entry: nothing is written of someone who was erased or deleted."""
    entry = JournalEntry
    named = select(Person.id).where(Person.id == entry.resource_id, col(Person.erased_on).is_(None))
    gone = select(entry.resource_id).where(entry.resource == Person.resource, entry.action == "delete")
    erased = select(Person.id).where(col(Person.erased_on).is_not(None))
    statement = (
        select(entry.resource_id, func.max(entry.at))
        .where(
            entry.resource == Person.resource,
            or_(col(entry.resource_id).in_(erased), col(entry.resource_id).in_(gone)),
            ~named.exists(),
        )
        .group_by(entry.resource_id)
    )
    return dict(session.exec(statement).all())
