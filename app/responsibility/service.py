"""Changing who is responsible."""

from datetime import date, timedelta

from sqlmodel import Session

from app.core.errors import Conflict, FieldProblem, InvalidInput
from app.core.periods import first_day
from app.models import Position, Responsibility, System
from app.register.rows import assign, find, merged, require
from app.responsibility.queries import is_ownership, overlapping
from app.responsibility.schemas import ResponsibilityPatch, ResponsibilityWrite
from app.vocabulary import Basis


def create_responsibility(
    session: Session, system_id: str, body: ResponsibilityWrite, today: date, *, replace: bool = False
) -> str:
    """The id of the new responsibility; raises Conflict, naming the other, for a second formal owner at a time.

    The same position cannot hold the same duty twice at a time either. Raises NotFound for the system, InvalidInput
    for an unknown position, and for a period that ends before it begins.

    `replace` ends the other the day before instead. One that begins on the same day or later never held before the new
    one begins, so it cannot be ended: it is deleted when it begins on the same day, and refused when it begins later.
    """
    find(session, System, system_id)
    require(session, Position, body.position_id, "/positionId")
    begins = first_day(body.valid_from, body.valid_until, today)
    row = Responsibility(**{**body.model_dump(), "system_id": system_id, "valid_from": begins})
    if replace:
        _make_room(session, row)
    _refuse_overlap(session, row)
    session.add(row)
    session.flush()
    return row.id


def change_responsibility(session: Session, responsibility_id: str, patch: ResponsibilityPatch) -> None:
    """Raises Conflict as creating does, and InvalidInput where the first day is cleared."""
    row = find(session, Responsibility, responsibility_id)
    body = merged(row, ResponsibilityWrite, patch)
    if body.valid_from is None:
        raise InvalidInput.at("/validFrom", "missing", "A responsibility begins on a day: give one, or leave it out.")
    require(session, Position, body.position_id, "/positionId")
    assign(row, body.model_dump())
    _refuse_overlap(session, row)
    session.flush()


def delete_responsibility(session: Session, responsibility_id: str) -> None:
    """For what was registered by mistake; what has ended gets a `validUntil` instead."""
    session.delete(find(session, Responsibility, responsibility_id))
    session.flush()


def _make_room(session: Session, row: Responsibility) -> None:
    for other, _ in overlapping(session, row):
        if other.valid_from < row.valid_from:
            other.valid_until = row.valid_from - timedelta(days=1)
        elif other.valid_from == row.valid_from:
            session.delete(other)
    # Before the new one is written: the database takes no second owner, not even for a moment.
    session.flush()


def _refuse_overlap(session: Session, row: Responsibility) -> None:
    for other, position in overlapping(session, row):
        until = other.valid_until or "further notice"
        practised = " in practice" if row.basis == Basis.PRACTICE else ""
        held = "owns the system" if is_ownership(row) else f"holds the duty {row.duty}{practised}"
        detail = f"{position.title!r} {held} from {other.valid_from} to {until} (responsibility {other.id})."
        code = "owner-overlap" if is_ownership(row) else "responsibility-overlap"
        raise Conflict(detail, code=code, errors=(FieldProblem("/validFrom", code, detail),))
