"""Small conditions that many lists share."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col

from app.core.folding import fold


def any_of(column: Any, values: Sequence[Any]) -> list[ColumnElement[bool]]:  # noqa: ANN401 - a mapped attribute
    """A repeated key means OR; an absent one means no condition."""
    return [col(column).in_(values)] if values else []


def equals(column: Any, value: Any) -> list[ColumnElement[bool]]:  # noqa: ANN401 - SQLModel types a column as its value
    return [] if value is None else [col(column) == value]


def contains(column: Any, part: str | None) -> list[ColumnElement[bool]]:  # noqa: ANN401 - SQLModel types a column as its value
    """A part of the text, however its case, æ, ø, å and accents are written; the wildcards of LIKE mean themselves.

    The column holds the text as `core.folding.search_text` makes it.
    """
    return [] if part is None else [col(column).contains(fold(part), autoescape=True)]
