"""Addresses of pages, and of lists under a filter."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from urllib.parse import urlencode

from app.vocabulary import Lifecycle

Pairs = Sequence[tuple[str, str]]

#: What the figures of the front page are about.
IN_USE: Pairs = tuple(("lifecycle", state.value) for state in Lifecycle if state.in_use)

#: Single filters of the addresses that pages led to last.
_KEPT = 1024


def address(path: str, pairs: Iterable[tuple[str, str]] = ()) -> str:
    """The path with the keys; none without a value."""
    query = "&".join([_encoded(name, value) for name, value in pairs if value != ""])
    return f"{path}?{query}" if query else path


@lru_cache(_KEPT)
def _encoded(name: str, value: str) -> str:
    """Kept: a page leads to dozens of lists, whose filters are mostly the same."""
    return urlencode([(name, value)])


def without(pairs: Iterable[tuple[str, str]], *names: str) -> list[tuple[str, str]]:
    """The keys but for those."""
    return [(name, value) for name, value in pairs if name not in names]


def toggled(pairs: Iterable[tuple[str, str]], name: str, value: str) -> list[tuple[str, str]]:
    """With the value, or without it where it was there; always from the first page on."""
    kept = without(pairs, "cursor")
    if (name, value) in kept:
        return [pair for pair in kept if pair != (name, value)]
    return [*kept, (name, value)]
