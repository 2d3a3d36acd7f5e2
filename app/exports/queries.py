"""Reading whole lists, a chunk of rows at a time, so that memory does not grow with the list."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Result, Select, Table
from sqlmodel import Session, col, select

from app.exports.references import Named
from app.exports.schemas import BudgetQuery, FindingQuery, ResponsibilityQuery, SystemQuery
from app.findings.queries import ORDER as FINDING_ORDER
from app.findings.queries import conditions as finding_conditions
from app.findings.queries import with_system
from app.http.filters import any_of
from app.http.lists import Order, SortKey
from app.http.page_queries import in_order
from app.models import BudgetLine, Card, Position, Responsibility, System, Unit
from app.register.facts import in_force
from app.register.reader import Reader
from app.systems.filter_queries import conditions
from app.systems.queries import ORDER as SYSTEM_ORDER

#: Rows in memory at once.
CHUNK = 500
_RESPONSIBILITY: Table = Responsibility.__table__  # type: ignore[attr-defined]
_BUDGET_LINE: Table = BudgetLine.__table__  # type: ignore[attr-defined]
_RESPONSIBILITY_ORDER = Order(SYSTEM_ORDER.keys, SYSTEM_ORDER.usual, SortKey(col(Responsibility.id)))
_BUDGET_ORDER = Order(
    {**SYSTEM_ORDER.keys, "fiscalYear": SortKey(col(BudgetLine.fiscal_year), int)},
    f"{SYSTEM_ORDER.usual},fiscalYear",
    SortKey(col(BudgetLine.id)),
)


def cards(reader: Reader, query: SystemQuery) -> Result[Any]:
    return read_all(reader.session, select(Card.body).where(*conditions(reader, query)), SYSTEM_ORDER, query.sort)


def responsibilities(reader: Reader, query: ResponsibilityQuery) -> Result[Any]:
    """Duty, position and person choose among the rows here, not among the systems."""
    systems = query.model_copy(update={"duty": [], "position_id": [], "person_id": []})
    statement = (
        select(_RESPONSIBILITY, Card.name.label("system_name"), Card.external_id)  # type: ignore[call-overload, attr-defined]
        .join(Card, col(Card.system_id) == col(Responsibility.system_id))
        .where(
            *conditions(reader, systems),
            *any_of(Responsibility.duty, query.duty),
            *any_of(Responsibility.basis, query.basis),
            *any_of(Responsibility.position_id, query.position_id),
            *_held_by(reader, query.person_id),
            *([] if query.at is None else [in_force(query.at)]),
        )
    )
    return read_all(reader.session, statement, _RESPONSIBILITY_ORDER, query.sort)


def budget_lines(reader: Reader, query: BudgetQuery) -> Result[Any]:
    statement = (
        select(_BUDGET_LINE, Card.name.label("system_name"), Card.external_id)  # type: ignore[call-overload, attr-defined]
        .join(Card, col(Card.system_id) == col(BudgetLine.system_id))
        .where(*conditions(reader, query), *any_of(BudgetLine.fiscal_year, query.fiscal_year))
    )
    return read_all(reader.session, statement, _BUDGET_ORDER, query.sort)


def findings(reader: Reader, query: FindingQuery) -> Result[Any]:
    statement = with_system().where(*finding_conditions(reader, query))
    return read_all(reader.session, statement, FINDING_ORDER, query.sort)


def read_all(session: Session, statement: Select[Any], order: Order, sort: str | None) -> Result[Any]:
    """The rows of one statement, fetched as they are wanted. Raises InvalidInput for an unknown sort.

    Pages by key, as lists have them, would sort what is left anew for each page.
    """
    ordered = in_order(statement, order, sort)
    return session.execute(ordered, execution_options={"yield_per": CHUNK})


def units(session: Session) -> Iterator[Named]:
    for row in session.execute(select(Unit.id, Unit.external_id, Unit.name)):
        yield Named(row.id, row.external_id, (row.name,))


def positions(session: Session) -> Iterator[Named]:
    """Namesakes can be told apart by their unit."""
    statement = select(Position.id, Position.external_id, Position.title, Unit.name)
    for row in session.execute(statement.join(Unit, col(Unit.id) == col(Position.unit_id))):
        yield Named(row.id, row.external_id, (row.title, f"{row.title} ({row.name})", f"{row.title}, {row.name}"))


def systems(session: Session) -> Iterator[Named]:
    for row in session.execute(select(System.id, System.external_id, System.name)):
        yield Named(row.id, row.external_id, (row.name,))


def _held_by(reader: Reader, person_ids: Sequence[str]) -> list[ColumnElement[bool]]:
    """The positions that the people hold today."""
    if not person_ids:
        return []
    organisation = reader.organisation
    holders = {position_id: organisation.incumbency(position_id).holder for position_id in organisation.positions}
    held = [position_id for position_id, holder in holders.items() if holder and holder.person_id in person_ids]
    return [col(Responsibility.position_id).in_(held)]
