"""Waiting in line to write: first come, first served within a process, and processes take turns.

Locks of threads and of SQLite go to whoever asks at the right moment. Under load someone then waits for ever.
"""

import fcntl
import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock
from time import monotonic, sleep
from typing import Generic, TypeVar

T = TypeVar("T")

#: How long a thread sleeps before it looks again whether to go on waiting.
_LOOK_SECONDS = 0.1
#: How often a process asks for a lock that another one holds; a write takes some milliseconds.
_ASK_SECONDS = 0.002


class _Waiting(Generic[T]):
    """Someone in the line, with what they are to do."""

    def __init__(self, errand: T) -> None:
        self.errand = errand
        self.called = Event()
        self.is_done = False


class WaitingLine(Generic[T]):
    """The line of one process's threads. Whoever's turn it is may do errands of those who wait."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: deque[_Waiting[T]] = deque()
        self._taken_along: list[_Waiting[T]] = []
        self._taken = False

    def enter(self, errand: T, go_on: Callable[[], None]) -> bool:
        """Returns when it is this thread's turn, or (False) when somebody else has done the errand.

        `go_on` is asked now and then, and raises where nobody should wait.
        """
        with self._lock:
            if not self._taken:
                self._taken = True
                return True
            mine = _Waiting(errand)
            self._waiting.append(mine)
        try:
            go_on()
            while not mine.called.wait(_LOOK_SECONDS):
                go_on()
        except BaseException:
            if self._gives_up(mine):
                raise
        return not mine.is_done

    def _gives_up(self, mine: _Waiting[T]) -> bool:
        """Whether it is not too late to: an errand that was taken along will be done in a moment."""
        with self._lock:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return True
        mine.called.wait()
        if mine.is_done:
            return False
        self.leave()
        return True

    def take_along(self, may_come: Callable[[T], bool]) -> T | None:
        """The errand of the first one who waits, where it may be done in this turn."""
        with self._lock:
            if not self._waiting or not may_come(self._waiting[0].errand):
                return None
            self._taken_along.append(self._waiting.popleft())
            return self._taken_along[-1].errand

    def put_back(self) -> None:
        """The errand that was taken along last must wait for its own turn, which is the next."""
        with self._lock:
            self._waiting.appendleft(self._taken_along.pop())

    def leave(self) -> None:
        """Those whose errands were taken along may go, and the next one may come in."""
        with self._lock:
            for done in self._taken_along:
                done.is_done = True
                done.called.set()
            self._taken_along = []
            if self._waiting:
                self._waiting.popleft().called.set()
            else:
                self._taken = False


class Turnstile:
    """Two locks on files beside a database that several processes write to, gone with the process that holds them.

    Whoever waits holds the place in front; whoever has just written finds it taken, and comes after. One thread of a
    process uses it at a time.
    """

    def __init__(self, database: Path) -> None:
        self._front = Path(f"{database}-next")
        self._inside = Path(f"{database}-turn")
        self._opened: tuple[int, int] | None = None

    @contextmanager
    def passed(self, seconds: float) -> Iterator[None]:
        """Raises TimeoutError where the turn does not come in so many seconds."""
        if self._opened is None:
            self._opened = _open(self._front), _open(self._inside)
        front, inside = self._opened
        until = monotonic() + seconds
        _lock(front, until)
        try:
            _lock(inside, until)
        finally:
            fcntl.flock(front, fcntl.LOCK_UN)
        try:
            yield
        finally:
            fcntl.flock(inside, fcntl.LOCK_UN)

    def close(self) -> None:
        for opened in self._opened or ():
            os.close(opened)
        self._opened = None


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)


def _lock(opened: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() > until:
                raise TimeoutError from None
            sleep(_ASK_SECONDS)
        else:
            return
