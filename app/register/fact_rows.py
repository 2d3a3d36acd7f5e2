"""The rows that facts are made of: a query each for a chunk of systems, however many there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.core.periods import in_force
from app.models import BudgetLine, Contract, Responsibility, System, contract_system
from app.vocabulary import Basis, Duty, Lifecycle

# SQLModel types `select` for four columns at most, hence the ignores below.
RESPONSIBILITY = Responsibility.__table__  # type: ignore[attr-defined]


def owned_counts(session: Session, day: date, position_ids: Iterable[str]) -> Mapping[str, int]:
    """How many systems in use each position owns on the day."""
    statement = (
        select(Responsibility.position_id, func.count())
        .join(System, col(System.id) == col(Responsibility.system_id))
        .where(
            col(Responsibility.position_id).in_(list(position_ids)),
            col(Responsibility.duty) == Duty.OWNER.value,
            col(Responsibility.basis) == Basis.FORMAL.value,
            col(System.lifecycle).in_([state.value for state in Lifecycle if state.in_use]),
            in_force(Responsibility, day),
        )
        .group_by(col(Responsibility.position_id))
    )
    return {position_id: count for position_id, count in session.execute(statement)}  # noqa: C416 - rows, not pairs


def grouped(session: Session, statement: Any, system_ids: Sequence[str], column: int) -> dict[str, list[Any]]:  # noqa: ANN401 - selects share no type
    """The statement's rows for these systems, by the column that holds the system's id."""
    selected = statement.selected_columns[column]
    grouped: dict[str, list[Any]] = defaultdict(list)
    for row in session.execute(statement.where(selected.in_(system_ids))):
        grouped[row[column]].append(row)
    return grouped


def responsibility_rows(session: Session, table: Any, day: date, ids: Sequence[str]) -> dict[str, list[Any]]:  # noqa: ANN401 - a FROM clause
    row = table.c
    columns: tuple[Any, ...] = (row.system_id, row.duty, row.basis, row.position_id, row.valid_from, row.valid_until)
    statement = select(*columns).where(in_force(row, day)).order_by(row.valid_from, row.id)
    return grouped(session, statement, ids, 0)


def ownerships_to_come(session: Session, day: date, ids: Sequence[str]) -> dict[str, list[Any]]:
    row = RESPONSIBILITY.c
    columns: tuple[Any, ...] = (row.system_id, row.position_id, row.valid_from, row.valid_until)
    formal = [row.duty == Duty.OWNER.value, row.basis == Basis.FORMAL.value]
    statement = select(*columns).where(*formal, row.valid_from > day).order_by(row.valid_from, row.id)
    return grouped(session, statement, ids, 0)


def budget_rows(session: Session, ids: Sequence[str]) -> dict[str, list[Any]]:
    statement = select(  # type: ignore[call-overload]
        BudgetLine.system_id,
        BudgetLine.fiscal_year,
        BudgetLine.kind,
        BudgetLine.estimated_dkk,
        BudgetLine.allocated_dkk,
        BudgetLine.holder_position_id,
    ).order_by(col(BudgetLine.fiscal_year), col(BudgetLine.id))
    return grouped(session, statement, ids, 0)


def contract_rows(session: Session, ids: Sequence[str]) -> dict[str, list[Any]]:
    statement = (
        select(  # type: ignore[call-overload]
            contract_system.c.system_id,
            Contract.id,
            Contract.name,
            Contract.kind,
            Contract.starts_on,
            Contract.ends_on,
            Contract.notice_months,
            Contract.discontinued,
            Contract.hotline,
        )
        .join(Contract, col(Contract.id) == contract_system.c.contract_id)
        .order_by(col(Contract.id))
    )
    return grouped(session, statement, ids, 0)
