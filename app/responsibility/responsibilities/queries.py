"""Reading responsibilities."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlmodel import Session, col, select

from app.core.periods import in_force, not_over, sharing_a_day
from app.http.filters import any_of
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.http.representation import encode
from app.models import Card, Person, Position, Responsibility, System
from app.register.rows import find
from app.responsibility.responsibilities.exclusive import is_ownership
from app.responsibility.responsibilities.schemas import HeldList, HeldView, ResponsibilityList, ResponsibilityView
from app.security.reader import Reader
from app.vocabulary import Basis, Duty

ORDER = Order(
    ResponsibilityList,
    {"validFrom": SortKey(col(Responsibility.valid_from), date), "duty": SortKey(col(Responsibility.duty))},
    SortKey(col(Responsibility.id)),
)

HELD_ORDER = Order(
    HeldList,
    {
        "systemName": SortKey(col(Card.name_sort)),
        "duty": SortKey(col(Responsibility.duty)),
        "validFrom": SortKey(col(Responsibility.valid_from), date),
    },
    SortKey(col(Responsibility.id)),
)


def responsibility(reader: Reader, responsibility_id: str) -> ResponsibilityView:
    return view(find(reader.session, Responsibility, responsibility_id))


def responsibilities(reader: Reader, system_id: str, query: ResponsibilityList) -> tuple[Page, Sequence[bytes]]:
    find(reader.session, System, system_id)
    statement = select(Responsibility).where(
        col(Responsibility.system_id) == system_id,
        *any_of(Responsibility.duty, query.duty),
        *any_of(Responsibility.basis, query.basis),
        *any_of(Responsibility.position_id, query.position_id),
        *([] if query.at is None else [in_force(Responsibility, reader.clock.day_of(query.at))]),
    )
    page = read_page(reader.session, statement, ORDER, query)
    return page, [encode(view(row[0])) for row in page.rows]


def _held_by_positions(
    reader: Reader, position_ids: Sequence[str], day: date, query: HeldList
) -> tuple[Page, Sequence[bytes]]:
    """What the positions are responsible for on the day, with the names of the systems."""
    columns: tuple[Any, ...] = (Responsibility, Card.name)
    statement: Select[Any] = (
        select(*columns)
        .join(Card, col(Card.system_id) == col(Responsibility.system_id))
        .where(
            col(Responsibility.position_id).in_(position_ids),
            *any_of(Responsibility.duty, query.duty),
            *any_of(Responsibility.basis, query.basis),
            in_force(Responsibility, day),
        )
    )
    page = read_page(reader.session, statement, HELD_ORDER, query)
    return page, [encode(HeldView(**row[0].model_dump(), system_name=row[1])) for row in page.rows]


def of_position(reader: Reader, position_id: str, query: HeldList) -> tuple[Page, Sequence[bytes]]:
    find(reader.session, Position, position_id)
    return _held_by_positions(reader, [position_id], _day(reader, query), query)


def of_person(reader: Reader, person_id: str, query: HeldList) -> tuple[Page, Sequence[bytes]]:
    """Of the positions that the person holds on the day."""
    find(reader.session, Person, person_id)
    day = _day(reader, query)
    return _held_by_positions(reader, reader.now.organisation_on(day).held_by(person_id), day, query)


def _day(reader: Reader, query: HeldList) -> date:
    return reader.today if query.at is None else reader.clock.day_of(query.at)


def holders_on(
    session: Session, system_id: str, duty: Duty, day: date, basis: Basis = Basis.FORMAL
) -> list[Responsibility]:
    """Who holds the duty on the day, the longest first."""
    return _holders(session, system_id, duty, basis, in_force(Responsibility, day))


def later_holders(
    session: Session, system_id: str, duty: Duty, day: date, basis: Basis = Basis.FORMAL
) -> list[Responsibility]:
    """Who is to hold the duty from a later day on, the first of them first."""
    return _holders(session, system_id, duty, basis, col(Responsibility.valid_from) > day)


def _holders(
    session: Session, system_id: str, duty: Duty, basis: Basis, when: ColumnElement[bool]
) -> list[Responsibility]:
    statement = select(Responsibility).where(
        Responsibility.system_id == system_id, Responsibility.duty == duty.value, Responsibility.basis == basis, when
    )
    return list(session.exec(statement.order_by(col(Responsibility.valid_from), col(Responsibility.id))))


def lasting(session: Session, position_id: str, day: date) -> list[tuple[Responsibility, str]]:
    """What the position is responsible for on the day or later, with the names of the systems."""
    statement = (
        select(Responsibility, System.name)
        .join(System, col(System.id) == col(Responsibility.system_id))
        .where(
            Responsibility.position_id == position_id,
            not_over(Responsibility, day),
        )
        .order_by(col(System.name), col(Responsibility.duty), col(Responsibility.id))
    )
    return [(row[0], row[1]) for row in session.execute(statement)]


def view(row: Responsibility) -> ResponsibilityView:
    return ResponsibilityView.model_validate(row.model_dump())


def overlapping(session: Session, row: Responsibility) -> list[tuple[Responsibility, Position]]:
    """Others that cannot hold at the same time: any other formal owner, or the same position for the same duty."""
    statement = (
        select(Responsibility, Position)
        .join(Position, col(Position.id) == col(Responsibility.position_id))
        .where(
            Responsibility.system_id == row.system_id,
            Responsibility.duty == row.duty,
            Responsibility.basis == row.basis,
            Responsibility.id != row.id,
            *([] if is_ownership(row.duty, row.basis) else [col(Responsibility.position_id) == row.position_id]),
            sharing_a_day(Responsibility, row.valid_from, row.valid_until),
        )
        .order_by(col(Responsibility.valid_from))
    )
    with session.no_autoflush:
        return list(session.exec(statement))
