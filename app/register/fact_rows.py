"""The rows that facts are made of: a query each for a chunk of systems, however many there are.

The statements are made once: SQLAlchemy takes longer to put one together than the database takes to answer it. The
columns of rows are reached by their names.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Date, and_, bindparam, func, or_, select

from app.core.among import among
from app.core.periods import in_force, not_over
from app.core.prepared import read, read_each
from app.models import (
    Attestation,
    AttestationRequest,
    BudgetLine,
    Contract,
    Dispute,
    Handover,
    Position,
    Responsibility,
    System,
    contract_system,
    system_using_unit,
)
from app.vocabulary import Basis, Duty, HandoverOutcome, Lifecycle

_SYSTEM: Any = System.__table__  # type: ignore[attr-defined]
_RESPONSIBILITY: Any = Responsibility.__table__  # type: ignore[attr-defined]
_BUDGET_LINE: Any = BudgetLine.__table__  # type: ignore[attr-defined]
_CONTRACT: Any = Contract.__table__  # type: ignore[attr-defined]
_ATTESTATION: Any = Attestation.__table__  # type: ignore[attr-defined]
_REQUEST: Any = AttestationRequest.__table__  # type: ignore[attr-defined]
_DISPUTE: Any = Dispute.__table__  # type: ignore[attr-defined]
_HANDOVER: Any = Handover.__table__  # type: ignore[attr-defined]
_POSITION: Any = Position.__table__  # type: ignore[attr-defined]

_DAY: Any = bindparam("day", type_=Date)
#: Among these is the column with the system's id, in a statement that `rows_of` runs.
THESE_SYSTEMS = "system_ids"

_OWNS = (_RESPONSIBILITY.c.duty == Duty.OWNER.value, _RESPONSIBILITY.c.basis == Basis.FORMAL.value)
_OWNED = (
    select(_RESPONSIBILITY.c.position_id, func.count())
    .join(_SYSTEM, _SYSTEM.c.id == _RESPONSIBILITY.c.system_id)
    .where(
        among(_RESPONSIBILITY.c.position_id, "position_ids"),
        *_OWNS,
        among(_SYSTEM.c.lifecycle, "lifecycles"),
        in_force(_RESPONSIBILITY.c, _DAY),
    )
    .group_by(_RESPONSIBILITY.c.position_id)
)
_IN_USE = [state.value for state in Lifecycle if state.in_use]
_SYSTEMS = _SYSTEM.select().where(among(_SYSTEM.c.id, THESE_SYSTEMS)).order_by(_SYSTEM.c.id)
_USING = select(system_using_unit.c.system_id, system_using_unit.c.unit_id).where(
    among(system_using_unit.c.system_id, THESE_SYSTEMS)
)
_BUDGETS = (
    select(
        _BUDGET_LINE.c.system_id,
        _BUDGET_LINE.c.fiscal_year,
        _BUDGET_LINE.c.kind,
        _BUDGET_LINE.c.estimated_dkk,
        _BUDGET_LINE.c.allocated_dkk,
        _BUDGET_LINE.c.holder_position_id,
    )
    .where(among(_BUDGET_LINE.c.system_id, THESE_SYSTEMS))
    .order_by(_BUDGET_LINE.c.fiscal_year, _BUDGET_LINE.c.id)
)
_CONTRACTS = (
    select(
        contract_system.c.system_id,
        _CONTRACT.c.id,
        _CONTRACT.c.name,
        _CONTRACT.c.kind,
        _CONTRACT.c.starts_on,
        _CONTRACT.c.ends_on,
        _CONTRACT.c.notice_months,
        _CONTRACT.c.discontinued,
        _CONTRACT.c.hotline,
    )
    .join(_CONTRACT, _CONTRACT.c.id == contract_system.c.contract_id)
    .where(among(contract_system.c.system_id, THESE_SYSTEMS))
    .order_by(_CONTRACT.c.id)
)


def _responsible(table: Any, condition: Any) -> Any:  # noqa: ANN401 - a FROM clause, and a SELECT
    row = table.c
    return (
        select(row.system_id, row.duty, row.basis, row.position_id, row.valid_from, row.valid_until)
        .where(condition, among(row.system_id, THESE_SYSTEMS))
        .order_by(row.valid_from, row.id)
    )


def _oldest_first(statement: Any, table: Any, *conditions: Any) -> Any:  # noqa: ANN401 - selects share no type
    """The systems' rows of a table."""
    wanted = statement.where(*conditions, among(table.c.system_id, THESE_SYSTEMS))
    return wanted.order_by(table.c.created_at, table.c.id)


#: With the position that was asked because of it, and has not answered: the last one last.
_ATTESTED = _oldest_first(
    select(*_ATTESTATION.c, _REQUEST.c.position_id.label("asked_id")).outerjoin(
        _REQUEST,
        and_(
            _REQUEST.c.system_id == _ATTESTATION.c.system_id,
            _REQUEST.c.cause_id == _ATTESTATION.c.id,
            _REQUEST.c.answer_id.is_(None),
        ),
    ),
    _ATTESTATION,
).order_by(_REQUEST.c.created_at, _REQUEST.c.id)
_DISPUTED = _oldest_first(_DISPUTE.select(), _DISPUTE, _DISPUTE.c.resolved_on.is_(None))
_OFFERED = _oldest_first(
    select(*_HANDOVER.c, _POSITION.c.title.label("to_title")).join(
        _POSITION, _POSITION.c.id == _HANDOVER.c.to_position_id
    ),
    _HANDOVER,
    or_(_HANDOVER.c.outcome.is_(None), _HANDOVER.c.outcome == HandoverOutcome.DECLINED.value),
)
_NOW_OR_OWNING_LATER = and_(not_over(_RESPONSIBILITY.c, _DAY), or_(_RESPONSIBILITY.c.valid_from <= _DAY, and_(*_OWNS)))
_RESPONSIBLE = _responsible(_RESPONSIBILITY, _NOW_OR_OWNING_LATER)


def owned_counts(connection: Connection, day: date, position_ids: Iterable[str]) -> Mapping[str, int]:
    """How many systems in use each position owns on the day."""
    values = {"position_ids": list(position_ids), "lifecycles": _IN_USE, "day": day}
    return dict(read(connection, _OWNED, values))


def rows_of(connection: Connection, statement: Any, system_ids: Sequence[str], **values: Any) -> Sequence[Any]:  # noqa: ANN401 - selects share no type
    """The rows of a statement that is made once, for these systems; `values`: of its other parameters."""
    return read(connection, statement, {THESE_SYSTEMS: system_ids, **values})


def by_system(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.system_id].append(row)
    return found


@dataclass(frozen=True, slots=True)
class FactRows:
    """Of the systems that exist, in the order of their ids, and by system what belongs to each.

    `responsibilities`: those in force on the day, then the ownerships to come, in the order of their first days.
    """

    systems: Sequence[Any]
    using: dict[str, list[Any]]
    responsibilities: dict[str, list[Any]]
    budgets: dict[str, list[Any]]
    contracts: dict[str, list[Any]]
    attestations: dict[str, list[Any]]
    disputes: dict[str, list[Any]]
    offers: dict[str, list[Any]]


_ALL = (_SYSTEMS, _USING, _RESPONSIBLE, _BUDGETS, _CONTRACTS, _ATTESTED, _DISPUTED, _OFFERED)


def fact_rows(connection: Connection, day: date, ids: Sequence[str]) -> FactRows:
    systems, *others = read_each(connection, _ALL, {THESE_SYSTEMS: ids, "day": day})
    return FactRows(systems, *map(by_system, others))


def known_responsibility_rows(
    connection: Connection,
    table: Any,  # noqa: ANN401 - a FROM clause
    day: date,
    ids: Sequence[str],
) -> dict[str, list[Any]]:
    """Those in force on the day, of responsibilities as they are, or were, known."""
    # Made anew each time: at SQLAlchemy's own pace.
    wanted = _responsible(table, in_force(table.c, _DAY))
    return by_system(connection.execute(wanted, {THESE_SYSTEMS: ids, "day": day}))
