"""Reading tenures."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from app.core.periods import in_force, not_over, sharing_a_day
from app.http.filters import any_of
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.http.representation import encode
from app.models import Person, Position, Tenure
from app.organisation.tenures.schemas import TenureList, TenureView
from app.register.rows import find
from app.security.reader import Reader
from app.vocabulary import TenureRole

ORDER = Order(
    TenureList,
    {"validFrom": SortKey(col(Tenure.valid_from), date), "role": SortKey(col(Tenure.role))},
    SortKey(col(Tenure.id)),
)


def tenure(reader: Reader, tenure_id: str) -> TenureView:
    return _view(find(reader.session, Tenure, tenure_id))


def of_position(reader: Reader, position_id: str, query: TenureList) -> tuple[Page, Sequence[bytes]]:
    """Who held the position, or deputised in it, and when; raises NotFound for the position."""
    find(reader.session, Position, position_id)
    return _tenures(reader, col(Tenure.position_id) == position_id, query)


def of_person(reader: Reader, person_id: str, query: TenureList) -> tuple[Page, Sequence[bytes]]:
    """Which positions the person held, or deputised in, and when; raises NotFound for the person."""
    find(reader.session, Person, person_id)
    return _tenures(reader, col(Tenure.person_id) == person_id, query)


def _tenures(reader: Reader, whose: ColumnElement[bool], query: TenureList) -> tuple[Page, Sequence[bytes]]:
    statement = select(Tenure).where(
        whose,
        *any_of(Tenure.role, query.role),
        *([] if query.at is None else [in_force(Tenure, reader.clock.day_of(query.at))]),
    )
    page = read_page(reader.session, statement, ORDER, query)
    return page, [encode(_view(row[0])) for row in page.rows]


def overlapping_holder(session: Session, row: Tenure) -> Tenure | None:
    """Another holder of the position whose period shares a day with the row's."""
    if row.role != TenureRole.HOLDER:
        return None
    statement = select(Tenure).where(
        Tenure.position_id == row.position_id,
        Tenure.role == TenureRole.HOLDER.value,
        Tenure.id != row.id,
        sharing_a_day(Tenure, row.valid_from, row.valid_until),
    )
    with session.no_autoflush:
        return session.exec(statement).first()


def tenures_from(session: Session, person_id: str, day: date) -> list[Tenure]:
    """The person's tenures that last until the day or longer, or begin later."""
    statement = select(Tenure).where(Tenure.person_id == person_id, not_over(Tenure, day))
    return list(session.exec(statement.order_by(col(Tenure.valid_from), col(Tenure.id))))


def next_holder(session: Session, position_id: str, day: date) -> Tenure | None:
    """Who holds the position next, from a later day on."""
    statement = select(Tenure).where(
        Tenure.position_id == position_id, Tenure.role == TenureRole.HOLDER.value, col(Tenure.valid_from) > day
    )
    return session.exec(statement.order_by(col(Tenure.valid_from)).limit(1)).first()


def _view(row: Tenure) -> TenureView:
    return TenureView.model_validate(row.model_dump())
