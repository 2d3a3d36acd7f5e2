"""Throwing away what is kept for a while only."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, delete

from app.models import IdempotentAnswer, ImportedFile, Job, SignInCode, WebSession

#: How long a retry with the same Idempotency-Key gets the first answer again, at least.
ANSWERS_KEPT = timedelta(days=7)
#: How long it is known when somebody was here last.
VISITS_KEPT = timedelta(days=30)
#: How long a file with faults, and what is known of a job, is kept.
FILES_KEPT = timedelta(days=7)


def forget_what_is_over(session: Session, at: datetime) -> None:
    """All of it that is not needed any more at the instant."""
    _forget_answers(session, before=at - ANSWERS_KEPT)
    _forget_visits(session, before=at - VISITS_KEPT)
    _forget_files(session, before=at - FILES_KEPT)


def _forget_answers(session: Session, *, before: datetime) -> None:
    """Drop the answers to retries that nobody can be waiting for any more."""
    session.exec(delete(IdempotentAnswer).where(col(IdempotentAnswer.created_at) < before))


def _forget_visits(session: Session, *, before: datetime) -> None:
    """Drop the sessions that nobody has been seen in since, and the codes that have expired by then."""
    session.exec(delete(WebSession).where(col(WebSession.seen_at) < before))
    session.exec(delete(SignInCode).where(col(SignInCode.expires_at) < before))


def _forget_files(session: Session, *, before: datetime) -> None:
    """Drop the files with faults that nobody has come back for, and the work that was done by then."""
    session.exec(delete(ImportedFile).where(col(ImportedFile.created_at) < before))
    session.exec(delete(Job).where(col(Job.created_at) < before))
