"""What a rule may know about a system on one day; gathered by the register, never by a rule."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.vocabulary import Answer, BudgetKind, Criticality, Duty, Lifecycle


@dataclass(frozen=True, slots=True)
class HolderFacts:
    """The person who holds a position today. `leaves_on`: the last day, from the person or the tenure."""

    person_id: str
    name: str
    since: date
    leaves_on: date | None


@dataclass(frozen=True, slots=True)
class PositionRef:
    """A position as evidence names it. Who sits there is left out: it would touch every system below."""

    id: str
    title: str
    management_level: int


@dataclass(frozen=True, slots=True)
class OwnerFacts:
    """The owning position today. `superiors` runs from the nearest position above to the topmost."""

    position_id: str
    title: str
    management_level: int
    unit_id: str
    unit_name: str
    budget_authority: Answer
    budget_limit_dkk: int | None
    since: date
    holder: HolderFacts | None
    has_successor: bool
    superiors: tuple[PositionRef, ...]
    systems_owned: int


@dataclass(frozen=True, slots=True)
class DutyHolder:
    """A position that holds a duty today; `person_name` is None while the position is vacant."""

    position_id: str
    title: str
    person_id: str | None
    person_name: str | None


@dataclass(frozen=True, slots=True)
class DutyFacts:
    duty: Duty
    formal: tuple[DutyHolder, ...]
    practice: tuple[DutyHolder, ...]


@dataclass(frozen=True, slots=True)
class BudgetHolderFacts:
    """The position that holds the money. `in_owner_line` is False without an owner to compare with."""

    position_id: str
    title: str
    budget_authority: Answer
    in_owner_line: bool


@dataclass(frozen=True, slots=True)
class BudgetLineFacts:
    """One line; whole DKK, None where the amount is unknown."""

    fiscal_year: int
    kind: BudgetKind
    estimated_dkk: int | None
    allocated_dkk: int | None
    holder: BudgetHolderFacts | None


@dataclass(frozen=True, slots=True)
class ContractFacts:
    id: str
    name: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class AttestationFacts:
    """The newest attestation. `sealed`: the owner, the criticality and the budget are those that were attested.

    `asked` is the position above that has been asked because of it, and has not answered yet.
    """

    attested_on: date
    confirms_ownership: bool
    insight: Answer
    time: Answer
    money: Answer
    sealed: bool
    asked: PositionRef | None


@dataclass(frozen=True, slots=True)
class DisputeFacts:
    """An open dispute: `holder` says that the duty is not theirs but that of `named`.

    `interim`: the nearest position above both, which holds the duty once the deadline is past; None where no one
    stands above both.
    """

    id: str
    duty: Duty
    holder: PositionRef
    named: PositionRef
    deadline: date
    interim: PositionRef | None


@dataclass(frozen=True)
class SystemFacts:
    """One system on one day. `budget_lines` holds every fiscal year that is recorded."""

    id: str
    name: str
    criticality: Criticality
    lifecycle: Lifecycle
    taken_into_use_on: date | None
    phased_out_on: date | None
    confirmed_on: date
    owner: OwnerFacts | None
    duties: tuple[DutyFacts, ...]
    budget_lines: tuple[BudgetLineFacts, ...]
    contracts: tuple[ContractFacts, ...]
    attestation: AttestationFacts | None
    disputes: tuple[DisputeFacts, ...]
    today: date

    @property
    def in_use(self) -> bool:
        """Phasing in, in operation or phasing out: the states in which the rules apply."""
        return self.lifecycle.in_use

    def duty(self, duty: Duty) -> DutyFacts:
        """The holders of one of the four duties; empty ones where nothing is recorded."""
        return next((facts for facts in self.duties if facts.duty is duty), DutyFacts(duty, (), ()))

    @cached_property
    def this_year(self) -> tuple[BudgetLineFacts, ...]:
        """The budget lines of the fiscal year that `today` lies in (a calendar year)."""
        return self.lines_of(self.today.year)

    def lines_of(self, fiscal_year: int) -> tuple[BudgetLineFacts, ...]:
        return tuple(line for line in self.budget_lines if line.fiscal_year == fiscal_year)
