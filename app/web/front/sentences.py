"""What is wrong with the register's systems, in a sentence whose every number is a link to exactly those systems."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.web.addresses import Pairs, address
from app.web.words import PageWords


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """`text`: `10 ejes for lavt`."""

    text: str
    address: str


def shortcomings(words: PageWords, summary: Mapping[str, Any], listed: Pairs) -> list[Shortcoming]:
    """Those that there are, the worst first."""
    flagged = {row["rule"]: row["flagged"] for row in summary["findings"]["byRule"]}
    funding = summary["funding"]
    short = funding["underfunded"] + funding["unfunded"]
    found: list[tuple[int, Callable[[int], str], Pairs]] = [
        (
            flagged.get("OWN003", 0),
            lambda n: words.count("%(number)s ejes for lavt", "%(number)s ejes for lavt", n),
            [("rule", "OWN003")],
        ),
        (
            flagged.get("OWN001", 0),
            lambda n: words.count("%(number)s har ingen ejer", "%(number)s har ingen ejer", n),
            [("rule", "OWN001")],
        ),
        (
            flagged.get("OWN002", 0),
            lambda n: words.count("%(number)s ejes af en ubesat stilling", "%(number)s ejes af ubesatte stillinger", n),
            [("rule", "OWN002")],
        ),
        (
            short,
            lambda n: words.count(
                "%(number)s har for få eller ingen penge i år", "%(number)s har for få eller ingen penge i år", n
            ),
            [("fundingState", "underfunded"), ("fundingState", "unfunded")],
        ),
        (
            funding["unknown"],
            lambda n: words.count(
                "for %(number)s ved ingen, om der er penge", "for %(number)s ved ingen, om der er penge", n
            ),
            [("fundingState", "unknown")],
        ),
        (
            flagged.get("DUT004", 0),
            lambda n: words.count(
                "%(number)s har en tvist, der ikke er afgjort i tide",
                "%(number)s har tvister, der ikke er afgjort i tide",
                n,
            ),
            [("rule", "DUT004")],
        ),
    ]
    return [Shortcoming(say(number), address("/systemer", [*listed, *pairs])) for number, say, pairs in found if number]
