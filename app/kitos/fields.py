"""The fields that are followed, and their values in one form, so that both sides can be compared. Pure.

A value is what JSON has: a text, a day in ISO form, a list, None. What refers to another thing is its uuid in KITOS.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from app.imports.choices import ImportKind
from app.imports.keyed import KeyedKind
from app.imports.kinds.contracts import Contracts
from app.imports.kinds.people import People
from app.imports.kinds.systems import Systems
from app.imports.kinds.units import Units
from app.imports.wording import sentence
from app.tabular.columns import Column

SOURCE = "kitos"
_OTHERWISE = "Værdien er ikke en, som registret kan tage."
KEPT: dict[ImportKind, type[KeyedKind]] = {each.name: each for each in (Units, People, Systems, Contracts)}
FieldValues = dict[str, Any]
#: Field → what it names.
REFERS = {
    "parent": ImportKind.UNITS,
    "unit": ImportKind.UNITS,
    "usingUnits": ImportKind.UNITS,
    "systems": ImportKind.SYSTEMS,
}
FOLLOWED: dict[ImportKind, tuple[str, ...]] = {
    ImportKind.UNITS: ("name", "parent"),
    ImportKind.PEOPLE: ("name", "email", "phone"),
    ImportKind.SYSTEMS: (
        *("name", "alternativeNames", "description", "criticality", "lifecycle", "takenIntoUseOn", "phasedOutOn"),
        *("personalData", "acquisition", "kle", "unit", "usingUnits", "supplier", "version", "notes"),
    ),
    ImportKind.CONTRACTS: (
        *("name", "kind", "supplier", "startsOn", "endsOn", "noticeMonths", "discontinued", "systems"),
    ),
}


@dataclass(slots=True)
class Thing:
    """What KITOS says of one thing. A field that cannot be told is left out: it stays as it was.

    `nameless`: why it has no name that can be used, where it has none.
    """

    kind: ImportKind
    uuid: str
    fields: FieldValues = field(default_factory=dict)
    nameless: str = ""

    @property
    def label(self) -> str:
        return str(self.fields.get("name") or self.uuid)


def column_of(kind: ImportKind, name: str) -> Column:
    return next(column for column in KEPT[kind].columns if column.name == name)


def taken(kind: ImportKind, name: str, value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The value as the register would keep it; raises ValueError, with the reason in Danish, where it would not."""
    if name in REFERS:
        return sorted(set(value)) if isinstance(value, list) else value
    adapter = _adapter(kind, name)
    try:
        return adapter.dump_python(adapter.validate_python(value), mode="json")
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        why = sentence(first["type"], column_of(kind, name).attribute, first.get("ctx", {}), _OTHERWISE)
        raise ValueError(why) from None


@cache
def _adapter(kind: ImportKind, name: str) -> TypeAdapter[Any]:
    declared = KEPT[kind].schema.model_fields[column_of(kind, name).attribute]
    annotation: Any = declared.annotation
    return TypeAdapter(Annotated[(annotation, *declared.metadata)] if declared.metadata else annotation)


def says_nothing(value: Any) -> bool:  # noqa: ANN401 - any JSON value
    """Whether nobody has ever said anything there: empty, or unknown."""
    return value in (None, "", [], "unknown", ["unknown"])
