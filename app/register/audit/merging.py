"""Two streams in the order of their keys as one, so that neither has to be held in memory. Pure."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

L = TypeVar("L")
R = TypeVar("R")


def merged(left: Iterable[tuple[str, L]], right: Iterable[tuple[str, R]]) -> Iterator[tuple[str, L | None, R | None]]:
    """Every key once, with what each side has under it, or None. Keys are unique and ascend in both."""
    lefts, rights = iter(left), iter(right)
    one, other = next(lefts, None), next(rights, None)
    while one is not None or other is not None:
        if one is not None and (other is None or one[0] < other[0]):
            yield one[0], one[1], None
            one = next(lefts, None)
        elif other is not None and (one is None or other[0] < one[0]):
            yield other[0], None, other[1]
            other = next(rights, None)
        elif one is not None and other is not None:
            yield one[0], one[1], other[1]
            one, other = next(lefts, None), next(rights, None)
