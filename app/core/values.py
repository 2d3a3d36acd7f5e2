"""Classes of values that nobody changes, and that cost no more than they hold."""

import dataclasses
from collections.abc import Callable
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def value(*, slots: bool = True) -> Callable[[type[T]], type[T]]:
    """A frozen dataclass to whoever checks types; when the program runs, nothing holds it frozen.

    `slots`: not for a class that works something out when it is asked for (`app/core/lazy.py`).

    A dataclass that is frozen when the program runs sets each field by a call of its own. An evaluation makes some
    eighty of them for each system, and a twelfth of its time went there.
    """
    return dataclasses.dataclass(slots=slots, unsafe_hash=True)
