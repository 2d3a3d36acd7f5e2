"""Reading people."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.http.filters import any_of, contains
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.http.representation import encode
from app.models import Person, Position, Tenure
from app.organisation.people.schemas import PersonList, PersonView
from app.register.reader import Reader
from app.register.rows import find
from app.vocabulary import TenureRole

ORDER = Order(PersonList, {"name": SortKey(col(Person.name_sort))}, SortKey(col(Person.id)))


def person(reader: Reader, person_id: str) -> PersonView:
    return view(find(reader.session, Person, person_id), reader.today)


def people(reader: Reader, query: PersonList) -> tuple[Page, Sequence[bytes]]:
    statement = select(Person).where(
        *contains(Person.name_search, query.q),
        *any_of(Person.source, query.source),
        *any_of(Person.external_id, query.external_id),
    )
    page = read_page(reader.session, statement, ORDER, query)
    return page, [encode(view(row[0], reader.today)) for row in page.rows]


def last_position(session: Session, person_id: str) -> Position | None:
    """The position that the person held last; of several, the one held longest."""
    statement = (
        select(Position)
        .join(Tenure, col(Tenure.position_id) == col(Position.id))
        .where(Tenure.person_id == person_id, Tenure.role == TenureRole.HOLDER.value)
    )
    last_day = func.coalesce(col(Tenure.valid_until), date.max)
    return session.exec(statement.order_by(last_day.desc(), col(Tenure.valid_from)).limit(1)).first()


def view(row: Person, today: date) -> PersonView:
    return PersonView(**row.model_dump(), former=row.leaves_on is not None and row.leaves_on < today)
