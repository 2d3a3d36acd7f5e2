"""Who writes next in this process, and what those who wait are told of how long it takes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil
from time import monotonic

from app.core.turns import WaitingLine
from app.register.pace import Pace, busy
from app.register.writes import PendingWrite

#: Seconds that someone waits for a write that says how long it takes; above that they are told to come back.
_WORTH_WAITING = 10.0


class WriteQueue:
    """The threads of a process take turns before they ask the database: those who wait hold no connection.

    `seconds`: gives how long anyone waits at most.
    """

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._line: WaitingLine[PendingWrite | None] = WaitingLine()
        self._pace: Pace | None = None

    @contextmanager
    def turn(self, write: PendingWrite | None) -> Iterator[bool]:
        """Gives whether it is this thread's turn, or the write has been done in another's.

        Raises Unavailable when neither comes in time.
        """
        is_mine = self._line.enter(write, self._patience())
        try:
            yield is_mine
        finally:
            if is_mine:
                self._line.leave()

    def take_along(self, most: int) -> list[PendingWrite]:
        """The writes of those who wait first, as long as they may be done together with others."""
        found = list[PendingWrite]()
        while len(found) < most:
            write = self._line.take_along(lambda waiting: waiting is not None and waiting.is_sociable)
            if write is None:
                break
            found.append(write)
        return found

    def put_back(self, number: int) -> None:
        """So many that were taken along last wait for their own turns, in their order."""
        for _ in range(number):
            self._line.put_back()

    def announce(self, pace: Pace | None) -> None:
        """How fast goes what is being written, so that others are told how long they would wait; None: nobody knows."""
        self._pace = pace

    def evaluated(self, done: int, total: int) -> None:
        """So many of the systems that the write touches."""
        if self._pace is None:
            self._pace = Pace()
        self._pace.evaluated(done, total)

    def _patience(self) -> Callable[[], None]:
        """Raises Unavailable after a while, or where whoever writes is known to take longer than anyone waits."""
        until = monotonic() + self._seconds()

        def go_on() -> None:
            pace, left = self._pace, until - monotonic()
            seconds = 0.0 if pace is None else pace.remaining
            if left <= 0 or seconds > min(left, _WORTH_WAITING):
                raise busy(ceil(seconds))

        return go_on
