"""How many rows match, remembered between the pages of a list: to count costs more than to read a page."""

from collections.abc import Callable, Hashable

from app.register.standing import Standing

_KEPT = 200


class Totals:
    """What was counted under one standing; forgotten as a whole when the register moves on."""

    def __init__(self) -> None:
        self._standing: Standing | None = None
        self._kept: dict[Hashable, int] = {}

    def of(self, standing: Standing, question: Hashable, count: Callable[[], int]) -> int:
        """The number, counted at most once for each question. `standing`: that of the snapshot that is counted in."""
        if standing != self._standing:
            self._standing, self._kept = standing, {}
        kept = self._kept
        total = kept.get(question)
        if total is None:
            total = count()
            if len(kept) >= _KEPT:
                kept.clear()
            kept[question] = total
        return total
