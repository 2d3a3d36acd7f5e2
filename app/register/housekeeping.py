"""Throwing away what is kept for a while only."""

from datetime import datetime

from sqlmodel import Session, col, delete

from app.models import IdempotentAnswer


def forget_answers(session: Session, *, before: datetime) -> None:
    """Drop the answers to retries that nobody can be waiting for any more."""
    session.exec(delete(IdempotentAnswer).where(col(IdempotentAnswer.created_at) < before))
