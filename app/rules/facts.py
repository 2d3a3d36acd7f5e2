"""What a rule may know about a system on one day; gathered by the register, never by a rule."""

from datetime import date

from app.core.lazy import lazy
from app.core.values import value
from app.vocabulary import (
    Acquisition,
    Answer,
    BudgetKind,
    ContractKind,
    Criticality,
    Duty,
    Lifecycle,
    Purpose,
    SupportHours,
)


@value()
class Period:
    """Days, the last one included; `last` None: no end is known."""

    first: date
    last: date | None

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@value()
class HolderFacts:
    """The person who holds a position today, or deputises in it. `leaves_on`: the last day there.

    `away`: since when and until when they are absent; None who is there. `has_contact`: a phone or a mail address.
    """

    person_id: str
    name: str
    since: date
    leaves_on: date | None
    away: Period | None = None
    has_contact: bool = False


@value()
class PositionRef:
    """A position as evidence names it. Who sits there is left out: it would touch every system below."""

    id: str
    title: str
    management_level: int


@value()
class OwnerFacts:
    """The owning position today. `superiors` runs from the nearest position above to the topmost.

    `has_successor`: another holder is set for later. `deputised`: a deputy is there today.
    """

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
    deputised: bool
    superiors: tuple[PositionRef, ...]
    systems_owned: int


@value()
class OwnershipFacts:
    """A formal ownership, of today or to come, and when its position has a holder, from today on."""

    period: Period
    held: tuple[Period, ...]


@value()
class DutyHolder:
    """A position that holds a duty today; `person_name` is None while the position is vacant."""

    position_id: str
    title: str
    person_id: str | None
    person_name: str | None


@value()
class DutyFacts:
    duty: Duty
    formal: tuple[DutyHolder, ...]
    practice: tuple[DutyHolder, ...]


@value()
class ResponderFacts:
    """Someone who is there, among those who are called when something breaks."""

    position_id: str
    title: str
    has_contact: bool


@value()
class BudgetHolderFacts:
    """The position that holds the money. `in_owner_line` is False without an owner to compare with."""

    position_id: str
    title: str
    budget_authority: Answer
    in_owner_line: bool


@value()
class BudgetLineFacts:
    """One line; whole DKK, None where the amount is unknown."""

    fiscal_year: int
    kind: BudgetKind
    estimated_dkk: int | None
    allocated_dkk: int | None
    holder: BudgetHolderFacts | None


@value()
class ContractFacts:
    """`discontinued`: it ends on purpose. `starts_on` None: it has always run; `ends_on` None: it has no end."""

    id: str
    name: str
    kind: ContractKind
    starts_on: date | None
    ends_on: date | None
    notice_months: int | None
    discontinued: bool
    has_hotline: bool

    @property
    def period(self) -> Period:
        return Period(self.starts_on or date.min, self.ends_on)


@value()
class YearSums:
    """What the operation was estimated at, and what was allocated, in a fiscal year; whole DKK, None: unknown."""

    estimated_dkk: int | None
    allocated_dkk: int | None


@value()
class AttestationFacts:
    """The newest attestation, and what it was given for: `rules.seal` says whether it still is.

    `criticality` None: nothing is known of it. `asked` is the position above that has been asked because of it, and
    has not answered yet.
    """

    attested_on: date
    confirms_ownership: bool
    insight: Answer
    time: Answer
    money: Answer
    owner_position_id: str | None
    owner_person_id: str | None
    criticality: Criticality | None
    sums: tuple[tuple[int, YearSums], ...]
    asked: PositionRef | None


@value()
class DisputeFacts:
    """An open dispute: `holder` says that the duty is not theirs but that of `named`.

    `interim`: the nearest position above both, which answers for the duty once the deadline is past; None where no
    one stands above both.
    """

    id: str
    duty: Duty
    holder: PositionRef
    named: PositionRef
    deadline: date
    interim: PositionRef | None


@value(slots=False)
class SystemFacts:
    """One system on one day. `budget_lines` holds every fiscal year that is recorded.

    `registered_on`: when the record was made. `responders`: the first two who are there, of the chain for the duty to
    fix. `on_call`: whether the system's unit, or one above it, has someone to call outside working hours.
    """

    id: str
    name: str
    criticality: Criticality
    lifecycle: Lifecycle
    taken_into_use_on: date | None
    phased_out_on: date | None
    acquisition: Acquisition
    operation_supplier: str | None
    support_hours: SupportHours
    has_emergency_plan: bool
    confirmed_on: date | None
    registered_on: date
    owner: OwnerFacts | None
    ownerships: tuple[OwnershipFacts, ...]
    ownership: DutyFacts
    duties: tuple[DutyFacts, ...]
    responders: tuple[ResponderFacts, ...]
    on_call: bool
    budget_lines: tuple[BudgetLineFacts, ...]
    contracts: tuple[ContractFacts, ...]
    attestation: AttestationFacts | None
    disputes: tuple[DisputeFacts, ...]
    today: date

    @lazy
    def in_use(self) -> bool:
        """Phasing in, in operation or phasing out: the states in which most rules apply."""
        return self.lifecycle.in_use

    def duty(self, duty: Duty) -> DutyFacts:
        """The holders of one of the four duties; empty ones where nothing is recorded."""
        return self._by_duty.get(duty) or DutyFacts(duty, (), ())

    @lazy
    def _by_duty(self) -> dict[Duty, DutyFacts]:
        return {facts.duty: facts for facts in self.duties}

    @property
    def this_year(self) -> tuple[BudgetLineFacts, ...]:
        """The budget lines of the fiscal year that `today` lies in (a calendar year)."""
        return self.lines_of(self.today.year)

    def lines_of(self, fiscal_year: int, purpose: Purpose | None = None) -> tuple[BudgetLineFacts, ...]:
        """The lines of a year, of all purposes or of one."""
        return self._lines.get((fiscal_year, purpose), ())

    @lazy
    def _lines(self) -> dict[tuple[int, Purpose | None], tuple[BudgetLineFacts, ...]]:
        """Many rules ask for the same ones."""
        found: dict[tuple[int, Purpose | None], tuple[BudgetLineFacts, ...]] = {}
        for line in self.budget_lines:
            for key in ((line.fiscal_year, None), (line.fiscal_year, line.kind.purpose)):
                found[key] = (*found.get(key, ()), line)
        return found
