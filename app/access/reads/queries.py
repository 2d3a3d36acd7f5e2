"""Reading the log of reads."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from app.access.reads.schemas import ReadQuery, ReadView, SubjectView
from app.http.filters import any_of
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.http.representation import encode
from app.models import Contract, JournalEntry, Person, ReadEntry, ReadSubject, System, Unit
from app.register.actors import read_actors
from app.security.reader import Reader
from app.security.sightings import ReadKind

_EXPORTS = "GET /v1/exports/"
_WHOLE_REGISTER = "register.zip"
#: Which files hold rows of what.
_FILES: Mapping[str, tuple[str, ...]] = {
    Person.resource: ("people.",),
    Unit.resource: ("units.",),
    Contract.resource: ("contracts.",),
    System.resource: ("systems.", "findings.", "responsibilities.", "budgets."),
}
ORDER = Order(ReadQuery, {"lastAt": SortKey(col(ReadEntry.last_at), datetime)}, SortKey(col(ReadEntry.id)))


def reads(reader: Reader, query: ReadQuery) -> tuple[Page, Sequence[bytes]]:
    clock = reader.clock
    statement = select(ReadEntry).where(
        *([_about(reader.session, query.resource_id)] if query.resource_id else []),
        *any_of(ReadEntry.token_id, query.token_id),
        *any_of(ReadEntry.kind, query.kind),
        *([] if query.since is None else [col(ReadEntry.last_at) >= clock.beginning_of(query.since)]),
        *([] if query.until is None else [col(ReadEntry.first_at) <= clock.end_of(query.until)]),
    )
    page = read_page(reader.session, statement, ORDER, query)
    found = [row[0] for row in page.rows]
    subjects = _subjects(reader.session, [entry.id for entry in found])
    names = read_actors(reader.session, [entry.actor for entry in found])
    views = (
        ReadView.model_validate({**entry.model_dump(), "actor": names[entry.actor], "subjects": subjects[entry.id]})
        for entry in found
    )
    return page, [encode(view) for view in views]


def _about(session: Session, resource_ids: Sequence[str]) -> ColumnElement[bool]:
    """Answers that named one of them, and files that may have held one."""
    named = select(ReadSubject.read_id).where(col(ReadSubject.resource_id).in_(resource_ids))
    kinds = select(JournalEntry.resource).where(
        col(JournalEntry.resource).in_(_FILES), col(JournalEntry.resource_id).in_(resource_ids)
    )
    files = [_WHOLE_REGISTER, *(name for kind in session.exec(kinds.distinct()) for name in _FILES[kind])]
    held = [col(ReadEntry.request).startswith(_EXPORTS + name, autoescape=True) for name in files]
    return or_(col(ReadEntry.id).in_(named), (col(ReadEntry.kind) == ReadKind.EXPORT.value) & or_(*held))


def _subjects(session: Session, ids: Sequence[str]) -> Mapping[str, list[SubjectView]]:
    named: dict[str, list[SubjectView]] = defaultdict(list)
    statement = (
        select(ReadSubject)
        .where(col(ReadSubject.read_id).in_(ids))
        .order_by(col(ReadSubject.resource), col(ReadSubject.resource_id))
    )
    for row in session.exec(statement):
        named[row.read_id].append(SubjectView(resource=row.resource, resource_id=row.resource_id))
    return named
