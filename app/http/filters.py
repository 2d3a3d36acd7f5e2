"""Small conditions that many lists share."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import col


def any_of(column: Any, values: Sequence[Any]) -> list[ColumnElement[bool]]:  # noqa: ANN401 - a mapped attribute
    """A repeated key means OR; an absent one means no condition."""
    return [col(column).in_(values)] if values else []


def equals(column: Any, value: Any) -> list[ColumnElement[bool]]:  # noqa: ANN401
    return [] if value is None else [col(column) == value]


def contains(column: Any, part: str | None) -> list[ColumnElement[bool]]:  # noqa: ANN401
    """A part of the text, upper and lower case alike; the wildcards of LIKE mean themselves."""
    if part is None:
        return []
    lowered = func.lower(col(column))
    # SQLite lowers the letters of ASCII only.
    for capital in "ÆØÅ":
        lowered = func.replace(lowered, capital, capital.lower())
    return [lowered.contains(part.lower(), autoescape=True)]
