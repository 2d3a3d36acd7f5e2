"""The values of records, and how a cell says them: in Danish for people, as codes for machines. Pure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from pydantic.alias_generators import to_snake
from pydantic.fields import FieldInfo

from app.core.annotations import parts_of
from app.core.schema import Schema
from app.tabular.several import join
from app.tabular.table import Cell
from app.vocabulary import Term

Value = str | int | bool | date | list[str] | list[Term] | None
#: Field → value.
Record = Mapping[str, Value]
Wording = Callable[[Value], Cell]


def in_danish(value: Value) -> Cell:
    """Labels; several values are separated by commas."""
    match value:
        case Term():
            return value.label
        case list():
            return join(item.label if isinstance(item, Term) else item for item in value)
        case _:
            return value


def in_codes(value: Value) -> Cell:
    """Codes; several values are separated by commas."""
    match value:
        case Term():
            return value.value
        case list():
            return join(value)
        case _:
            return value


def in_data(value: Value) -> str | int | date | list[str] | None:
    """Codes; several values stay several."""
    match value:
        case Term():
            return value.value
        case list():
            return [str(item) for item in value]
        case _:
            return value


class Translation:
    """Makes values of the JSON of a schema's instances: codes become terms, ISO days become days."""

    def __init__(self, schema: type[Schema], fields: Iterable[str]) -> None:
        """Fields that the schema lacks are passed over."""
        known = schema.model_fields
        self._kinds = {field: _kind(known[to_snake(field)]) for field in fields if to_snake(field) in known}

    def __call__(self, body: Mapping[str, Any]) -> dict[str, Value]:
        """The fields' values."""
        return {field: _typed(body[field], kind) for field, kind in self._kinds.items()}


def _kind(field: FieldInfo) -> type | None:
    """The vocabulary that the field takes its values from, or `date`; None for plain values."""
    return next((part for part in parts_of(field) if part is date or _is_term(part)), None)


def _is_term(part: Any) -> bool:  # noqa: ANN401 - a type or a value of any field
    return isinstance(part, type) and issubclass(part, Term)


def _typed(value: Any, kind: Any) -> Any:  # noqa: ANN401 - a type or a value of any field
    if value is None or kind is None:
        return value
    if kind is date:
        return date.fromisoformat(value)
    return [kind(item) for item in value] if isinstance(value, list) else kind(value)
