"""What a caller says of a file's columns: header → field, and what its cells mean."""

from collections import abc
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, TypeAdapter

from app.core.schema import Schema
from app.tabular.cells import loose

#: A file has up to 100,000 rows, and most say nothing of most: what they do not say takes no room.
NOTHING: abc.Mapping[Any, Any] = MappingProxyType({})
_Cell = Annotated[str, Field(max_length=200)]
_Name = Annotated[str, Field(max_length=100)]


class FieldMapping(Schema):
    """A column whose cells use words of their own."""

    field: _Name
    values: Annotated[dict[_Cell, _Cell], Field(max_length=1000)] = {}
    """Cell → the code, or the Danish word, that it stands for. Other cells are read as they are."""

    @property
    def words(self) -> dict[str, str]:
        """The same by what cells say loosely."""
        return {loose(cell): said for cell, said in self.values.items()}


def _as_object(said: object) -> object:
    """A field alone is one whose cells are read as they are."""
    return {"field": said} if isinstance(said, str) else said


#: A field; the same with what its cells mean; or null, for a column that is not to be read.
MappedField = Annotated[
    FieldMapping | None,
    BeforeValidator(_as_object, json_schema_input_type=_Name | FieldMapping | None),
]
Mapping = Annotated[dict[Annotated[str, Field(max_length=500)], MappedField], Field(max_length=500)]


_MAPPING: TypeAdapter[Mapping] = TypeAdapter(Mapping)


def read_mapping(said: object) -> Mapping:
    """Of JSON that was valid when it was stored."""
    return _MAPPING.validate_python(said)
