"""How long a large write still takes, so that others are told at once instead of being kept waiting."""

from dataclasses import dataclass, field
from time import monotonic
from typing import Self

from app.core.errors import Unavailable
from app.core.languages import Text

#: Seconds a row takes in all, until the write itself tells: on a small server. And one that was worked out before.
_SECONDS, _PREPARED_SECONDS = 0.004, 0.0005
#: Which part of a write is done when its rows are, and which is left for the journal; between them is the evaluation of
#: what it touches.
_ROWS_SHARE, _JOURNAL_SHARE = 0.2, 0.1
#: Rows before the write's own speed says more than the guess.
_ENOUGH = 1000
#: How much longer a write takes that has taken longer than expected, as a part of what it took.
_OVERDUE = 0.1


@dataclass(slots=True)
class Pace:
    """Of one write, from when it holds the lock. `rows` are written in all, and `done` so far.

    `seconds`: what one takes, until the write itself tells. Without rows it is the evaluation that takes long: of a new
    policy, of another organisation, of a new day.
    """

    rows: int = 0
    seconds: float = _SECONDS
    done: int = 0
    _began: float = field(default_factory=monotonic)
    _expected: float | None = None

    @classmethod
    def of_prepared(cls, rows: int) -> Self:
        """Of a write that was worked out before: its rows are written at once, and then what its systems come to."""
        return cls(rows, _PREPARED_SECONDS)

    def advance(self, rows: int) -> None:
        self.done += rows
        if self.done >= _ENOUGH:
            self._reach(_ROWS_SHARE * self.done / self.rows)

    def evaluated(self, done: int, total: int) -> None:
        """So many of the systems that the write touches."""
        if total >= _ENOUGH:
            before = _ROWS_SHARE if self.rows else 0.0
            self._reach(before + (1 - before - _JOURNAL_SHARE) * done / total)

    def _reach(self, share: float) -> None:
        self._expected = (monotonic() - self._began) / share

    @property
    def remaining(self) -> float:
        """Seconds, as far as can be told."""
        taken = monotonic() - self._began
        expected = self.rows * self.seconds if self._expected is None else self._expected
        return max(expected - taken, taken * _OVERDUE)


def busy(seconds: int) -> Unavailable:
    """For whoever is not waited for. `seconds`: what a large write still takes; 0: nobody knows."""
    if not seconds:
        return Unavailable(
            Text(
                "Other writes are taking long. Try again.", da="Andre er ved at skrive i registret. Prøv igen om lidt."
            )
        )
    return Unavailable(
        Text(
            f"A large write is going on. Try again in {seconds} s.",
            da=f"Registret er ved at gemme en stor ændring. Prøv igen om {seconds} sekunder.",
        ),
        retry_after=seconds,
    )
