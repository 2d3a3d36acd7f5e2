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
