"""How far the demonstration has been loaded into a register, read from its journal."""

from sqlmodel import Session, col, select

from app.models import JournalEntry


def resources_written(session: Session, reason: str) -> set[str]:
    """The kinds of resources that were written for the reason."""
    return set(session.exec(select(JournalEntry.resource).where(col(JournalEntry.reason) == reason).distinct()))
