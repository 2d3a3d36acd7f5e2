"""Work that a thread does again and again beside the requests, until the process ends."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from logging import Logger
from threading import Event, Thread

from sqlalchemy.exc import SQLAlchemyError

#: How long the end of a process waits for the last round.
_LAST_SECONDS = 5.0


def go_round(stop: Event, seconds: float, work: Callable[[], None], log: Logger, failing: str) -> None:
    """Work every so many seconds until `stop` is set, and then once more.

    While the database is busy or away that is said once, in the words of `failing`, and tried again.
    """
    fails = False
    while True:
        last = stop.wait(seconds)
        try:
            work()
            fails = False
        except SQLAlchemyError as error:
            if not fails:
                log.warning("%s: %s", failing, error)
            fails = True
        if last:
            return


@contextmanager
def in_thread(name: str, run: Callable[[Event], None]) -> Iterator[None]:
    """Run in a thread of that name until the end."""
    stop = Event()
    # A daemon: a database that hangs does not keep the process from ending.
    thread = Thread(target=run, args=(stop,), name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(_LAST_SECONDS)
