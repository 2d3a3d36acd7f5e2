"""What following KITOS reads of the register, and of what KITOS said last."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.core.chunks import chunks
from app.core.periods import not_over
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.imports.choices import ImportKind
from app.imports.kinds import KINDS
from app.imports.queries import rows_by_id
from app.kitos.fields import FOLLOWED, KEPT, REFERS, SOURCE, FieldValues, column_of
from app.kitos.schemas import KitosDifferenceList
from app.models import (
    Journaled,
    Keyed,
    OutsideDifference,
    OutsideFeed,
    OutsideRecord,
    Person,
    Position,
    Responsibility,
)
from app.vocabulary import Basis

_CHUNK = 500
_OPEN = select(OutsideDifference).where(OutsideDifference.source == SOURCE, col(OutsideDifference.settled).is_(None))
ORDER = Order(
    KitosDifferenceList,
    {"notedAt": SortKey(col(OutsideDifference.noted_at), datetime)},
    SortKey(col(OutsideDifference.id)),
)


def records(session: Session) -> list[OutsideRecord]:
    return list(session.exec(select(OutsideRecord).where(OutsideRecord.source == SOURCE)))


def records_of(
    session: Session, named: Mapping[ImportKind, Iterable[str]]
) -> dict[tuple[ImportKind, str], OutsideRecord]:
    """By kind and uuid, as far as KITOS has spoken of them."""
    found: dict[tuple[ImportKind, str], OutsideRecord] = {}
    for kind, uuids in named.items():
        for some in chunks(uuids, _CHUNK):
            statement = select(OutsideRecord).where(
                OutsideRecord.source == SOURCE, OutsideRecord.kind == kind, col(OutsideRecord.external_id).in_(some)
            )
            found |= {(kind, record.external_id): record for record in session.exec(statement)}
    return found


def open_differences(session: Session) -> list[OutsideDifference]:
    return list(session.exec(_OPEN.order_by(col(OutsideDifference.noted_at), OutsideDifference.id)))


def open_page(session: Session, query: KitosDifferenceList) -> Page:
    return read_page(session, _OPEN, ORDER, query)


def feed(session: Session, organisation: str) -> OutsideFeed | None:
    return session.get(OutsideFeed, (SOURCE, organisation))


def read_to(session: Session, organisation: str) -> datetime | None:
    """By KITOS's clock; None where it has not been read to the end yet."""
    found = feed(session, organisation)
    return found.read_to if found else None


def keyed_rows(session: Session, table: type[Keyed], uuids: Iterable[str]) -> dict[str, str]:
    """Uuid → id, of rows that have KITOS's key already."""
    found: dict[str, str] = {}
    for some in chunks(uuids, _CHUNK):
        statement = select(table).where(table.source == SOURCE, col(table.external_id).in_(some))
        found |= {str(row.external_id): row.id for row in session.exec(statement)}
    return found


def people_by_mail(session: Session, mails: Iterable[str]) -> dict[str, list[str]]:
    """Mail address in small letters → ids of those who have it."""
    found: dict[str, list[str]] = defaultdict(list)
    for some in chunks({mail.lower() for mail in mails}, _CHUNK):
        statement = select(Person.email, Person.id).where(func.lower(Person.email).in_(some))
        for mail, person_id in session.exec(statement):
            found[str(mail).lower()].append(person_id)
    return found


def rows(session: Session, kind: ImportKind, ids: Collection[str]) -> dict[str, Journaled]:
    """The register's rows by id, as far as they are there, with what they link to."""
    return rows_by_id(session, KINDS[kind].table, ids, *KINDS[kind].links.values())


def existing(session: Session, kind: ImportKind, ids: Iterable[str]) -> set[str]:
    """Those of the ids that there is a row of."""
    table: Any = KINDS[kind].table
    found: set[str] = set()
    for some in chunks(ids, _CHUNK):
        found.update(session.exec(select(table.id).where(table.id.in_(some))))
    return found


def fields_of(row: Any, kind: ImportKind, uuid_of: dict[ImportKind, dict[str, str]]) -> FieldValues:  # noqa: ANN401 - a row
    """What the row says, in the form that KITOS's values have. `uuid_of`: kind → id → uuid."""
    kept = KEPT[kind]
    found: FieldValues = {}
    for name in FOLLOWED[kind]:
        attribute = column_of(kind, name).attribute
        if attribute in kept.links:
            ids = [linked.id for linked in getattr(row, kept.links[attribute])]
            found[name] = sorted(uuid_of[REFERS[name]].get(each, f"id:{each}") for each in ids)
            continue
        value = getattr(row, attribute)
        if name in REFERS and value is not None:
            value = uuid_of[REFERS[name]].get(value, f"id:{value}")
        found[name] = value.isoformat() if isinstance(value, date) else value
    return found


def responsibilities(session: Session, system_ids: Iterable[str], today: date) -> list[Responsibility]:
    """Formal ones that are not over."""
    found: list[Responsibility] = []
    for some in chunks(system_ids, _CHUNK):
        found += session.exec(
            select(Responsibility).where(
                col(Responsibility.system_id).in_(some),
                Responsibility.basis == Basis.FORMAL,
                not_over(Responsibility, today),
            )
        )
    return found


def positions(session: Session, ids: Iterable[str]) -> dict[str, Position]:
    found: dict[str, Position] = {}
    for some in chunks(ids, _CHUNK):
        found |= {row.id: row for row in session.exec(select(Position).where(col(Position.id).in_(some)))}
    return found
