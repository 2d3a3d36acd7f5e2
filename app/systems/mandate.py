"""Whether the owner's mandate reaches: the level that the criticality demands, and the money that a year costs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from app.core.identifiers import Identifier
from app.core.schema import Schema
from app.register.organisation import Organisation, PositionRecord
from app.rules.facts import SystemFacts
from app.rules.funding import estimated
from app.rules.levels import is_high_enough
from app.rules.policy import Policy
from app.rules.wording import kroner, level, position


class MandatePosition(Schema):
    """A position whose mandate reaches."""

    position_id: Identifier
    title: str
    management_level: int
    unit_id: Identifier
    unit_name: str
    budget_limit_dkk: int | None


class Mandate(Schema):
    """What is demanded of the owner, and what the owning position has. Null: not recorded, or there is no owner."""

    system_id: Identifier
    required_level: int | None
    """The lowest management level that may own the system; null while its criticality is unknown."""
    actual_level: int | None
    level_sufficient: bool | None
    yearly_cost_dkk: int | None
    budget_limit_dkk: int | None
    limit_sufficient: bool | None
    sufficient: bool | None
    """False where one of the two falls short, null where that cannot be said."""
    lowest_sufficient_position: MandatePosition | None
    """Of the owner and those above (without an owner: the leader of the system's unit and those above)."""
    reasons: list[str]
    """What falls short or is not recorded; empty where the mandate reaches."""


@dataclass(frozen=True)
class _Demand:
    """What the system demands of whoever owns it; None: not recorded."""

    policy: Policy
    level: int | None
    cost: int | None

    @classmethod
    def of(cls, system: SystemFacts, policy: Policy) -> Self:
        return cls(policy, policy.required_level.for_criticality(system.criticality), estimated(system.this_year).whole)

    def has_level(self, organisation: Organisation, found: PositionRecord) -> bool | None:
        if self.level is None:
            return None
        return is_high_enough(found.management_level, organisation.line(found.id), self.level, self.policy)

    def has_limit(self, found: PositionRecord) -> bool | None:
        if self.cost is None or found.budget_limit_dkk is None:
            return None
        return found.budget_limit_dkk >= self.cost

    def met_by(self, organisation: Organisation, found: PositionRecord) -> bool:
        return bool(self.has_level(organisation, found) and self.has_limit(found))


def mandate_of(system: SystemFacts, unit_id: str | None, organisation: Organisation, policy: Policy) -> Mandate:
    """`unit_id`: the system's main user. Levels and limits are those of positions, be they vacant or not."""
    demand = _Demand.of(system, policy)
    owner = organisation.positions[system.owner.position_id] if system.owner else None
    begins = owner.id if owner else organisation.leader_of(unit_id)
    line = [begins, *(above.id for above in organisation.line(begins))] if begins else []
    candidates = (organisation.positions[position_id] for position_id in line)
    lowest = next((found for found in candidates if demand.met_by(organisation, found)), None)
    has_level = demand.has_level(organisation, owner) if owner else None
    has_limit = demand.has_limit(owner) if owner else None
    return Mandate(
        system_id=system.id,
        required_level=demand.level,
        actual_level=owner.management_level if owner else None,
        level_sufficient=has_level,
        yearly_cost_dkk=demand.cost,
        budget_limit_dkk=owner.budget_limit_dkk if owner else None,
        limit_sufficient=has_limit,
        sufficient=_all(has_level, has_limit),
        lowest_sufficient_position=_view(organisation, lowest) if lowest else None,
        reasons=list(_reasons(demand, owner, has_level=has_level, has_limit=has_limit, found=lowest is not None)),
    )


def _all(*answers: bool | None) -> bool | None:
    """False where one is; else None where one is not known."""
    return False if False in answers else None if None in answers else True


def _view(organisation: Organisation, found: PositionRecord) -> MandatePosition:
    return MandatePosition(
        position_id=found.id,
        title=found.title,
        management_level=found.management_level,
        unit_id=found.unit_id,
        unit_name=organisation.units[found.unit_id].name,
        budget_limit_dkk=found.budget_limit_dkk,
    )


def _reasons(
    demand: _Demand, owner: PositionRecord | None, *, has_level: bool | None, has_limit: bool | None, found: bool
) -> Iterator[str]:
    if owner is None:
        yield "Systemet har ingen ejer."
    if demand.level is None:
        yield "Systemets kritikalitet er ukendt, så kravet til ejerens niveau er det også."
    if demand.cost is None:
        yield "Skønnet for i år mangler helt eller delvis."
    if owner is not None and owner.budget_limit_dkk is None:
        yield f"Beløbsgrænsen for {position(owner.title)} er ikke registreret."
    if owner is not None and demand.level is not None and has_level is False:
        yield (
            f"Systemet skal ejes på {level(demand.level)} eller højere, men {position(owner.title)} er på "
            f"{level(owner.management_level)}."
        )
    if owner is not None and has_limit is False and demand.cost is not None and owner.budget_limit_dkk is not None:
        yield (
            f"Systemet skønnes at koste {kroner(demand.cost)} i år, men beløbsgrænsen for "
            f"{position(owner.title)} er {kroner(owner.budget_limit_dkk)}"
        )
    known = demand.level is not None and demand.cost is not None
    if known and not found:
        yield "Ingen stilling i ejerens linje har både det krævede niveau og en registreret beløbsgrænse, der rækker."
