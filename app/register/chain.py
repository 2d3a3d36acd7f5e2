"""The chain: who acts on a system, who is next, and why, up to the top. Pure."""

from collections.abc import Iterable, Sequence

from app.core.values import value
from app.register.organisation import VACANT, Organisation
from app.rules.facts import HolderFacts
from app.rules.wording import position as the_position
from app.rules.wording import quoted, sentence, task
from app.vocabulary import Basis, Duty, EscalationReason, TenureRole

HIGHEST_LEVEL = 0


@value()
class HeldDuty:
    """A responsibility in force on the day of the organisation."""

    duty: Duty
    basis: Basis
    position_id: str


@value()
class ChainStep:
    """A position, and the person in it who is asked: its holder (None while it is vacant) or a deputy.

    `reason` is a Danish sentence for people, `code` the same for machines.
    """

    position_id: str
    role: TenureRole
    person: HolderFacts | None
    code: EscalationReason
    reason: str

    @property
    def absent(self) -> bool:
        return self.person is not None and self.person.away is not None

    @property
    def is_there(self) -> bool:
        return self.person is not None and self.person.away is None


@value()
class Chain:
    """`steps` in order; `missing`: Danish sentences on what is not registered, and where the chain goes therefore."""

    steps: Sequence[ChainStep]
    missing: Sequence[str]

    @property
    def there(self) -> list[ChainStep]:
        """The steps whose person is there on the day."""
        return [step for step in self.steps if step.is_there]


def build_chain(
    organisation: Organisation,
    unit_id: str | None,
    held: Iterable[HeldDuty],
    duty: Duty,
    interim_id: str | None,
    enough: int | None = None,
) -> Chain:
    """The whole chain; without steps only where there is no position at all.

    First whoever has the duty in practice, then formally, with their deputies; then the common superior of an overdue
    dispute (`interim_id`), who decides but cannot repair; then the owner, and the line of positions above the owner, to
    level 0 or the topmost. Without an owner, the leader of the system's unit stands in. Where none of them is there,
    the line of the unit's leader follows. Nobody comes twice; whoever is away, or gone, is followed by the deputies.
    `enough`: a line is not climbed further than to so many who are there.
    """
    return _Builder(organisation, duty, enough).build(unit_id, list(held), interim_id)


class _Builder:
    def __init__(self, organisation: Organisation, duty: Duty, enough: int | None) -> None:
        self._organisation = organisation
        self._duty = duty
        self._enough = enough
        self._steps: list[ChainStep] = []
        self._there = 0
        self._missing: list[str] = []
        self._seen: set[str] = set()
        self._deputies_seen: set[tuple[str, str]] = set()

    def build(self, unit_id: str | None, held: Sequence[HeldDuty], interim_id: str | None) -> Chain:
        practice, formal = (self._holders(held, self._duty, basis) for basis in (Basis.PRACTICE, Basis.FORMAL))
        owner = next(iter(self._holders(held, Duty.OWNER, Basis.FORMAL)), None)
        self._add_holders(practice, formal, owner)
        if interim_id is not None:
            reason = f"Nærmeste fælles overordnede: tvisten om {task(self._duty)} er ikke afgjort inden fristen."
            self._add(interim_id, EscalationReason.INTERIM, reason)
        base = owner
        if owner is not None:
            self._add(owner, EscalationReason.OWNER, "Ejer systemet.")
        else:
            base = self._stand_in(unit_id, [*formal, *practice], anyone=bool(held or interim_id))
        if base is not None:
            self._climb(base)
        if not self._there:
            self._go_on(unit_id)
        return Chain(self._steps, self._missing)

    def _add_holders(self, practice: Sequence[str], formal: Sequence[str], owner: str | None) -> None:
        work = task(self._duty)
        for position_id in practice:
            self._add(position_id, EscalationReason.PRACTICE, f"Løfter i praksis {work}.")
        for position_id in formal:
            self._add(position_id, EscalationReason.FORMAL, f"Har formelt {work}.")
        for position_id in (*practice, *formal):
            self._add_deputies(position_id)
        if formal or self._duty is Duty.OWNER:
            return
        if practice:
            self._missing.append(f"Ingen har formelt {work}; derfor begynder listen med den, der løfter det i praksis.")
        else:
            self._missing.append(f"Ingen har {work}{'' if owner is None else '; derfor begynder listen med ejeren'}.")

    @staticmethod
    def _holders(held: Iterable[HeldDuty], duty: Duty, basis: Basis) -> list[str]:
        return [row.position_id for row in held if row.duty is duty and row.basis is basis]

    def _stand_in(self, unit_id: str | None, holders: Sequence[str], *, anyone: bool) -> str | None:
        """Who stands where the owner should: the unit's leader, else those above a holder, else the top of all."""
        leader = self._organisation.leader_of(unit_id)
        if leader is not None:
            unit = self._unit_of(leader)
            lacking = "systemet har ingen ejer" if anyone else "der er ikke registreret nogen ansvarlig for systemet"
            self._missing.append(f"{sentence(lacking)}; derfor svarer lederen af {unit}.")
            self._add(leader, EscalationReason.UNIT_LEADER, f"Leder af {unit}: {lacking}.")
            return leader
        led = next((held for held in holders if self._organisation.line(held)), None)
        if led is not None:
            title = self._organisation.positions[led].title
            self._missing.append(
                f"Systemet har ingen ejer; derfor fortsætter listen med dem, som {the_position(title)} refererer til."
            )
            return led
        top = self._organisation.top
        if top is not None:
            lacking = f"systemet har hverken en {'ejer' if holders else 'ansvarlig'} eller en enhed med en leder"
            self._missing.append(f"{sentence(lacking)}; derfor svarer den øverste stilling.")
            self._add(top.id, EscalationReason.TOP, f"Øverste stilling: {lacking}.")
        return top.id if top else None

    def _climb(self, base: str) -> None:
        below = self._organisation.ref(base)
        for above in self._organisation.line(base):
            if below.management_level == HIGHEST_LEVEL or self._are_enough():
                return
            reason = f"Nærmeste overordnede til {the_position(below.title)}."
            self._add(above.id, EscalationReason.SUPERIOR, reason)
            below = above

    def _are_enough(self) -> bool:
        return self._enough is not None and self._there >= self._enough

    def _go_on(self, unit_id: str | None) -> None:
        """Nobody is there so far: the leader of the system's unit, and those above, may lie in another line."""
        leader = self._organisation.leader_of(unit_id)
        if leader is not None and leader not in self._seen:
            unit = self._unit_of(leader)
            self._missing.append(f"Ingen i ejerens linje er til stede; derfor fortsætter listen med lederen af {unit}.")
            self._add(leader, EscalationReason.UNIT_LEADER, f"Leder af {unit}: ingen i ejerens linje er til stede.")
            self._climb(leader)

    def _unit_of(self, position_id: str) -> str:
        return f"enheden {quoted(self._organisation.units[self._organisation.positions[position_id].unit_id].name)}"

    def _add(self, position_id: str, code: EscalationReason, reason: str) -> None:
        if position_id in self._seen:
            return
        self._seen.add(position_id)
        holder = self._organisation.incumbencies.get(position_id, VACANT).holder
        if holder is None:
            reason += " Stillingen er ubesat."
        step = ChainStep(position_id, TenureRole.HOLDER, holder, code, reason)
        self._put(step)
        if not step.is_there:
            self._add_deputies(position_id)

    def _add_deputies(self, position_id: str) -> None:
        reason = f"Stedfortræder for {the_position(self._organisation.positions[position_id].title)}."
        incumbency = self._organisation.incumbency(position_id)
        # A deputy who has taken over, and deputises on paper still, is no second person to ask.
        holder = incumbency.holder and incumbency.holder.person_id
        for deputy in incumbency.deputies:
            if deputy.person_id != holder and (position_id, deputy.person_id) not in self._deputies_seen:
                self._deputies_seen.add((position_id, deputy.person_id))
                self._put(ChainStep(position_id, TenureRole.DEPUTY, deputy, EscalationReason.DEPUTY, reason))

    def _put(self, step: ChainStep) -> None:
        self._steps.append(step)
        self._there += step.is_there
