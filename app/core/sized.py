"""What was worked out last, kept in memory up to so many bytes."""

from collections.abc import Hashable
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

    def keep(self, key: K, value: V, size: int) -> None:
        """The value, of `size` bytes, instead of an earlier one; one for which there is no room at all is left out."""
        with self._lock:
            self._drop(key)
            if size > self._limit:
                return
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
        _, size = self._kept.pop(key, (None, 0))
        self._size -= size
