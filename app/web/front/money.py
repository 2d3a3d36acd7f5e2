"""What the systems lack: told of each system whose money is known, never of sums in which unknown amounts are zero."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.vocabulary import FundingState
from app.web.addresses import Pairs, address
from app.web.asking import PageRequest

_AT_ONCE = "200"
#: So many answers are read at most; a register in which more systems lack money has no list of the largest.
_ANSWERS = 10
_LARGEST = 3


@dataclass(frozen=True, slots=True)
class Lacking:
    """`missing` and `largest` of the systems that lack money; `unknown`: of how many nobody knows whether they do."""

    missing: int
    largest: Sequence[tuple[Mapping[str, Any], int]]
    unknown: int
    unknown_address: str


async def lacking(page: PageRequest, listed: Pairs, funding: Mapping[str, Any]) -> Lacking:
    """`funding`: of the summary."""
    cards = await _short(page, listed) if funding["underfunded"] + funding["unfunded"] else []
    if cards is None:
        # What one has too much of hides what another lacks: the sums say the least that is missing.
        gaps, missing = [], max(funding["estimatedDkk"] - funding["allocatedDkk"], 0)
    else:
        gaps = sorted(((card, _gap(card["funding"])) for card in cards), key=lambda found: -found[1])
        missing = sum(gap for _, gap in gaps)
    unknown = address("/systemer", [*listed, ("fundingState", FundingState.UNKNOWN.value)])
    return Lacking(missing, [each for each in gaps[:_LARGEST] if each[1]], funding["unknown"], unknown)


def _gap(funding: Mapping[str, Any]) -> int:
    """Nothing where there is no money for what nobody knows the cost of."""
    return max((funding["estimatedDkk"] or 0) - (funding["allocatedDkk"] or 0), 0)


async def _short(page: PageRequest, listed: Pairs) -> list[Mapping[str, Any]] | None:
    """All systems with too little money; None where there are too many to read."""
    states = [("fundingState", state.value) for state in (FundingState.UNDERFUNDED, FundingState.UNFUNDED)]
    asked = [*listed, *states, ("sort", "name"), ("fields", "id,name,funding"), ("limit", _AT_ONCE)]
    found: list[Mapping[str, Any]] = []
    cursor = ""
    for _ in range(_ANSWERS):
        answer = await page.interior.get("/v1/systems", [*asked, ("cursor", cursor)])
        found += answer["items"]
        cursor = answer["nextCursor"]
        if cursor is None:
            return found
    return None
