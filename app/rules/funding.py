"""What a fiscal year's budget lines come to: the sums, and the funding states that cards show."""

from collections.abc import Sequence
from typing import Self

from app.core.values import value
from app.rules.facts import BudgetLineFacts, SystemFacts
from app.rules.policy import Policy
from app.vocabulary import Answer, FundingState, Purpose

_PERCENT = 100


@value()
class Total:
    """A sum in whole DKK. `known` leaves unknown amounts out, None where all are; `complete`: none was."""

    known: int | None
    complete: bool

    @classmethod
    def of(cls, amounts: Sequence[int | None]) -> Self:
        """The total of the amounts; of no amounts at all nothing is known."""
        if not amounts:
            return cls(None, complete=False)
        known = [amount for amount in amounts if amount is not None]
        return cls(sum(known) if known else None, len(known) == len(amounts))

    @property
    def whole(self) -> int | None:
        """The sum where every amount is known, else None."""
        return self.known if self.complete else None


@value()
class PurposeFunding:
    """The funding of one purpose; a sum is that of the known amounts, None where none is known."""

    estimated_dkk: int | None
    allocated_dkk: int | None
    state: FundingState


@value()
class FundingSummary:
    """The funding of one fiscal year, purpose by purpose."""

    fiscal_year: int
    operation: PurposeFunding
    development: PurposeFunding
    decommission: PurposeFunding


def estimated(lines: Sequence[BudgetLineFacts]) -> Total:
    return Total.of([line.estimated_dkk for line in lines])


def allocated(lines: Sequence[BudgetLineFacts]) -> Total:
    return Total.of([line.allocated_dkk for line in lines])


def has_allocation(lines: Sequence[BudgetLineFacts]) -> Answer:
    """Yes when any money is known to be allocated; unknown when it might be; no without lines."""
    total = allocated(lines)
    if total.known:
        return Answer.YES
    return Answer.NO if total.complete or not lines else Answer.UNKNOWN


def costs_nothing(lines: Sequence[BudgetLineFacts]) -> bool:
    """Whether every line's estimate is known and they come to nothing."""
    return estimated(lines).whole == 0


def falls_short(allocated_dkk: int, estimated_dkk: int, tolerance_percent: int) -> bool:
    """Whether the money is less than the estimate by more than the tolerance, in whole numbers only."""
    return allocated_dkk * _PERCENT < estimated_dkk * (_PERCENT - tolerance_percent)


def funding_state(allocation: Total, estimate: Total, tolerance_percent: int) -> FundingState:
    """The state of one purpose in one fiscal year; unknown where an amount that decides it is missing."""
    money, cost = allocation.whole, estimate.whole
    if money is None:
        return FundingState.UNKNOWN
    if money == 0:
        return FundingState.FUNDED if cost == 0 else FundingState.UNFUNDED
    if cost is None:
        return FundingState.UNKNOWN
    return FundingState.UNDERFUNDED if falls_short(money, cost, tolerance_percent) else FundingState.FUNDED


def funding_summary(system: SystemFacts, policy: Policy) -> FundingSummary:
    """The funding of the fiscal year that the facts' day lies in."""
    year = system.today.year

    def of(purpose: Purpose) -> PurposeFunding:
        lines = system.lines_of(year, purpose)
        estimate, allocation = estimated(lines), allocated(lines)
        state = funding_state(allocation, estimate, policy.funding_tolerance_percent)
        return PurposeFunding(estimate.known, allocation.known, state)

    return FundingSummary(year, of(Purpose.OPERATION), of(Purpose.DEVELOPMENT), of(Purpose.DECOMMISSION))
