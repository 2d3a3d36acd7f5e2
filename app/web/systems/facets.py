"""Counts beside the list: what it can be narrowed by, and to what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.web.addresses import address, toggled
from app.web.words import PageWords, upper_first

#: Keys of filters, in the order in which they stand on the page.
FACETS = ("criticality", "lifecycle", "fundingState", "personalData", "rule")
_MOST = 12
_RANKS = {key: place for place, key in enumerate(FACETS)}


@dataclass(frozen=True, slots=True)
class FacetChoice:
    text: str
    total: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    key: str
    title: str
    choices: list[FacetChoice]


def facet_groups(
    words: PageWords,
    counted: Mapping[str, Sequence[Mapping[str, Any]]],
    here: list[tuple[str, str]],
    titles: Mapping[str, str],
) -> list[FacetGroup]:
    """Each with the values that occur, and those that are chosen."""
    groups = []
    for key in FACETS:
        total = {str(found["value"]): found["total"] for found in counted.get(key, ()) if found["value"] is not None}
        for name, value in here:
            if name == key:
                total.setdefault(value, 0)
        choices = [
            FacetChoice(
                _text(words, key, value, titles),
                number,
                address("/systemer", toggled(here, key, value)),
                (key, value) in here,
            )
            for value, number in total.items()
        ]
        if choices:
            groups.append(FacetGroup(key, _title(words, key), choices[:_MOST]))
    return groups


def _title(words: PageWords, key: str) -> str:
    return {
        "criticality": words.say("Kritikalitet"),
        "lifecycle": words.say("Status"),
        "fundingState": words.say("Penge til drift"),
        "personalData": words.say("Personoplysninger"),
        "rule": words.say("Fund"),
    }[key]


def _text(words: PageWords, key: str, value: str, titles: Mapping[str, str]) -> str:
    return words.danish(titles.get(value, value)) if key == "rule" else upper_first(words.word(key, value))
