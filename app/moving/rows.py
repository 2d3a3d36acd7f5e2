"""A row as a line of a file: camelCase, rows named by their keys, and checked by what the interface takes."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType
from typing import Annotated, Any, Optional, Union, get_args

import orjson
from pydantic import AfterValidator, AwareDatetime, BaseModel, Field, StringConstraints, ValidationError, create_model
from pydantic.alias_generators import to_camel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from app.core.identifiers import Identifier
from app.core.kitos_roles import RoleDuties
from app.core.schema import Schema
from app.core.text import Day, Dkk, Flag, Whole, refuse_unstorable
from app.core.validation import invalid, validated
from app.models import PolicyVersion
from app.moving.tables import MovedTable
from app.rules.policy import Policy, RuleId

RowKey = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(refuse_unstorable)]
_Text = Annotated[str, StringConstraints(max_length=4000), AfterValidator(refuse_unstorable)]
_Instant = Annotated[AwareDatetime, Field(strict=True)]


class MovedSums(Schema):
    """What was known of a year when an attestation was given."""

    estimated_dkk: Dkk | None
    allocated_dkk: Dkk | None


class MovedPolicy(Policy):
    """A policy as it is stored, with its texts checked."""

    kitos_roles: RoleDuties = {}


#: Columns that the rules read back.
_OF_RULES: Mapping[str, Any] = {
    "rule": RuleId,
    "attested_sums": dict[Annotated[str, StringConstraints(pattern=r"^\d{4}$")], MovedSums],
}
_KINDS: Mapping[Any, Any] = {str: _Text, int: Whole, bool: Flag, date: Day, datetime: _Instant}


def key_of(table: MovedTable, row: Mapping[str, Any], number: int) -> str:
    """The caller's own key, or one that is made: `unit-17`, the 17th in the order in which they were registered.

    The slash between source and key is the only one that is not written %2F, so that no two keys are the same.
    """
    if row.get("source") is not None:
        source, external_id = (row[name].replace("%", "%25").replace("/", "%2F") for name in ("source", "external_id"))
        return f"{source}/{external_id}"
    return f"{table.name}-{number}"


def reference_key(column: str) -> str:
    """`parent_id` → `parent`, `holder_position_id` → `holderPosition`: the key in the file, which holds no id."""
    return to_camel(column.removesuffix("_id"))


@cache
def schema_of(table: MovedTable) -> type[Schema]:
    """What a line may say. Attributes are called as the columns and the linked rows are."""
    fields: dict[str, Any] = {"key": (RowKey, ...), "id": (Identifier, ...)}
    for name in table.columns:
        fields[name] = _field(table, name)
    for name in table.links:
        fields[name] = (Annotated[list[RowKey], Field(max_length=1000, alias=to_camel(name))], Field(default=[]))
    made: type[Schema] = create_model(f"Moved{table.model.__name__}", __base__=Schema, **fields)
    return made


def _field(table: MovedTable, name: str) -> tuple[Any, Any]:
    column, given = table.table.columns[name], table.model.model_fields[name]
    default = given.default
    if given.default_factory is not None or default is PydanticUndefined or name == "created_at":
        default = ...
    kind: Any
    if name in table.references:
        kind, alias = RowKey, reference_key(name)
    else:
        kind, alias = _kind(table, name), to_camel(name)
    if column.nullable:
        kind = Optional[kind]  # noqa: UP045 - the type is a value here
    return kind, Field(default, alias=alias)


def _kind(table: MovedTable, name: str) -> Any:  # noqa: ANN401 - a type
    if name in table.terms:
        return table.terms[name]
    if name in _OF_RULES:
        return _OF_RULES[name]
    body: FieldInfo | None = table.body.model_fields.get(name) if table.body else None
    if body is not None:
        return _required(body)
    kind = table.table.columns[name].type
    python: Any = getattr(kind, "impl_instance", kind).python_type
    return _KINDS.get(python, dict[str, Any])


def _required(body: FieldInfo) -> Any:  # noqa: ANN401 - a type
    """What the interface takes where there is something."""
    kind: Any = body.annotation
    if NoneType in get_args(kind):
        kind = Union[tuple(one for one in get_args(kind) if one is not NoneType)]  # noqa: UP007 - the type is a value here
    return Annotated[(kind, *body.metadata)] if body.metadata else kind


def to_line(values: Mapping[str, Any]) -> bytes:
    """`values`: by the keys of the file."""
    return orjson.dumps(values, option=orjson.OPT_UTC_Z) + b"\n"


def from_line(table: MovedTable, line: bytes) -> dict[str, Any]:
    """The values of a line by attribute, with keys where rows are named; raises InvalidInput."""
    try:
        row = schema_of(table).model_validate_json(line)
        if table.model is PolicyVersion:
            MovedPolicy.model_validate(row.settings)  # type: ignore[attr-defined]
    except ValidationError as error:
        raise invalid(error) from error
    return {name: _plain(value) for name, value in vars(row).items()}


def check_whole(table: MovedTable, values: Mapping[str, Any]) -> None:
    """What the interface asks of several fields together; `values` hold ids where the line had keys.

    Raises InvalidInput.
    """
    if table.body is None:
        return
    named = {name.removesuffix("s") + "_ids": [row.id for row in values[name]] for name in table.links}
    said = {**values, **named}
    validated(table.body, {name: said[name] for name in table.body.model_fields if name in said})


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of a field
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value.model_dump(mode="json", by_alias=True) if isinstance(value, BaseModel) else value
