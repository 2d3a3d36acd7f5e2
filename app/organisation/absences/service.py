"""Changing who is away."""

from datetime import date

from sqlmodel import Session

from app.core.periods import first_day
from app.models import Absence, Person
from app.organisation.absences.schemas import AbsencePatch, AbsenceWrite
from app.register.rows import assign, find, merged


def create_absence(session: Session, person_id: str, body: AbsenceWrite, today: date) -> str:
    """The id of the new absence; raises NotFound for the person, InvalidInput for a period that ends too early."""
    find(session, Person, person_id)
    begins = first_day(body.valid_from, body.valid_until, today, ("from", "until"))
    absence = Absence(person_id=person_id, valid_from=begins, valid_until=body.valid_until)
    session.add(absence)
    session.flush()
    return absence.id


def change_absence(session: Session, absence_id: str, patch: AbsencePatch) -> None:
    absence = find(session, Absence, absence_id)
    body = merged(absence, AbsenceWrite, patch)
    assign(absence, {"valid_from": body.valid_from or absence.valid_from, "valid_until": body.valid_until})
    session.flush()


def delete_absence(session: Session, absence_id: str) -> None:
    session.delete(find(session, Absence, absence_id))
    session.flush()
