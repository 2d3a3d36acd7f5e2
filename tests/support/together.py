"""Having several write at once, in an order that the test knows."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from time import monotonic, sleep
from typing import Any, TypeVar

from sqlalchemy import event

from app.core.turns import WaitingLine
from tests.support.api import Api

T = TypeVar("T")
_SECONDS = 20


def at_once(api: Api, *asks: Callable[[], T]) -> list[T]:
    """What each was answered: they begin while another write is on, and wait in the order in which they are given.

    Who is refused without waiting is out of the way.
    """
    line = api.register._queue._line
    line.enter(None, lambda: None)
    with ThreadPoolExecutor(len(asks)) as pool:
        answers = []
        try:
            for ask in asks:
                before = len(line._waiting)
                answers.append(pool.submit(ask))
                until(partial(_has_come, line, before, answers[-1]))
        finally:
            line.leave()
        return [answer.result() for answer in answers]


def _has_come(line: WaitingLine[Any], before: int, answer: Future[Any]) -> bool:
    return len(line._waiting) > before or answer.done()


def until(told: Callable[[], bool]) -> None:
    """Wait, and fail where it never comes."""
    end = monotonic() + _SECONDS
    while not told():
        assert monotonic() < end
        sleep(0.001)


@contextmanager
def commits(api: Api) -> Iterator[list[None]]:
    """One for each transaction that was committed inside the `with`."""
    found: list[None] = []

    def note(_connection: object) -> None:
        found.append(None)

    engine = api.register.database.engine
    event.listen(engine, "commit", note)
    try:
        yield found
    finally:
        event.remove(engine, "commit", note)
