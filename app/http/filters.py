"""Small conditions that many lists share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement

from app.core.annotations import parts_of
from app.core.folding import fold
from app.core.schema import Schema


def any_of(column: Any, values: Sequence[Any]) -> list[ColumnElement[bool]]:  # noqa: ANN401 - a column, or what stands for one
    """A repeated key means OR; an absent one means no condition."""
    return [column.in_(values)] if values else []


@dataclass(frozen=True, slots=True)
class AnyOf:
    """In a query key's annotation: rows match whose column holds one of the values, made alike by `made`."""

    column: str
    made: Callable[[Any], Any] | None = None

    def condition(self, columns: Any, values: Sequence[Any]) -> list[ColumnElement[bool]]:  # noqa: ANN401 - the columns of a FROM clause
        return any_of(columns[self.column], [self.made(value) for value in values] if self.made else values)


def declared(query: Schema, columns: Any) -> list[ColumnElement[bool]]:  # noqa: ANN401 - the columns of a FROM clause
    """The conditions that the keys of the query declare."""
    return [
        condition
        for name, declaration in declarations(type(query)).items()
        for condition in declaration.condition(columns, getattr(query, name))
    ]


@cache
def declarations(schema: type[Schema]) -> Mapping[str, AnyOf]:
    """The keys of a query that declare a condition."""
    found = ((name, part) for name, field in schema.model_fields.items() for part in parts_of(field))
    return {name: part for name, part in found if isinstance(part, AnyOf)}


def equals(column: Any, value: Any) -> list[ColumnElement[bool]]:  # noqa: ANN401 - SQLModel types a column as its value
    return [] if value is None else [column == value]


def contains(column: Any, part: str | None) -> list[ColumnElement[bool]]:  # noqa: ANN401 - SQLModel types a column as its value
    """A part of the text, however its case, æ, ø, å and accents are written; the wildcards of LIKE mean themselves.

    The column holds the text as `core.folding.search_text` makes it.
    """
    return [] if part is None else [column.contains(fold(part), autoescape=True)]
