"""Bodies of cards that were read last: today's each under its system, those of the past under what was known."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import cast

from app.core.sized import Sized

#: What a body costs besides its bytes.
_AROUND = 200


class Bodies:
    """At most so many bytes of them."""

    def __init__(self, limit: int) -> None:
        self._kept: Sized[Hashable, tuple[int, bytes]] = Sized(limit)

    def of(self, keys: Iterable[Hashable], revisions: Iterable[int]) -> list[bytes | None]:
        """The body with each key, where it is kept of just that revision."""
        kept = self._kept.get_each(keys)
        return [
            one[1] if one is not None and one[0] == revision else None
            for one, revision in zip(kept, revisions, strict=True)
        ]

    def completed(
        self, keys: Sequence[Hashable], revisions: Sequence[int], read: Callable[[Sequence[int]], Iterable[bytes]]
    ) -> list[bytes]:
        """The same of all: `read` gives those at the places where none is kept, and they are kept."""
        found = self.of(keys, revisions)
        if None in found:
            places = [place for place, body in enumerate(found) if body is None]
            for place, body in zip(places, read(places), strict=True):
                found[place] = body
            self.keep((keys[place], revisions[place], cast("bytes", found[place])) for place in places)
        return cast("list[bytes]", found)

    def keep(self, bodies: Iterable[tuple[Hashable, int, bytes]]) -> None:
        """Each with its key and its revision."""
        self._kept.keep_each((key, (revision, body), len(body) + _AROUND) for key, revision, body in bodies)

    def forget(self) -> None:
        """All of them."""
        self._kept.forget()
