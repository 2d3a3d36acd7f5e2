"""Reading whole lists, a chunk of rows at a time, so that memory does not grow with the list."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Result, Select
from sqlmodel import Session, col, select

from app.exports.references import Named
from app.exports.schemas import BudgetQuery
from app.http.filters import any_of
from app.http.lists import Order, SortKey
from app.http.page_queries import in_order
from app.models import BudgetLine, Card, Contract, Person, Position, System, Unit, contract_system
from app.register.known import Known
from app.security.sight import Part
from app.systems.filter_queries import conditions, within
from app.systems.queries import order

#: Rows in memory at once.
CHUNK = 500


def budget_lines(known: Known, query: BudgetQuery, exported: Sequence[ColumnElement[bool]]) -> Result[Any]:
    """Of the systems that match; in the order of the systems, then by year."""
    lines, cards = known.table(BudgetLine), known.table(Card)
    columns: tuple[Any, ...] = (*lines.c, cards.c.name.label("system_name"), cards.c.external_id)
    statement: Select[Any] = (
        select(*columns)
        .select_from(lines.join(cards, cards.c.system_id == lines.c.system_id))
        .where(*conditions(known, query), *any_of(lines.c.fiscal_year, query.fiscal_year), *exported)
    )
    by_year = {**order(known).keys, "fiscalYear": SortKey(lines.c.fiscal_year, int)}
    return read_all(known.session, statement, Order(BudgetQuery, by_year, SortKey(lines.c.id)), query.sort)


def read_all(session: Session, statement: Select[Any], order: Order, sort: Sequence[str]) -> Result[Any]:
    """The rows of one statement, fetched as they are wanted.

    Pages by key, as lists have them, would sort what is left anew for each page.
    """
    ordered = in_order(statement, order, sort)
    return session.execute(ordered, execution_options={"yield_per": CHUNK})


def one_of(column: Any, ids: Collection[str] | None) -> list[ColumnElement[bool]]:  # noqa: ANN401 - a mapped attribute
    """The rows with these ids; None: every row."""
    return [] if ids is None else [col(column).in_(ids)]


def contracts_within(part: Part, today: date) -> list[ColumnElement[bool]]:
    """The contracts that cover a system of the part of the register."""
    if part.everything:
        return []
    covering = select(contract_system.c.contract_id).where(*within(part, contract_system.c.system_id, today))
    return [col(Contract.id).in_(covering)]


def units(known: Known) -> Iterator[Named]:
    """What cells may call the units."""
    unit = known.table(Unit).c
    for row in known.session.execute(select(unit.id, unit.external_id, unit.name)):
        yield Named(row.id, row.external_id, (row.name,))


def positions(known: Known) -> Iterator[Named]:
    """What cells may call the positions; namesakes can be told apart by their unit."""
    position = known.table(Position).c
    statement = select(position.id, position.external_id, position.title, position.unit_id)
    for row in known.session.execute(statement):
        unit = known.organisation.units[row.unit_id].name
        yield Named(row.id, row.external_id, (row.title, f"{row.title} ({unit})", f"{row.title}, {unit}"))


def people(known: Known) -> Iterator[Named]:
    """What cells may call the people."""
    person = known.table(Person).c
    for row in known.session.execute(select(person.id, person.external_id, person.name)):
        yield Named(row.id, row.external_id, (row.name,))


def systems(known: Known) -> Iterator[Named]:
    """What cells may call the systems."""
    card = known.table(Card).c
    for row in known.session.execute(select(card.system_id, card.external_id, card.name)):
        yield Named(row.system_id, row.external_id, (row.name,))


def successions(known: Known, exported: Callable[[Any], Sequence[ColumnElement[bool]]]) -> Iterator[tuple[str, str]]:
    """Each system that another takes over from, of those that are exported, and that one; in the order of their ids."""
    system = known.table(System).c
    statement = select(system.id, system.successor_id).where(system.successor_id.is_not(None), *exported(system.id))
    for row in known.session.execute(statement.order_by(system.id)):
        yield row.id, row.successor_id
