"""How far the demonstration has been loaded into a register, read from its journal."""

from sqlmodel import Session, col, select

from app.models import JournalEntry


def any_entry(session: Session, reason: str, resource: str | None = None) -> bool:
    """Whether something was written for the reason, to a resource of the kind where one is named."""
    wanted = [col(JournalEntry.reason) == reason] + (
        [] if resource is None else [col(JournalEntry.resource) == resource]
    )
    return session.exec(select(JournalEntry.revision).where(*wanted).limit(1)).first() is not None
