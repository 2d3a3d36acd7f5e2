"""What an import reads: everything that its rows can refer to, in chunks, never row by row."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TypeVar, cast

from sqlalchemy import inspect, or_
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from app.core.chunks import chunks
from app.core.periods import in_force, not_over
from app.imports.index import Entry
from app.models import (
    BudgetLine,
    Journaled,
    Keyed,
    Person,
    Position,
    Responsibility,
    System,
    Tenure,
    Unit,
)
from app.vocabulary import Basis, Duty, TenureRole

#: Ids in one condition: well below what both databases take.
CHUNK = 1000
R = TypeVar("R", bound=Journaled)


def entries(session: Session, table: type[Keyed]) -> Iterator[Entry]:
    """Id, key and name of every row of the table."""
    if table is Position:
        statement: Any = select(  # type: ignore[call-overload]
            Position.id, Position.source, Position.external_id, Position.title, Position.unit_id, Unit.name
        ).join(Unit, col(Unit.id) == col(Position.unit_id))
    else:
        named = cast("Any", table)
        statement = select(named.id, named.source, named.external_id, named.name)
    for row in session.execute(statement):
        yield Entry(*row)


def mail_addresses(session: Session) -> Iterator[tuple[str, str]]:
    """Id and address of the people who have one."""
    statement = select(Person.id, Person.email).where(col(Person.email).is_not(None))
    yield from session.execute(statement)


def usual_amounts(session: Session, field: str) -> list[int]:
    """The amounts above nothing that stand in a field of the budget lines, or of positions."""
    column = {
        "estimatedDkk": col(BudgetLine.estimated_dkk),
        "allocatedDkk": col(BudgetLine.allocated_dkk),
        "budgetLimitDkk": col(Position.budget_limit_dkk),
    }[field]
    return list(session.execute(select(column).where(column > 0).order_by(column)).scalars())


def rows_by_id(session: Session, table: type[R], ids: Iterable[str], *links: str) -> dict[str, R]:
    """The rows, with the relationships that `links` names loaded along."""
    found: dict[str, R] = {}
    for chunk in chunks(sorted(set(ids)), CHUNK):
        statement = select(table).where(col(table.id).in_(chunk))
        for link in links:
            statement = statement.options(selectinload(getattr(table, link)))
        found.update((row.id, row) for row in session.exec(statement))
    return found


def parents(session: Session) -> dict[str, str | None]:
    """Every unit and the one above it."""
    return {unit_id: parent_id for unit_id, parent_id in session.execute(select(Unit.id, Unit.parent_id))}  # noqa: C416 - rows, not pairs


def successors(session: Session) -> dict[str, str | None]:
    """Every system and the one that takes over from it."""
    rows = session.execute(select(System.id, System.successor_id))
    return {system_id: successor_id for system_id, successor_id in rows}  # noqa: C416 - rows, not pairs


def units_of_systems(session: Session) -> dict[str, str | None]:
    """Every system and the unit that runs it."""
    return {system_id: unit_id for system_id, unit_id in session.execute(select(System.id, System.unit_id))}  # noqa: C416 - rows, not pairs


def formal_owners(session: Session, system_ids: Iterable[str], today: date) -> dict[str, list[Responsibility]]:
    """The systems' formal owners of today and later."""
    found: dict[str, list[Responsibility]] = defaultdict(list)
    for chunk in chunks(sorted(set(system_ids)), CHUNK):
        statement = select(Responsibility).where(
            col(Responsibility.system_id).in_(chunk),
            Responsibility.duty == Duty.OWNER.value,
            Responsibility.basis == Basis.FORMAL.value,
            not_over(Responsibility, today),
        )
        for row in session.exec(statement):
            found[row.system_id].append(row)
    return found


def tenures(session: Session, position_ids: Iterable[str], today: date) -> dict[str, list[Tenure]]:
    """The positions' holders and deputies of today and later."""
    found: dict[str, list[Tenure]] = defaultdict(list)
    for chunk in chunks(sorted(set(position_ids)), CHUNK):
        statement = select(Tenure).where(
            col(Tenure.position_id).in_(chunk),
            not_over(Tenure, today),
        )
        for row in session.exec(statement):
            found[row.position_id].append(row)
    return found


def gone(session: Session, person_ids: Iterable[str], today: date) -> dict[str, date]:
    """Those of the people who have left by now → their last day."""
    found: dict[str, date] = {}
    for chunk in chunks(sorted(set(person_ids)), CHUNK):
        left = select(Person).where(col(Person.id).in_(chunk), col(Person.leaves_on) < today)
        found |= {person.id: person.leaves_on for person in session.exec(left) if person.leaves_on is not None}
    return found


def erased_people(session: Session) -> Iterator[str]:
    """The ids of those who were erased as they asked."""
    yield from session.exec(select(Person.id).where(col(Person.erased_on).is_not(None)))


def held_positions(session: Session, today: date) -> dict[str, list[str]]:
    """Person → the positions that the person holds today. Whoever has left holds none."""
    statement = (
        select(Tenure.person_id, Tenure.position_id)
        .join(Person, col(Person.id) == col(Tenure.person_id))
        .where(
            Tenure.role == TenureRole.HOLDER.value,
            in_force(Tenure, today),
            or_(col(Person.leaves_on).is_(None), col(Person.leaves_on) >= today),
        )
        .order_by(col(Tenure.id))
    )
    found: dict[str, list[str]] = defaultdict(list)
    for person_id, position_id in session.execute(statement):
        found[person_id].append(position_id)
    return found


def responsibilities(session: Session, system_ids: Iterable[str]) -> list[Responsibility]:
    """All that was ever recorded for the systems."""
    return _of_systems(session, Responsibility, system_ids)


def budget_lines(session: Session, system_ids: Iterable[str]) -> list[BudgetLine]:
    return _of_systems(session, BudgetLine, system_ids)


def linked_table(table: type[Journaled], relation: str) -> type[Journaled]:
    """What a relationship leads to."""
    found: type[Journaled] = inspect(table).relationships[relation].mapper.class_
    return found


def _of_systems(session: Session, table: type[R], system_ids: Iterable[str]) -> list[R]:
    found: list[R] = []
    system_id = cast("Any", table).system_id
    for chunk in chunks(sorted(set(system_ids)), CHUNK):
        found.extend(session.exec(select(table).where(system_id.in_(chunk)).order_by(col(table.id))))
    return found
