"""Reading people."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Select, func
from sqlmodel import Session, col, select

from app.core.chunks import chunks
from app.http.filters import any_of, contains
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.http.representation import encode
from app.models import Person, Position, Tenure
from app.organisation.people.schemas import ErasureView, PersonList, PersonView, Remain
from app.register.key_queries import naming_keys
from app.register.remains import LIMIT, NamedPlace, known_texts, own_remains, remains_of
from app.register.rows import find
from app.security.reader import Reader
from app.security.sightings import ReadKind
from app.vocabulary import TenureRole

# People in one query: well below SQLite's limit on bound values.
_CHUNK = 5000
ORDER = Order(PersonList, {"name": SortKey(col(Person.name_sort))}, SortKey(col(Person.id)))


def person(reader: Reader, person_id: str) -> PersonView:
    return view(reader, find(reader.session, Person, person_id))


def people(reader: Reader, query: PersonList) -> tuple[Page, Sequence[bytes]]:
    page = read_page(reader.session, select_people(query), ORDER, query)
    return page, [encode(view(reader, row[0])) for row in page.rows]


def select_people(query: PersonList) -> Select[Any]:
    """Those that match, without pages."""
    return select(Person).where(
        *contains(Person.name_search, query.q),
        *any_of(Person.source, query.source),
        *any_of(Person.external_id, query.external_id),
    )


def last_position(session: Session, person_id: str) -> Position | None:
    """The position that the person held last; of several, the one held longest."""
    statement = (
        select(Position)
        .join(Tenure, col(Tenure.position_id) == col(Position.id))
        .where(Tenure.person_id == person_id, Tenure.role == TenureRole.HOLDER.value)
    )
    last_day = func.coalesce(col(Tenure.valid_until), date.max)
    return session.exec(statement.order_by(last_day.desc(), col(Tenure.valid_from)).limit(1)).first()


def last_begun(session: Session, person_ids: Collection[str], today: date) -> dict[str, tuple[date, str]]:
    """By person: the first day, and the position's title, of what they began last of all, before today."""
    found: dict[str, tuple[date, str]] = {}
    for chunk in chunks(sorted(person_ids), _CHUNK):
        statement = (
            select(col(Tenure.person_id), col(Tenure.valid_from), col(Position.title))
            .join(Position, col(Position.id) == col(Tenure.position_id))
            .where(
                col(Tenure.person_id).in_(chunk),
                Tenure.role == TenureRole.HOLDER.value,
                col(Tenure.valid_from) < today,
            )
        )
        for person_id, begun, title in session.exec(statement.order_by(col(Tenure.valid_from), col(Tenure.id))):
            found[person_id] = begun, title
    return found


def remains(reader: Reader, person_id: str) -> tuple[list[NamedPlace], set[str]]:
    """Where the person is named in free text, and the keys of other systems that do."""
    texts = known_texts(reader.session, person_id)
    return remains_of(reader.session, person_id, texts), naming_keys(reader.session, person_id, texts)


def erased(reader: Reader, person_id: str, found: list[NamedPlace], keys: Collection[str]) -> ErasureView:
    """With the entries of the erasure itself: the journal says what was there before."""
    places = [*found, *own_remains(reader.session, person_id, keys)][:LIMIT]
    left = [Remain.model_validate(asdict(place)) for place in places]
    return ErasureView(**person(reader, person_id).model_dump(), remains=left)


def view(reader: Reader, row: Person) -> PersonView:
    """Mail and phone where the caller may see them."""
    shown = PersonView(**row.model_dump(), former=row.leaves_on is not None and row.leaves_on < reader.today)
    if reader.sight.contacts_of_person(row.id):
        if row.email or row.phone:
            reader.sightings.add(ReadKind.CONTACTS, (Person.resource, row.id))
        return shown
    return shown.model_copy(update={"email": None, "phone": None})
