"""Reading a page of a list by its keys: every page costs the same, however far down it lies."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import Session, select

from app.http.cursors import read_position, write_position
from app.http.lists import ListQuery, Order, Page, SortKey
from app.http.sorting import SortTerm, terms_of
from app.register.known import Known


def read_page(session: Session, statement: Select[Any], order: Order, query: ListQuery) -> Page:
    """One page of the statement, which has its filters but no order. Raises InvalidInput for the cursor."""
    return read_page_of(session, statement, order, query, _count(session, statement))


def read_known_page(known: Known, statement: Select[Any], order: Order, query: ListQuery) -> Page:
    """The same of what is known, now or then; counted once. The rows depend on nothing else than the query."""
    total = known.number(query.question(), lambda: _count(known.session, statement))
    return read_page_of(known.session, statement, order, query, total)


def read_page_of(session: Session, statement: Select[Any], order: Order, query: ListQuery, total: int) -> Page:
    """Like `read_page`, where the caller has a cheaper way to count."""
    terms = terms_of(query.sort)
    keys, descending = _columns(order, terms)
    columns = [key.column for key in keys]
    if query.cursor is not None:
        statement = statement.where(_after(columns, descending, read_position(query.cursor, keys)))
    found = session.execute(
        statement.add_columns(*(column.label(f"k{index}") for index, column in enumerate(columns)))
        .order_by(*_ordering(columns, descending))
        .limit(query.limit + 1)
    ).all()
    rows = found[: query.limit]
    more = len(found) > query.limit
    return Page(rows, write_position(rows[-1][-len(columns) :]) if more else None, total)


def _count(session: Session, statement: Select[Any]) -> int:
    number: int = session.execute(select(func.count()).select_from(statement.order_by(None).subquery())).scalar_one()
    return number


def in_order(statement: Select[Any], order: Order, sort: Sequence[str]) -> Select[Any]:
    """The statement in the list's order, for those who read it whole."""
    keys, descending = _columns(order, terms_of(sort))
    return statement.order_by(*_ordering([key.column for key in keys], descending))


def read_first(key: Any) -> ColumnElement[Any]:  # noqa: ANN401 - a column
    """The key of a table, for joining another one to it: the table is read in the order of the list, not looked up.

    SQLite does not know that a page needs few rows. It would look up every row of the other table, then sort them all.
    """
    return _ReadFirst(key)


class _ReadFirst(FunctionElement[Any]):
    inherit_cache = True

    def __init__(self, key: ColumnElement[Any]) -> None:
        super().__init__(key)
        self.type = key.type


@compiles(_ReadFirst)
def _as_it_is(element: _ReadFirst, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own
    return compiler.process(element.clauses, **options)


@compiles(_ReadFirst, "sqlite")
def _not_looked_up(element: _ReadFirst, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - the compiler's own
    """A plus sign in front of a column changes no value, and keeps SQLite from using its index."""
    return f"+{compiler.process(element.clauses, **options)}"


def _columns(order: Order, terms: Sequence[SortTerm]) -> tuple[list[SortKey], list[bool]]:
    """What the terms and the id sort by, and whether each runs downwards; the id as the last term does."""
    keys = [*(order.keys[term.name] for term in terms), order.tie]
    return keys, [*(term.down for term in terms), bool(terms) and terms[-1].down]


def _ordering(columns: Sequence[Any], descending: Sequence[bool]) -> list[Any]:
    return [column.desc() if down else column.asc() for column, down in zip(columns, descending, strict=True)]


def _after(
    columns: Sequence[ColumnElement[Any]], descending: Sequence[bool], position: Sequence[Any]
) -> ColumnElement[bool]:
    """The rows behind the position: equal in the first n columns, behind it in the next.

    All of them are at the first column's value or behind it. That follows from the rest, but said by itself it lets
    the database begin to read the index there.
    """
    cases = []
    for index, (column, down, value) in enumerate(zip(columns, descending, position, strict=True)):
        equal = [columns[earlier] == position[earlier] for earlier in range(index)]
        cases.append(and_(*equal, column < value if down else column > value))
    first, start = columns[0], position[0]
    return and_(first <= start if descending[0] else first >= start, or_(*cases))
