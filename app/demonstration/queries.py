"""How far the demonstration has been loaded into a register, read from its journal."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from app.models import JournalEntry


def resources_written(session: Session, reasons: Collection[str]) -> set[str]:
    """The kinds of resources that were written for one of the reasons."""
    return set(session.exec(select(JournalEntry.resource).where(col(JournalEntry.reason).in_(reasons)).distinct()))
