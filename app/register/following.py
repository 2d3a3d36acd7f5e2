"""Keeping the register at today, and at this release, without those who read waiting for it."""

import logging
from collections.abc import Awaitable, Callable
from threading import Lock, Thread
from time import monotonic

from anyio import to_thread
from sqlalchemy.exc import DBAPIError

from app.core.errors import ApplicationError
from app.register.register import Register

#: Called when a request meets a register that is not current.
Follow = Callable[[], Awaitable[None]]
#: How long after a failure the next try comes, at the earliest.
PAUSE_SECONDS = 5.0
#: What the thread is called.
THREAD = "follow-the-day"
log = logging.getLogger(__name__)


def at_once(register: Register) -> Follow:
    """Has the request wait for the evaluation: for tests, and where nobody else reads or writes."""

    async def follow() -> None:
        await to_thread.run_sync(register.follow_the_day)

    return follow


class InBackground:
    """Has a thread of its own evaluate, one at a time in a process; requests go on with what there is.

    Of several processes one evaluates; the others wait for the register's lock in their threads, and find it done.
    """

    def __init__(self, register: Register) -> None:
        self._register = register
        self._turn = Lock()
        self._not_before = 0.0

    async def __call__(self) -> None:
        if monotonic() < self._not_before or not self._turn.acquire(blocking=False):
            return
        # A daemon: an evaluation that the end of the process cuts off is taken back, and done by the next one.
        Thread(target=self._evaluate, name=THREAD, daemon=True).start()

    def _evaluate(self) -> None:
        try:
            self._register.follow_the_day()
        except Exception as error:
            passing = isinstance(error, ApplicationError | DBAPIError)
            log.warning("the register is not evaluated yet, and will be tried again: %s", error, exc_info=not passing)
            self._not_before = monotonic() + PAUSE_SECONDS
        finally:
            self._turn.release()
