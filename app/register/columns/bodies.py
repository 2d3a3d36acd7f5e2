"""Bodies of cards that were read last, each under its revision."""

from collections.abc import Iterable
from threading import Lock

#: What a body costs besides its bytes.
_AROUND = 200


class Bodies:
    """At most so many bytes of them; those that came first go first."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: dict[str, tuple[int, bytes]] = {}
        self._size = 0
        self._lock = Lock()

    def of(self, asked: Iterable[tuple[str, int]]) -> list[bytes | None]:
        """The body of each system, where it is kept of just that revision."""
        kept, nothing = self._kept, (-1, None)
        found = [(kept.get(system_id, nothing), revision) for system_id, revision in asked]
        return [body if own == revision else None for (own, body), revision in found]

    def keep(self, bodies: Iterable[tuple[str, int, bytes]]) -> None:
        """Each with its system and its revision."""
        with self._lock:
            for system_id, revision, body in bodies:
                self._drop(system_id)
                self._kept[system_id] = revision, body
                self._size += len(body) + _AROUND
            while self._size > self._limit:
                self._drop(next(iter(self._kept)))

    def forget(self) -> None:
        """All of them."""
        with self._lock:
            self._kept.clear()
            self._size = 0

    def _drop(self, system_id: str) -> None:
        dropped = self._kept.pop(system_id, None)
        if dropped is not None:
            self._size -= len(dropped[1]) + _AROUND
