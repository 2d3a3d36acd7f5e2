"""How long contracts cover what they are about. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from app.core.values import value
from app.rules.facts import ContractFacts

_DAY = timedelta(days=1)


@value()
class Hole:
    """From this day on no contract covers; `last` is the one that ended last before it, None where none had begun.

    `followed`: whether another one begins later.
    """

    first: date
    last: ContractFacts | None
    followed: bool

    @property
    def is_on_purpose(self) -> bool:
        """What was ended on purpose leaves no hole, unless it is taken up again."""
        return self.last is not None and self.last.discontinued and not self.followed


def holes(contracts: Iterable[ContractFacts], today: date) -> Iterator[Hole]:
    """The days ahead from which on none of them covers, in order; the first may have begun already."""
    found = list(contracts)
    day: date | None = today
    while day is not None and (uncovered := _uncovered(found, day)) is not None:
        begins = [contract.period.first for contract in found if contract.period.first > uncovered]
        yield _hole(found, uncovered, followed=bool(begins))
        day = min(begins, default=None)


def _uncovered(contracts: Sequence[ContractFacts], day: date) -> date | None:
    """The first day from `day` on that none covers; None where they cover for good."""
    while covering := [contract for contract in contracts if contract.period.covers(day)]:
        ends = [contract.ends_on for contract in covering if contract.ends_on is not None]
        if len(ends) < len(covering) or max(ends) == date.max:
            return None
        day = max(ends) + _DAY
    return day


def _hole(contracts: Sequence[ContractFacts], day: date, *, followed: bool) -> Hole:
    over = [
        (contract.ends_on, contract)
        for contract in contracts
        if contract.ends_on is not None and contract.ends_on < day
    ]
    if not over:
        return Hole(day, None, followed)
    ended_on, last = max(over, key=lambda end: (end[0], not end[1].discontinued, end[1].id))
    return Hole(ended_on + _DAY, last, followed)
