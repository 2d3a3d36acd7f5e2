"""The base of every body that the API takes or gives: camelCase keys, unknown keys refused, no coercion."""

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

#: For a schema that others are made of while the program starts, `Listing[...]` say: Pydantic looks for the docstrings
#: of each one's attributes in every module that is being imported, which took a third of the start. Descriptions stand
#: in `Field` there.
NO_DOCSTRINGS = ConfigDict(use_attribute_docstrings=False)


class Schema(BaseModel):
    """Names are snake_case in Python and camelCase in JSON."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_alias=True,
        validate_by_name=True,
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
        # An answer has all its keys, those with a default too.
        json_schema_serialization_defaults_required=True,
    )
