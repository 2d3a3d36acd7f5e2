"""Reading absences."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select

from app.core.periods import in_force
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.http.representation import encode
from app.models import Absence, Person
from app.organisation.absences.schemas import AbsenceList, AbsenceView
from app.register.rows import find
from app.security.reader import Reader

ORDER = Order(AbsenceList, {"from": SortKey(col(Absence.valid_from), date)}, SortKey(col(Absence.id)))


def absence(reader: Reader, absence_id: str) -> AbsenceView:
    return view(find(reader.session, Absence, absence_id))


def absences(reader: Reader, person_id: str, query: AbsenceList) -> tuple[Page, Sequence[bytes]]:
    find(reader.session, Person, person_id)
    statement = select(Absence).where(Absence.person_id == person_id)
    if query.at is not None:
        statement = statement.where(in_force(Absence, reader.clock.day_of(query.at)))
    page = read_page(reader.session, statement, ORDER, query)
    return page, [encode(view(row[0])) for row in page.rows]


def view(row: Absence) -> AbsenceView:
    return AbsenceView.model_validate(row.model_dump())
