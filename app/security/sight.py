"""What a caller may see: which part of the register a permission covers, and whose contact details. Decided here."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.register.organisation import Organisation
from app.security.grants import Reach
from app.security.identity import Identity
from app.vocabulary import Permission


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the register: all of it, or what these units run and these positions answer for."""

    everything: bool = False
    units: frozenset[str] = frozenset()
    positions: frozenset[str] = frozenset()

    def has_unit(self, unit_id: str | None) -> bool:
        return self.everything or unit_id in self.units

    def has_system(self, unit_id: str | None, position_ids: Iterable[str]) -> bool:
        """Whether the system belongs to it. `unit_id`: its main user; `position_ids`: who answers for it today."""
        return self.has_unit(unit_id) or not self.positions.isdisjoint(position_ids)


EVERYTHING = Part(everything=True)


@dataclass(frozen=True, slots=True)
class Sight:
    """The caller's eyes on today's organisation. `identity` None: the operator on the command line, who sees all."""

    identity: Identity | None
    organisation: Organisation
    _parts: dict[Permission, Part] = field(default_factory=dict)

    def part(self, permission: Permission) -> Part:
        """What the permission covers; nothing, for a caller without it. Lists ask for every row."""
        if permission not in self._parts:
            self._parts[permission] = self._part(permission)
        return self._parts[permission]

    def _part(self, permission: Permission) -> Part:
        if self.identity is None:
            return EVERYTHING
        reaches = self.identity.reaches(permission)
        if Reach.ALL in reaches:
            return EVERYTHING
        limit = self.identity.unit_id
        units = self.organisation.subtree(limit) if Reach.UNIT in reaches and limit is not None else ()
        held = held_positions(self.identity, self.organisation) if Reach.OWN in reaches else ()
        return Part(units=frozenset(units), positions=frozenset(held))

    def contacts_of_person(self, person_id: str) -> bool:
        """Whether the caller sees the person's mail and phone outside a chain: everyone sees their own."""
        if self.part(Permission.SEE_CONTACTS).everything:
            return True
        return self.identity is not None and self.identity.person_id == person_id

    def contacts_of_unit(self, unit_id: str) -> bool:
        """Whether the caller sees whom the unit has on call."""
        return self._all_contacts or self.part(Permission.SEE_CHAIN_CONTACTS).has_unit(unit_id)

    def contacts_of_system(self, unit_id: str | None, position_ids: Iterable[str]) -> bool:
        """The numbers in the system's chain, and of its suppliers."""
        return self.part(Permission.SEE_CHAIN_CONTACTS).has_system(unit_id, position_ids)

    @property
    def _all_contacts(self) -> bool:
        return self.part(Permission.SEE_CONTACTS).everything


def limit_of(identity: Identity, organisation: Organisation) -> Part:
    """What the caller may change at most, whatever the roles say: what is run inside the unit that limits it."""
    if identity.unit_id is None:
        return EVERYTHING
    return Part(units=frozenset(organisation.subtree(identity.unit_id)))


def held_positions(identity: Identity, organisation: Organisation) -> set[str]:
    """The positions that the caller's person holds today."""
    return set() if identity.person_id is None else set(organisation.held_by(identity.person_id))
