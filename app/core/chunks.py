"""Cutting what is long into pieces that a statement, or the memory, can take. Pure."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def chunks(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of `size`, the last one shorter, in the order of the things; read as they are wanted."""
    remaining = iter(things)
    while chunk := list(islice(remaining, size)):
        yield chunk
