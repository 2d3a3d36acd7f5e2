"""The chain: who acts on a system, who is next, and why, up to the top. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.register.organisation import VACANT, Organisation
from app.rules.facts import HolderFacts
from app.vocabulary import Basis, Duty, EscalationReason, TenureRole

HIGHEST_LEVEL = 0


@dataclass(frozen=True, slots=True)
class HeldDuty:
    """A responsibility in force on the day of the organisation."""

    duty: Duty
    basis: Basis
    position_id: str


@dataclass(frozen=True, slots=True)
class ChainStep:
    """A position, and the person in it who is asked: its holder (None while it is vacant) or a deputy.

    `reason` is a Danish sentence for people, `code` the same for machines.
    """

    position_id: str
    role: TenureRole
    person: HolderFacts | None
    code: EscalationReason
    reason: str
    absent: bool

    @property
    def can_act(self) -> bool:
        return self.person is not None and not self.absent


def chain(
    organisation: Organisation, unit_id: str | None, held: Sequence[HeldDuty], duty: Duty, interim_id: str | None
) -> list[ChainStep]:
    """The steps in order; empty only where there is no position at all.

    First whoever holds the duty in the interim of a dispute, then in practice, then formally, with their deputies;
    then the owner, then the line of positions above the owner, to level 0 or the topmost. Without an owner, the
    leader of the system's unit stands in. Nobody comes twice; whoever is away, or gone, is followed by the deputies.
    """
    return _Chain(organisation, duty).build(unit_id, held, interim_id)


class _Chain:
    def __init__(self, organisation: Organisation, duty: Duty) -> None:
        self._organisation = organisation
        self._duty = duty
        self._steps: list[ChainStep] = []
        self._seen: set[str] = set()
        self._deputies_seen: set[tuple[str, str]] = set()

    def build(self, unit_id: str | None, held: Sequence[HeldDuty], interim_id: str | None) -> list[ChainStep]:
        practice, formal = (self._holders(held, self._duty, basis) for basis in (Basis.PRACTICE, Basis.FORMAL))
        owner = next(iter(self._holders(held, Duty.OWNER, Basis.FORMAL)), None)
        work = f"ansvaret for at {self._duty.verb} systemet"
        if interim_id is not None:
            self._add(
                interim_id,
                EscalationReason.INTERIM,
                f"Nærmeste fælles overordnede: tvisten om {work} er ikke afgjort inden fristen.",
            )
        for position_id in practice:
            self._add(position_id, EscalationReason.PRACTICE, f"Løfter i praksis {work}.")
        for position_id in formal:
            self._add(position_id, EscalationReason.FORMAL, f"Har formelt {work}.")
        for position_id in (*practice, *formal):
            self._add_deputies(position_id)
        base = owner
        if owner is not None:
            self._add(owner, EscalationReason.OWNER, "Ejer systemet.")
        else:
            base = self._stand_in(unit_id, [*formal, *practice], anyone=bool(held or interim_id))
        if base is not None:
            self._climb(base)
        return self._steps

    @staticmethod
    def _holders(held: Iterable[HeldDuty], duty: Duty, basis: Basis) -> list[str]:
        return [row.position_id for row in held if row.duty is duty and row.basis is basis]

    def _stand_in(self, unit_id: str | None, holders: Sequence[str], *, anyone: bool) -> str | None:
        """Who stands where the owner should: the unit's leader, else a holder of the duty, else the top of all."""
        leader = self._organisation.leader_of(unit_id)
        if leader is not None:
            unit = self._organisation.units[self._organisation.positions[leader].unit_id].name
            missing = "systemet har ingen ejer" if anyone else "der er ikke registreret nogen ansvarlig for systemet"
            self._add(leader, EscalationReason.UNIT_LEADER, f"Leder af {unit}: {missing}.")
            return leader
        if holders:
            return holders[0]
        top = self._organisation.top
        if top is not None:
            self._add(
                top.id,
                EscalationReason.TOP,
                "Øverste stilling: systemet har hverken en ansvarlig eller en enhed med en leder.",
            )
        return top.id if top else None

    def _climb(self, base: str) -> None:
        below = self._organisation.ref(base)
        for above in self._organisation.line(base):
            if below.management_level == HIGHEST_LEVEL:
                return
            self._add(above.id, EscalationReason.SUPERIOR, f"Nærmeste overordnede til {below.title}.")
            below = above

    def _add(self, position_id: str, code: EscalationReason, reason: str) -> None:
        if position_id in self._seen:
            return
        self._seen.add(position_id)
        incumbency = self._organisation.incumbencies.get(position_id, VACANT)
        absent = self._absent(incumbency.holder)
        if incumbency.holder is None:
            reason += " Stillingen er ubesat."
        self._steps.append(ChainStep(position_id, TenureRole.HOLDER, incumbency.holder, code, reason, absent))
        if absent or incumbency.holder is None:
            self._add_deputies(position_id)

    def _add_deputies(self, position_id: str) -> None:
        title = self._organisation.positions[position_id].title
        for deputy in self._organisation.incumbency(position_id).deputies:
            if (position_id, deputy.person_id) not in self._deputies_seen:
                self._deputies_seen.add((position_id, deputy.person_id))
                reason = f"Stedfortræder for {title}."
                self._steps.append(
                    ChainStep(
                        position_id,
                        TenureRole.DEPUTY,
                        deputy,
                        EscalationReason.DEPUTY,
                        reason,
                        self._absent(deputy),
                    )
                )

    def _absent(self, person: HolderFacts | None) -> bool:
        return person is not None and self._organisation.contacts[person.person_id].absent
