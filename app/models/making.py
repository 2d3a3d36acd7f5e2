"""Making many rows of a table at once."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from sqlalchemy.orm.attributes import instance_dict, manager_of_class
from sqlmodel import SQLModel

R = TypeVar("R", bound=SQLModel)


def new_row(table: type[R], values: Mapping[str, Any]) -> R:
    """A row as `table(**values)` makes it, in a twentieth of the time: as SQLAlchemy makes those that it reads.

    `values`: columns alone, no relationship; nobody has asked to hear of their being set. Raises KeyError for a column
    that has neither value nor default.
    """
    row: R = manager_of_class(table).new_instance()
    columns = instance_dict(row)
    for name, default in _columns(table).items():
        columns[name] = values[name] if default is None or name in values else default()
    return row


@cache
def _columns(table: type[SQLModel]) -> dict[str, Callable[[], Any] | None]:
    """Attribute → what makes its default; None where there is none."""
    return {name: None if field.is_required() else _maker(field) for name, field in table.model_fields.items()}


def _maker(field: Any) -> Callable[[], Any]:  # noqa: ANN401 - a field of SQLModel
    if field.default_factory is not None:
        make: Callable[[], Any] = field.default_factory
        return make
    return lambda: field.default
