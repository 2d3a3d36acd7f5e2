"""Whether writes are possible, as the operator's tools ask: probed at most once a second, judged over half a minute."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from time import monotonic

from app.core.write_probe import Writability, attempt_write
from app.register.register import Register

#: How long writes may fail in a row before the register counts as not ready, in seconds.
PATIENCE = 30.0
#: A probe is no older than this when its result is given again, in seconds.
_FRESH = 1.0


class Ability(StrEnum):
    """`BUSY`: a write of the register itself is under way, and others wait for it."""

    OK = "ok"
    BUSY = "busy"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class Writes:
    """`lasting`: they have failed for so long that it does not pass by itself."""

    ability: Ability
    lasting: bool = False


class Readiness:
    """Remembers since when writes fail.

    A long import holds the lock and is no failure. This process knows its own writes; PostgreSQL tells of another
    process whether it works in its transaction; SQLite does not, so that an import by another process which holds
    the file for longer than PATIENCE counts as failing here until it ends.
    """

    def __init__(self, register: Register, now: Callable[[], float] = monotonic) -> None:
        self.now = now
        self._register = register
        self._turn = Lock()
        self._probed_at: float | None = None
        self._ability = Ability.OK
        self._failing_since: float | None = None

    def writes(self) -> Writes:
        """Waits for a moment at most, and never for the writers' lock."""
        with self._turn:
            now = self.now()
            if self._probed_at is None or now - self._probed_at >= _FRESH:
                self._probed_at, self._ability = now, self._probe()
                if self._ability is not Ability.FAILING:
                    self._failing_since = None
                elif self._failing_since is None:
                    self._failing_since = now
            lasting = self._failing_since is not None and now - self._failing_since >= PATIENCE
            return Writes(self._ability, lasting)

    def _probe(self) -> Ability:
        if self._register.is_writing:
            return Ability.BUSY
        match attempt_write(self._register.database):
            case Writability.OK:
                return Ability.OK
            case Writability.BUSY:
                return Ability.BUSY
            case _:
                return Ability.FAILING
