"""Bodies of cards that were read last, each under its revision."""

from collections.abc import Iterable

from app.core.sized import Sized

#: What a body costs besides its bytes.
_AROUND = 200


class Bodies:
    """At most so many bytes of them."""

    def __init__(self, limit: int) -> None:
        self._kept: Sized[str, tuple[int, bytes]] = Sized(limit)

    def of(self, asked: Iterable[tuple[str, int]]) -> list[bytes | None]:
        """The body of each system, where it is kept of just that revision."""
        get, nothing = self._kept.get, (-1, None)
        found = [(get(system_id) or nothing, revision) for system_id, revision in asked]
        return [body if own == revision else None for (own, body), revision in found]

    def keep(self, bodies: Iterable[tuple[str, int, bytes]]) -> None:
        """Each with its system and its revision."""
        for system_id, revision, body in bodies:
            self._kept.keep(system_id, (revision, body), len(body) + _AROUND)

    def forget(self) -> None:
        """All of them."""
        self._kept.forget()
