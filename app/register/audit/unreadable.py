"""Values that cannot be what their column holds: the register never wrote them, and fails over them when it reads."""

from collections.abc import Callable, Generator, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import Column, Table, Text, cast, select, type_coerce
from sqlalchemy.types import NullType, TypeDecorator, TypeEngine
from sqlmodel import Session

from app.models import RESOURCES, Card, CardHolding, CardVersion, Finding, FindingVersion, HolderStretch, RegisterState
from app.register.audit.difference import Difference

_CHUNK = 500
_DERIVED: tuple[Any, ...] = (Card, CardVersion, CardHolding, Finding, FindingVersion, HolderStretch, RegisterState)
#: Type in Python → what reads it from its text, or raises ValueError.
_READ: Mapping[type, Callable[[str], object]] = {
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    int: int,
    bool: ("0", "1", "false", "true").index,
    object: orjson.loads,
}


def unreadable_values(session: Session) -> Generator[Difference]:
    """Table by table, whatever is compared; slower than the comparison, and only asked for where that fails."""
    for model in (*RESOURCES.values(), *_DERIVED):
        yield from _unreadable(session, model.__table__)


def _unreadable(session: Session, table: Table) -> Iterator[Difference]:
    keys, columns = list(table.primary_key.columns), list(table.columns)
    is_local = session.connection().dialect.name == "sqlite"
    # What the driver gives, before any type makes something of it; PostgreSQL has days that Python has not.
    texts = [type_coerce(column, NullType()) if is_local else cast(column, Text) for column in columns]
    statement = select(*texts).order_by(*keys).execution_options(yield_per=_CHUNK)
    with session.execute(statement) as found:
        for row in found:
            for column, value in zip(columns, row, strict=True):
                if not _is_readable(column, value):
                    key = " ".join(str(row[columns.index(each)]) for each in keys)
                    yield Difference(table.name, key, f"{column.name} cannot be read")


def _is_readable(column: Column[Any], value: Any) -> bool:  # noqa: ANN401 - whatever the database gives
    if value is None:
        return bool(column.nullable)
    kind = object if column.name == "body" else _kind(column.type)
    if isinstance(value, bytes) or (kind in {date, datetime} and not isinstance(value, str)):
        return False
    try:
        _READ.get(kind, str)(str(value))
    except ValueError:
        return False
    return True


def _kind(column_type: TypeEngine[Any]) -> type:
    """`object`: any JSON."""
    own = column_type.impl_instance if isinstance(column_type, TypeDecorator) else column_type
    return own.python_type
