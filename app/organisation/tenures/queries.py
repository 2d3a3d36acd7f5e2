"""Reading tenures."""

from datetime import date

from sqlalchemy import or_
from sqlmodel import Session, col, select

from app.models import Tenure
from app.organisation.tenures.schemas import TenureView
from app.register.reader import Reader
from app.register.rows import find
from app.vocabulary import TenureRole


def tenure(reader: Reader, tenure_id: str) -> TenureView:
    return TenureView.model_validate(find(reader.session, Tenure, tenure_id).model_dump())


def overlapping_holder(session: Session, row: Tenure) -> Tenure | None:
    """Another holder of the position whose period shares a day with the row's."""
    if row.role != TenureRole.HOLDER:
        return None
    statement = select(Tenure).where(
        Tenure.position_id == row.position_id,
        Tenure.role == TenureRole.HOLDER.value,
        Tenure.id != row.id,
        col(Tenure.valid_from) <= (row.valid_until or date.max),
        or_(col(Tenure.valid_until).is_(None), col(Tenure.valid_until) >= row.valid_from),
    )
    with session.no_autoflush:
        return session.exec(statement).first()


def tenures_from(session: Session, person_id: str, day: date) -> list[Tenure]:
    """The person's tenures that last until the day or longer, or begin later."""
    statement = select(Tenure).where(
        Tenure.person_id == person_id, or_(col(Tenure.valid_until).is_(None), col(Tenure.valid_until) >= day)
    )
    return list(session.exec(statement.order_by(col(Tenure.valid_from), col(Tenure.id))))


def next_holder(session: Session, position_id: str, day: date) -> Tenure | None:
    """Who holds the position next, from a later day on."""
    statement = select(Tenure).where(
        Tenure.position_id == position_id, Tenure.role == TenureRole.HOLDER.value, col(Tenure.valid_from) > day
    )
    return session.exec(statement.order_by(col(Tenure.valid_from)).limit(1)).first()
