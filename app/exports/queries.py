"""Reading whole lists, a chunk of rows at a time, so that memory does not grow with the list."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Result, Select, Table
from sqlmodel import Session, col, select

from app.exports.references import Named
from app.exports.schemas import BudgetQuery, FindingQuery, ResponsibilityQuery, SystemQuery
from app.findings.queries import ORDER as FINDING_ORDER
from app.findings.queries import conditions as finding_conditions
from app.findings.queries import with_system
from app.http.filters import any_of
from app.http.lists import Order, SortKey
from app.http.page_queries import in_order
from app.journal.past import rows_at
from app.models import BudgetLine, Card, Position, Responsibility, Unit
from app.register.facts import in_force
from app.register.reader import Reader
from app.systems.filter_queries import conditions
from app.systems.shelf import Shelf

#: Rows in memory at once.
CHUNK = 500
_RESPONSIBILITY: Table = Responsibility.__table__  # type: ignore[attr-defined]
_BUDGET_LINE: Table = BudgetLine.__table__  # type: ignore[attr-defined]


def cards(stood: Shelf, query: SystemQuery) -> Result[Any]:
    statement = select(stood.table.body).where(*conditions(stood, query))
    return read_all(stood.reader.session, statement, stood.order, query.sort)


def responsibilities(stood: Shelf, query: ResponsibilityQuery) -> Result[Any]:
    """Duty, position and person choose among the rows here, not among the systems."""
    systems = query.model_copy(update={"duty": [], "position_id": [], "person_id": []})
    held = [position for person in query.person_id for position in stood.organisation.held_by(person)]
    statement = (
        select(_RESPONSIBILITY, Card.name.label("system_name"), Card.external_id)  # type: ignore[call-overload, attr-defined]
        .join(Card, col(Card.system_id) == col(Responsibility.system_id))
        .where(
            *conditions(stood, systems),
            *any_of(Responsibility.duty, query.duty),
            *any_of(Responsibility.basis, query.basis),
            *any_of(Responsibility.position_id, query.position_id),
            *([col(Responsibility.position_id).in_(held)] if query.person_id else []),
            *([] if query.at is None else [in_force(query.at)]),
        )
    )
    order = Order(stood.order.keys, stood.order.usual, SortKey(col(Responsibility.id)))
    return read_all(stood.reader.session, statement, order, query.sort)


def budget_lines(stood: Shelf, query: BudgetQuery) -> Result[Any]:
    statement = (
        select(_BUDGET_LINE, Card.name.label("system_name"), Card.external_id)  # type: ignore[call-overload, attr-defined]
        .join(Card, col(Card.system_id) == col(BudgetLine.system_id))
        .where(*conditions(stood, query), *any_of(BudgetLine.fiscal_year, query.fiscal_year))
    )
    order = Order(
        {**stood.order.keys, "fiscalYear": SortKey(col(BudgetLine.fiscal_year), int)},
        f"{stood.order.usual},fiscalYear",
        SortKey(col(BudgetLine.id)),
    )
    return read_all(stood.reader.session, statement, order, query.sort)


def findings(reader: Reader, query: FindingQuery) -> Result[Any]:
    statement = with_system().where(*finding_conditions(reader, query))
    return read_all(reader.session, statement, FINDING_ORDER, query.sort)


def read_all(session: Session, statement: Select[Any], order: Order, sort: str | None) -> Result[Any]:
    """The rows of one statement, fetched as they are wanted. Raises InvalidInput for an unknown sort.

    Pages by key, as lists have them, would sort what is left anew for each page.
    """
    ordered = in_order(statement, order, sort)
    return session.execute(ordered, execution_options={"yield_per": CHUNK})


def units(stood: Shelf) -> Iterator[Named]:
    """What cells may call the units."""
    if stood.moment is not None:
        past = rows_at(stood.reader.session, [Unit.resource], stood.moment.revision)
        return (Named(row.id, row.values["externalId"], (row.values["name"],)) for row in past)
    rows = stood.reader.session.execute(select(Unit.id, Unit.external_id, Unit.name))
    return (Named(row.id, row.external_id, (row.name,)) for row in rows)


def positions(stood: Shelf) -> Iterator[Named]:
    """What cells may call the positions; namesakes can be told apart by their unit."""
    for row_id, external_id, title, unit_id in _titles(stood):
        unit = stood.organisation.units[unit_id].name
        yield Named(row_id, external_id, (title, f"{title} ({unit})", f"{title}, {unit}"))


def _titles(stood: Shelf) -> Iterator[tuple[str, str | None, str, str]]:
    if stood.moment is not None:
        for row in rows_at(stood.reader.session, [Position.resource], stood.moment.revision):
            yield row.id, row.values["externalId"], row.values["title"], row.values["unitId"]
        return
    statement = select(Position.id, Position.external_id, Position.title, Position.unit_id)
    for found in stood.reader.session.execute(statement):
        yield found.id, found.external_id, found.title, found.unit_id


def systems(stood: Shelf) -> Iterator[Named]:
    """What cells may call the systems."""
    card = stood.table
    for row in stood.reader.session.execute(select(card.system_id, card.external_id, card.name).where(*stood.standing)):
        yield Named(row.system_id, row.external_id, (row.name,))
