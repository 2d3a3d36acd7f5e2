"""What the systems lack: told of each system whose money is known, never of sums in which unknown amounts are zero."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.vocabulary import FundingState
from app.web.addresses import Pairs, address
from app.web.asking import PageRequest

_LARGEST = 3


@dataclass(frozen=True, slots=True)
class Lacking:
    """`missing` and `largest` of the systems that lack money; `unknown`: of how many nobody knows whether they do."""

    missing: int
    largest: Sequence[tuple[Mapping[str, Any], int]]
    unknown: int
    unknown_address: str


async def lacking(page: PageRequest, listed: Pairs, summary: Mapping[str, Any]) -> Lacking:
    found = summary["shortfall"]
    largest = [
        (await page.interior.get(f"/v1/systems/{each['systemId']}"), each["missingDkk"])
        for each in found["largest"][:_LARGEST]
    ]
    unknown = address("/systemer", [*listed, ("fundingState", FundingState.UNKNOWN.value)])
    return Lacking(found["missingDkk"], largest, summary["funding"]["unknown"], unknown)
