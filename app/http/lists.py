"""Lists: what every list takes, keyset paging, and the envelope of the answer."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar

import orjson
from pydantic import Field
from sqlalchemy import ColumnElement, Select, and_, func, or_
from sqlmodel import Session, select

from app.core.canonical import dump, instant
from app.core.errors import InvalidInput
from app.core.schema import Schema

Item = TypeVar("Item", bound=Schema)

# PostgreSQL's largest whole number, and a little less.
_LARGEST = 2**62


class ListQuery(Schema):
    """The query keys of every list."""

    limit: Annotated[int, Field(ge=1, le=200)] = 50
    cursor: Annotated[str, Field(max_length=2000)] | None = None
    sort: Annotated[str, Field(max_length=200)] | None = None
    """Names separated by commas; a minus in front turns the order round."""
    fields: Annotated[str, Field(max_length=1000)] | None = None
    """The keys wanted in each item, separated by commas."""


class Listing(Schema, Generic[Item]):
    """The envelope, for the OpenAPI document. `nextCursor` is null on the last page; `total` counts all that match."""

    items: list[Item]
    next_cursor: str | None = None
    total: int


@dataclass(frozen=True, slots=True)
class SortKey:
    """A column to sort by, never NULL (coalesce it), and the kind of value that a cursor may give for it."""

    column: Any  # a mapped column or an expression
    kind: type = str

    def read(self, value: Any) -> Any:  # noqa: ANN401 - from a cursor, so anything
        """The value as the database compares it; raises ValueError for what the column cannot hold."""
        if self.kind is datetime:
            return datetime.fromisoformat(value).astimezone(UTC)
        if self.kind is date:
            return date.fromisoformat(value)
        if type(value) is not self.kind or (isinstance(value, int) and abs(value) >= _LARGEST):
            raise ValueError
        if isinstance(value, str) and "\x00" in value:
            raise ValueError
        return value


@dataclass(frozen=True, slots=True)
class Order:
    """What a list can be sorted by, its usual order, and the id that ends every order."""

    keys: Mapping[str, SortKey]
    usual: str
    tie: SortKey


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page. `next_cursor` is None on the last."""

    rows: Sequence[Any]
    next_cursor: str | None
    total: int


def read_page(session: Session, statement: Select[Any], order: Order, query: ListQuery) -> Page:
    """One page of the statement, which has its filters but no order. Raises InvalidInput for sort and cursor."""
    total = session.execute(select(func.count()).select_from(statement.order_by(None).subquery())).scalar_one()
    return read_page_of(session, statement, order, query, total)


def read_page_of(session: Session, statement: Select[Any], order: Order, query: ListQuery, total: int) -> Page:
    """Like `read_page`, where the caller has a cheaper way to count."""
    terms = _terms(order, query.sort)
    columns = [order.keys[name].column for name, _ in terms] + [order.tie.column]
    descending = [down for _, down in terms] + [terms[-1][1] if terms else False]
    if query.cursor is not None:
        statement = statement.where(_after(columns, descending, _read_cursor(order, terms, query)))
    ordering = [column.desc() if down else column.asc() for column, down in zip(columns, descending, strict=True)]
    found = session.execute(
        statement.add_columns(*(column.label(f"k{index}") for index, column in enumerate(columns)))
        .order_by(*ordering)
        .limit(query.limit + 1)
    ).all()
    rows = found[: query.limit]
    more = len(found) > query.limit
    position = list(rows[-1][-len(columns) :]) if more else None
    return Page(rows, _write_cursor(query.sort or order.usual, position) if position else None, total)


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
    except (ValueError, TypeError, binascii.Error) as error:
        raise _broken_cursor() from error
    if sort != (query.sort or order.usual):
        raise _broken_cursor()
    return position


def _broken_cursor() -> InvalidInput:
    detail = "The cursor is broken, or belongs to another sort. Begin again without it."
    return InvalidInput.at("?cursor", "broken-cursor", detail)


def list_body(items: Sequence[bytes], page: Page) -> bytes:
    """The envelope around items that are JSON already."""
    tail = dump({"nextCursor": page.next_cursor, "total": page.total})[1:]
    return b'{"items":[' + b",".join(items) + b"]," + tail


def narrowed(items: Sequence[bytes], fields: str | None, item: type[Schema]) -> Sequence[bytes]:
    """The items with the asked keys only; raises InvalidInput for a key that no item has."""
    if fields is None:
        return items
    known = {field.alias or name for name, field in item.model_fields.items()}
    wanted = [name.strip() for name in fields.split(",")]
    for name in wanted:
        if name not in known:
            raise InvalidInput.at("?fields", "unknown-name", f"There is no field {name!r}.")
    loaded = (orjson.loads(item) for item in items)
    return [dump({name: item[name] for name in wanted}) for item in loaded]
