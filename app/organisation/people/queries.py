"""Reading people."""

from collections.abc import Sequence

from sqlmodel import col, select

from app.http.danish import alphabetical
from app.http.filters import any_of, contains
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.http.representation import encode
from app.models import Person
from app.organisation.people.schemas import PersonList, PersonView
from app.register.reader import Reader
from app.register.rows import find

ORDER = Order({"name": SortKey(alphabetical(Person.name))}, "name", SortKey(col(Person.id)))


def person(reader: Reader, person_id: str) -> PersonView:
    return view(find(reader.session, Person, person_id))


def people(reader: Reader, query: PersonList) -> tuple[Page, Sequence[bytes]]:
    statement = select(Person).where(
        *contains(Person.name, query.q),
        *any_of(Person.source, query.source),
        *any_of(Person.external_id, query.external_id),
    )
    page = read_page(reader.session, statement, ORDER, query)
    return page, [encode(view(row[0])) for row in page.rows]


def view(row: Person) -> PersonView:
    return PersonView.model_validate(row.model_dump())
