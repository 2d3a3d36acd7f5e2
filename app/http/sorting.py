"""Names that a query key lists, such as what to sort by: declared with the query, checked there, and documented."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from app.core.languages import Text
from app.core.objections import refusal

#: No sensible order has more names, and nobody counts by more.
_MOST = 12


@dataclass(frozen=True, slots=True)
class SortTerm:
    """One of the names that a list is sorted by, and whether it runs downwards."""

    name: str
    down: bool


class Names:
    """The names that a query key knows; it comes as one text, with commas between them.

    `facets: Annotated[tuple[str, ...], Names("criticality", "lifecycle")] = ()`
    """

    written = "Names separated by commas."

    def __init__(self, *names: str) -> None:
        self.names = names

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - pydantic's own
        return core_schema.no_info_before_validator_function(self._read, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "array", "items": {"type": "string", "enum": self.terms()}, "minItems": 1, "maxItems": _MOST}

    def terms(self) -> list[str]:
        """All that may be sent."""
        return list(self.names)

    def name_of(self, term: str) -> str:
        """The name in what was sent."""
        return term

    def unknown(self, name: str) -> Text:
        """What is said of a name that is none."""
        known = ", ".join(self.names)
        return Text(f"There is no {name!r} here; there are {known}.", da=f"»{name}« findes ikke. Vælg blandt {known}.")

    def _read(self, sent: Sequence[str]) -> tuple[str, ...]:
        """The terms of what was sent; raises for a name that is none."""
        found = tuple(term.strip() for term in ",".join(sent).split(","))
        if len(found) > _MOST:
            raise refusal(
                "too-long", Text(f"No more than {_MOST} names are expected.", da=f"Der må højst være {_MOST} navne.")
            )
        for term in found:
            name = self.name_of(term)
            if name not in self.names:
                raise refusal("unknown-name", self.unknown(name))
        return found


class SortNames(Names):
    """What a list can be sorted by: `sort: Annotated[tuple[str, ...], SortNames("name")] = ("name",)`.

    A minus in front of a name turns its order round.
    """

    written = "Names separated by commas; a minus in front turns the order round."

    def terms(self) -> list[str]:
        return [*self.names, *(f"-{name}" for name in self.names)]

    def name_of(self, term: str) -> str:
        return term.removeprefix("-")

    def unknown(self, name: str) -> Text:
        known = ", ".join(self.names)
        return Text(
            f"There is no sort {name!r}; there are {known}.",
            da=f"Der kan ikke sorteres efter »{name}«. Vælg blandt {known}.",
        )


#: The query keys that are written so, and how.
_WRITTEN = {"facets": Names.written, "sheets": Names.written, "sort": SortNames.written}


def terms_of(sort: Sequence[str]) -> list[SortTerm]:
    """What a valid `sort` says."""
    return [SortTerm(term.removeprefix("-"), term.startswith("-")) for term in sort]


def add_names(document: dict[str, Any]) -> None:
    """Say in the OpenAPI document how such a key is written: one value with commas in it. FastAPI cannot be told."""
    for item in document["paths"].values():
        for parameter in item.get("get", {}).get("parameters", ()):
            if parameter["in"] == "query" and parameter["name"] in _WRITTEN:
                parameter.update(description=_WRITTEN[parameter["name"]], style="form", explode=False)
