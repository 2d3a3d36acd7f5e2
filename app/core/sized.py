"""What was worked out last, kept in memory up to so many bytes."""

from collections.abc import Hashable, Iterable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Sized(Generic[K, V]):
    """The values that came last; those that came first go first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: dict[K, tuple[V, int]] = {}
        self._size = 0
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        kept = self._kept.get(key)
        return None if kept is None else kept[0]

    def get_each(self, keys: Iterable[K]) -> list[V | None]:
        """As `get`, of many."""
        get, nothing = self._kept.get, (None, 0)
        return [get(key, nothing)[0] for key in keys]

    def keep(self, key: K, value: V, size: int) -> None:
        """The value, of `size` bytes, instead of an earlier one; one for which there is no room at all is left out."""
        self.keep_each([(key, value, size)])

    def keep_each(self, found: Iterable[tuple[K, V, int]]) -> None:
        """As `keep`, of many."""
        with self._lock:
            for key, value, size in found:
                self._drop(key)
                if size <= self._limit:
                    self._kept[key] = value, size
                    self._size += size
            while self._size > self._limit:
                self._drop(next(iter(self._kept)))

    def forget(self) -> None:
        """All of them."""
        with self._lock:
            self._kept.clear()
            self._size = 0

    def _drop(self, key: K) -> None:
        self._size -= self._kept.pop(key, (None, 0))[1]
