"""Who waits to write gets in before whoever comes later, in a process and between processes."""

from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

import pytest

from app.core.turns import Turnstile, WaitingLine

#: For what would never happen.
SECONDS = 20


def never_mind() -> None:
    """Wait for as long as it takes."""


def until(told: Callable[[], bool]) -> None:
    end = monotonic() + SECONDS
    while not told():
        assert monotonic() < end
        sleep(0.001)


def _until_so_many_wait(line: WaitingLine[str], number: int) -> None:
    until(lambda: len(line._waiting) == number)


def test_threads_get_in_in_the_order_in_which_they_came() -> None:
    line, order = WaitingLine[str](), list[int]()
    line.enter("", never_mind)

    def work(number: int) -> None:
        line.enter("", never_mind)
        order.append(number)
        line.leave()

    threads = []
    for number in range(8):
        threads.append(Thread(target=work, args=(number,)))
        threads[-1].start()
        _until_so_many_wait(line, number + 1)
    line.leave()
    for thread in threads:
        thread.join(SECONDS)
    assert order == list(range(8))
    line.enter("", never_mind)


def test_whoever_gives_up_leaves_the_line_to_the_others() -> None:
    line = WaitingLine[str]()
    line.enter("", never_mind)

    def enough() -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        line.enter("", enough)
    line.leave()
    line.enter("", never_mind)


def test_a_process_that_waits_comes_before_the_one_that_has_just_written(tmp_path: Path) -> None:
    order = list[str]()
    stop, waiting = Event(), Event()
    one, other = Turnstile(tmp_path / "register.db"), Turnstile(tmp_path / "register.db")

    def write_again_and_again() -> None:
        while not stop.is_set():
            with one.passed(SECONDS):
                order.append("one")
                waiting.wait(SECONDS)
                # The other one asks every few milliseconds, and holds the place in front by now.
                sleep(0.05)

    busy = Thread(target=write_again_and_again)
    busy.start()
    until(lambda: bool(order))
    waiting.set()
    with other.passed(SECONDS):
        order.append("other")
    stop.set()
    busy.join(SECONDS)
    assert order.index("other") <= 2, order
    one.close()
    other.close()


def test_a_turn_that_does_not_come_is_given_up_and_blocks_nobody(tmp_path: Path) -> None:
    one, other = Turnstile(tmp_path / "register.db"), Turnstile(tmp_path / "register.db")
    with one.passed(SECONDS), pytest.raises(TimeoutError), other.passed(0.01):
        pytest.fail("two at once")
    with other.passed(SECONDS):
        pass
    with one.passed(SECONDS):
        pass
