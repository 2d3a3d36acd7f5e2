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

#: How long a thread sleeps before it looks again whether to go on waiting.
_LOOK_SECONDS = 0.1
#: How often a process asks for a lock that another one holds; a write takes some milliseconds.
_ASK_SECONDS = 0.002


class WaitingLine:
    """The line of one process's threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: deque[Event] = deque()
        self._taken = False

    def enter(self, go_on: Callable[[], None]) -> None:
        """Returns when it is this thread's turn. `go_on` is asked now and then, and raises where nobody should wait."""
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            mine = Event()
            self._waiting.append(mine)
        try:
            go_on()
            while not mine.wait(_LOOK_SECONDS):
                go_on()
        except BaseException:
            with self._lock:
                if not mine.is_set():
                    self._waiting.remove(mine)
                    raise
            self.leave()
            raise

    def leave(self) -> None:
        """Let the next one in."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
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
