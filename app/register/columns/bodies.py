"""Bodies of cards that were read last, each under its revision."""

from collections.abc import Iterable

from app.core.sized import Sized

#: What a body costs besides its bytes.
_AROUND = 200


class Bodies:
    """At most so many bytes of them."""

    def __init__(self, limit: int) -> None:
        self._kept: Sized[str, tuple[int, bytes]] = Sized(limit)

    def of(self, system_ids: Iterable[str], revisions: Iterable[int]) -> list[bytes | None]:
        """The body of each system, where it is kept of just that revision."""
        kept = self._kept.get_each(system_ids)
        return [
            one[1] if one is not None and one[0] == revision else None
            for one, revision in zip(kept, revisions, strict=True)
        ]

    def keep(self, bodies: Iterable[tuple[str, int, bytes]]) -> None:
        """Each with its system and its revision."""
        self._kept.keep_each((system_id, (revision, body), len(body) + _AROUND) for system_id, revision, body in bodies)

    def forget(self) -> None:
        """All of them."""
        self._kept.forget()
