"""What lists can be sorted by: declared with a list's query, checked there, and shown in the OpenAPI document."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from app.core.languages import Text
from app.core.objections import refusal

#: No sensible order is longer.
_MAX_LENGTH = 200
_WRITTEN = "Names separated by commas; a minus in front turns the order round."


@dataclass(frozen=True, slots=True)
class SortTerm:
    """One of the names that a list is sorted by, and whether it runs downwards."""

    name: str
    down: bool


class SortNames:
    """The names that one list knows, for its query: `sort: Annotated[tuple[str, ...], SortNames("name")] = ("name",)`.

    The value comes as one text, with commas between the names; a minus in front of one turns its order round.
    """

    def __init__(self, *names: str) -> None:
        self.names = names

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's own
        return core_schema.no_info_before_validator_function(self._read, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        terms = [*self.names, *(f"-{name}" for name in self.names)]
        return {"type": "array", "items": {"type": "string", "enum": terms}, "minItems": 1}

    def _read(self, sent: Sequence[str]) -> tuple[str, ...]:
        """The terms of what was sent; raises for a name that the list does not know."""
        text = ",".join(sent)
        if len(text) > _MAX_LENGTH:
            raise refusal(
                "string-too-long",
                Text(
                    f"No more than {_MAX_LENGTH} characters are expected.", da=f"Der må højst være {_MAX_LENGTH} tegn."
                ),
            )
        found = tuple(term.strip() for term in text.split(","))
        for term in found:
            name = term.removeprefix("-")
            if name not in self.names:
                known = ", ".join(self.names)
                raise refusal(
                    "unknown-name",
                    Text(
                        f"There is no sort {name!r}; there are {known}.",
                        da=f"Der kan ikke sorteres efter »{name}«. Vælg blandt {known}.",
                    ),
                )
        return found


def terms_of(sort: Sequence[str]) -> list[SortTerm]:
    """What a valid `sort` says."""
    return [SortTerm(term.removeprefix("-"), term.startswith("-")) for term in sort]


def add_sorts(document: dict[str, Any]) -> None:
    """Say in the OpenAPI document how `sort` is written: one value with commas in it. FastAPI cannot be told."""
    for item in document["paths"].values():
        for parameter in item.get("get", {}).get("parameters", ()):
            if parameter["name"] == "sort" and parameter["in"] == "query":
                parameter.update(description=_WRITTEN, style="form", explode=False)
