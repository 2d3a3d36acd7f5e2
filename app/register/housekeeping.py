"""Throwing away what is kept for a while only."""

from datetime import datetime

from sqlmodel import Session, col, delete

from app.models import IdempotentAnswer, ImportedFile, Job, SignInCode, WebSession


def forget_answers(session: Session, *, before: datetime) -> None:
    """Drop the answers to retries that nobody can be waiting for any more."""
    session.exec(delete(IdempotentAnswer).where(col(IdempotentAnswer.created_at) < before))


def forget_visits(session: Session, *, before: datetime) -> None:
    """Drop the sessions that nobody has been seen in since, and the codes that have expired by then."""
    session.exec(delete(WebSession).where(col(WebSession.seen_at) < before))
    session.exec(delete(SignInCode).where(col(SignInCode.expires_at) < before))


def forget_files(session: Session, *, before: datetime) -> None:
    """Drop the files with faults that nobody has come back for, and the work that was done by then."""
    session.exec(delete(ImportedFile).where(col(ImportedFile.created_at) < before))
    session.exec(delete(Job).where(col(Job.created_at) < before))
