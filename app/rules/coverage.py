"""How long contracts cover what they are about. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.rules.facts import ContractFacts

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hole:
    """From this day on no contract covers; `last` is the one that ended last before it, None where none had begun."""

    first: date
    last: ContractFacts | None


def next_hole(contracts: Iterable[ContractFacts], today: date) -> Hole | None:
    """The first day ahead that none of them covers, or since when none has; None where they cover for good."""
    found = list(contracts)
    day = today
    while (covering := [contract for contract in found if contract.period.covers(day)]) and day < date.max:
        ends = [contract.ends_on for contract in covering if contract.ends_on is not None]
        if len(ends) < len(covering) or max(ends) == date.max:
            return None
        day = max(ends) + _DAY
    over = [
        (contract.ends_on, contract) for contract in found if contract.ends_on is not None and contract.ends_on < day
    ]
    if not over:
        return Hole(day, None)
    ended_on, last = max(over, key=lambda end: (end[0], not end[1].discontinued, end[1].id))
    return Hole(ended_on + _DAY, last)
