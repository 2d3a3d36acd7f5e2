"""Reading a page of a list by its keys: every page costs the same, however far down it lies."""

import base64
import binascii
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, and_, func, or_
from sqlmodel import Session, select

from app.core.canonical import instant
from app.core.errors import InvalidInput
from app.http.lists import ListQuery, Order, Page, SortKey


def read_page(session: Session, statement: Select[Any], order: Order, query: ListQuery) -> Page:
    """One page of the statement, which has its filters but no order. Raises InvalidInput for sort and cursor."""
    total = session.execute(select(func.count()).select_from(statement.order_by(None).subquery())).scalar_one()
    return read_page_of(session, statement, order, query, total)


def read_page_of(session: Session, statement: Select[Any], order: Order, query: ListQuery, total: int) -> Page:
    """Like `read_page`, where the caller has a cheaper way to count."""
    terms = _terms(order, query.sort)
    columns, descending = _columns(order, terms)
    if query.cursor is not None:
        statement = statement.where(_after(columns, descending, _read_cursor(order, terms, query)))
    found = session.execute(
        statement.add_columns(*(column.label(f"k{index}") for index, column in enumerate(columns)))
        .order_by(*_ordering(columns, descending))
        .limit(query.limit + 1)
    ).all()
    rows = found[: query.limit]
    more = len(found) > query.limit
    position = list(rows[-1][-len(columns) :]) if more else None
    return Page(rows, _write_cursor(query.sort or order.usual, position) if position else None, total)


def in_order(statement: Select[Any], order: Order, sort: str | None) -> Select[Any]:
    """The statement in the list's order, for those who read it whole. Raises InvalidInput for an unknown sort."""
    return statement.order_by(*_ordering(*_columns(order, _terms(order, sort))))


def _columns(order: Order, terms: Sequence[tuple[str, bool]]) -> tuple[list[Any], list[bool]]:
    """What the terms and the id sort by, and whether each runs downwards."""
    columns = [order.keys[name].column for name, _ in terms] + [order.tie.column]
    return columns, [down for _, down in terms] + [terms[-1][1] if terms else False]


def _ordering(columns: Sequence[Any], descending: Sequence[bool]) -> list[Any]:
    return [column.desc() if down else column.asc() for column, down in zip(columns, descending, strict=True)]


def _terms(order: Order, sort: str | None) -> list[tuple[str, bool]]:
    terms = [
        (name.strip().removeprefix("-"), name.strip().startswith("-")) for name in (sort or order.usual).split(",")
    ]
    for name, _ in terms:
        if name not in order.keys:
            known = ", ".join(order.keys)
            raise InvalidInput.at("?sort", "unknown-name", f"There is no sort {name!r}; there are {known}.")
    return terms


def _after(
    columns: Sequence[ColumnElement[Any]], descending: Sequence[bool], position: Sequence[Any]
) -> ColumnElement[bool]:
    """The rows behind the position: equal in the first n columns, behind it in the next."""
    cases = []
    for index, (column, down, value) in enumerate(zip(columns, descending, position, strict=True)):
        equal = [columns[earlier] == position[earlier] for earlier in range(index)]
        cases.append(and_(*equal, column < value if down else column > value))
    return or_(*cases)


def _write_cursor(sort: str, position: Sequence[Any]) -> str:
    values = [_plain(value) for value in position]
    return base64.urlsafe_b64encode(orjson.dumps([sort, *values])).decode().rstrip("=")


def _plain(value: Any) -> Any:  # noqa: ANN401 - a column's value
    if isinstance(value, datetime):
        return instant(value)
    return value.isoformat() if isinstance(value, date) else value


def _read_cursor(order: Order, terms: Sequence[tuple[str, bool]], query: ListQuery) -> list[Any]:
    text = query.cursor or ""
    keys = [SortKey(order.tie.column), *(order.keys[name] for name, _ in terms), order.tie]
    try:
        values = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        sort, *position = [key.read(value) for key, value in zip(keys, values, strict=True)]
    except (ValueError, TypeError, OverflowError, binascii.Error) as error:
        raise _broken_cursor() from error
    if sort != (query.sort or order.usual):
        raise _broken_cursor()
    return position


def _broken_cursor() -> InvalidInput:
    detail = "The cursor is broken, or belongs to another sort. Begin again without it."
    return InvalidInput.at("?cursor", "broken-cursor", detail)
