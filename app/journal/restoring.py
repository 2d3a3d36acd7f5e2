"""Bringing a row back to what an entry of the journal says it was."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import inspect

from app.journal.snapshots import shape_of
from app.models import Journaled

Linked = Callable[[type[Journaled], Iterable[str]], list[Journaled]]


def restore(row: Journaled, values: Mapping[str, Any], keys: Iterable[str], linked: Linked) -> None:
    """Set the attributes that the keys stand for; `values` are those of an entry, `linked` finds rows by their ids."""
    table = type(row)
    shape, mapper = shape_of(table), inspect(table)
    attributes = {key: attribute for attribute, key in (shape.plain | shape.personal).items()}
    links = {key: attribute for attribute, key in shape.links.items()}
    for key in keys:
        if key in links:
            target = mapper.relationships[links[key]].mapper.class_
            setattr(row, links[key], linked(target, values.get(key) or ()))
        else:
            setattr(row, attributes[key], _typed(mapper, attributes[key], values.get(key)))


def _typed(mapper: Any, attribute: str, value: Any) -> Any:  # noqa: ANN401 - SQLAlchemy's own, and any JSON value
    """JSON has no days."""
    kind = mapper.column_attrs[attribute].columns[0].type.python_type
    return date.fromisoformat(value) if kind is date and value is not None else value
