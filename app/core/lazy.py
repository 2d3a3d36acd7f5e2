"""Values that are worked out when they are asked for, and kept with their object."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801 - a decorator
    """`functools.cached_property` as Python 3.12 has it: without a lock.

    The lock of Python 3.11 is one for all objects of a class. Threads that held a connection waited for it, and the
    thread that had it waited for a connection.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type[Any]) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type[Any]) -> T: ...
    def __get__(self, instance: object | None, owner: type[Any]) -> Self | T:
        if instance is None:
            return self
        # What stands there is found before this is asked again.
        made: T = instance.__dict__.setdefault(self._name, self._make(instance))
        return made
