"""Changing who holds a position."""

from datetime import date

from sqlmodel import Session

from app.core.errors import Conflict
from app.core.languages import Text, danish_period, english_period
from app.core.periods import first_day
from app.models import Person, Position, Tenure
from app.organisation.tenures.queries import overlapping_holder
from app.organisation.tenures.schemas import TenurePatch, TenureWrite
from app.register.rows import assign, find, merged, require


def create_tenure(session: Session, position_id: str, body: TenureWrite, today: date) -> str:
    """The id of the new tenure; raises Conflict, naming the other, where two would hold the position at once.

    Raises InvalidInput for an unknown person, and for a period that ends before it begins.
    """
    find(session, Position, position_id)
    require(session, Person, body.person_id, "/personId")
    begins = first_day(body.valid_from, body.valid_until, today)
    tenure = Tenure(**{**body.model_dump(), "position_id": position_id, "valid_from": begins})
    refuse_overlapping_holder(session, tenure)
    session.add(tenure)
    session.flush()
    return tenure.id


def change_tenure(session: Session, tenure_id: str, patch: TenurePatch) -> None:
    tenure = find(session, Tenure, tenure_id)
    body = merged(tenure, TenureWrite, patch)
    require(session, Person, body.person_id, "/personId")
    assign(tenure, {**body.model_dump(), "valid_from": body.valid_from or tenure.valid_from})
    refuse_overlapping_holder(session, tenure)
    session.flush()


def refuse_overlapping_holder(session: Session, tenure: Tenure) -> None:
    """Raises Conflict, naming the other, where two would hold the position at once."""
    other = overlapping_holder(session, tenure)
    if other is not None:
        detail = Text(
            f"Person {other.person_id} holds the position {english_period(other.valid_from, other.valid_until)} "
            f"(tenure {other.id}).",
            da=f"Personen {other.person_id} har stillingen {danish_period(other.valid_from, other.valid_until)} "
            f"(besættelse {other.id}).",
        )
        raise Conflict.at("/validFrom", "holder-overlap", detail)
