"""Reading offers by what has become of them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, false, or_
from sqlmodel import Session, col, select

from app.models import Handover
from app.vocabulary import Duty, HandoverState


def open_offer(session: Session, system_id: str, duty: Duty, today: date) -> Handover | None:
    """The offer of the duty that may still be accepted."""
    statement = select(Handover).where(
        Handover.system_id == system_id, Handover.duty == duty.value, *in_state([HandoverState.OFFERED], today)
    )
    return session.exec(statement).first()


def in_state(states: Sequence[HandoverState], today: date) -> list[ColumnElement[bool]]:
    if not states:
        return []
    outcome, expires_on = col(Handover.outcome), col(Handover.expires_on)
    conditions: list[ColumnElement[bool]] = [outcome.in_([state.value for state in states])]
    if HandoverState.OFFERED in states:
        conditions.append(and_(outcome.is_(None), expires_on >= today))
    if HandoverState.LAPSED in states:
        conditions.append(and_(outcome.is_(None), expires_on < today))
    return [or_(false(), *conditions)]
