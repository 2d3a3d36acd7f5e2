"""Names as municipalities have them: with commas, "og", parentheses, an s at the end, and the unit in the title."""

import dataclasses
from itertools import cycle
from typing import Any, TypeVar

from app.rules.facts import ContractFacts, SystemFacts

T = TypeVar("T")

TITLES = (
    "Chef for løn, HR og IT",
    "Leder af Rusmiddelcentret",
    "Fagleder (drift og anlæg)",
    "Direktør for Børn, Unge & Læring",
    "Kommunens databeskyttelsesrådgivers",
)
UNITS = ("Rusmiddelcentret", "Kultur, Fritid og Borgerservice", "Team Vest (Øst)")
CONTRACTS = ("Kontrakt om drift, support og udvikling", "Aftale (SKI 02.19)", "Licens til Windows")
SUPPLIERS = ("Eksempel, Søn og Co's A/S",)


class Awkward:
    """Gives each plain name an awkward one, the same one every time."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, str], str] = {}
        self._next = {
            "title": cycle(TITLES),
            "unit_name": cycle(UNITS),
            "name": cycle(CONTRACTS),
            "operation_supplier": cycle(SUPPLIERS),
        }

    def __call__(self, system: SystemFacts) -> SystemFacts:
        return self._renamed(system)

    def _renamed(self, facts: T) -> T:
        """The facts, and whatever they hold, with other names."""
        if isinstance(facts, tuple):
            return tuple(self._renamed(part) for part in facts)  # type: ignore[return-value]
        if not dataclasses.is_dataclass(facts) or isinstance(facts, type):
            return facts
        changes: dict[str, Any] = {}
        for field in dataclasses.fields(facts):
            value = getattr(facts, field.name)
            if self._is_a_name(facts, field.name) and value is not None:
                changes[field.name] = self._name(field.name, value)
            else:
                changes[field.name] = self._renamed(value)
        return dataclasses.replace(facts, **changes)

    def _is_a_name(self, facts: Any, field: str) -> bool:
        return field in self._next and (field != "name" or isinstance(facts, ContractFacts))

    def _name(self, field: str, plain: str) -> str:
        if (field, plain) not in self._given:
            self._given[field, plain] = next(self._next[field])
        return self._given[field, plain]
