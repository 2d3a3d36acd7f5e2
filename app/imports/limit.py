"""What lies outside the unit that a caller is limited to, as problems of rows: said before the guard has to refuse."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session

from app.core.lazy import lazy
from app.imports import queries
from app.imports.draft import Draft
from app.register.organisation import Organisation

OUTSIDE_UNIT = "outside-unit"
SYSTEM = "Systemet ligger uden for den enhed, adgangen gælder for. Lad rækken ude, eller bed enheden selv om det."
HELD = "Den, der har ansvaret, ligger uden for den enhed, adgangen gælder for, og skal selv tilbyde det til en anden."
USING_UNIT = "En brugende enhed ligger uden for den enhed, adgangen gælder for. Ret cellen."
HOLDER = "Budgetholderen ligger uden for den enhed, adgangen gælder for. Vælg en af enhedens egne stillinger."
CONTRACT = "En kontrakt uden systemer hører ikke til nogen enhed. Angiv et af enhedens egne systemer."


@dataclass(frozen=True)
class Limit:
    """For one plan: the units that the caller keeps, and the register as the session sees it."""

    session: Session
    organisation: Organisation
    units: frozenset[str]

    def has_units(self, unit_ids: Collection[str | None]) -> bool:
        """Whether all of them lie inside; none at all is outside."""
        return all(unit_id in self.units for unit_id in unit_ids)

    def has_position(self, position_id: str | None) -> bool:
        """Whether it lies inside; where a row sets none, nothing lies outside."""
        position = self.organisation.positions.get(position_id or "")
        return position is None or position.unit_id in self.units

    def has_systems(self, system_ids: Collection[str]) -> bool:
        """Whether all of them lie inside."""
        return self.has_units([self._unit_of_system.get(system_id) for system_id in system_ids])

    def check_systems(self, draft: Draft, field: str, system_ids: Collection[str]) -> None:
        if not self.has_systems(system_ids):
            refuse_outside(draft, field, SYSTEM)

    @lazy
    def _unit_of_system(self) -> dict[str, str | None]:
        return queries.units_of_systems(self.session)


def refuse_outside(draft: Draft, field: str, why: str) -> None:
    """`why`: one of the sentences above."""
    draft.reject(field, OUTSIDE_UNIT, why)
