"""Who waits to write gets in before whoever comes later, in a process and between processes."""

from pathlib import Path
from threading import Event, Thread
from time import sleep

import pytest

from app.core.turns import Turnstile, WaitingLine
from tests.support.together import until

#: For what would never happen.
SECONDS = 20


def never_mind() -> None:
    """Wait for as long as it takes."""


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


def test_an_errand_may_be_done_in_the_turn_of_another() -> None:
    line, answers = WaitingLine[str](), dict[str, bool]()
    line.enter("first", never_mind)
    threads = []
    for number, errand in enumerate(("second", "third", "fourth"), start=1):
        threads.append(Thread(target=lambda errand=errand: answers.update({errand: line.enter(errand, never_mind)})))
        threads[-1].start()
        _until_so_many_wait(line, number)
    assert line.take_along(lambda errand: errand == "third") is None
    assert [line.take_along(bool) for _ in range(2)] == ["second", "third"]
    line.put_back()
    assert not answers
    line.leave()
    until(lambda: len(answers) == 2)
    assert answers == {"second": False, "third": True}
    line.leave()
    for thread in threads:
        thread.join(SECONDS)
    assert answers == {"second": False, "third": True, "fourth": True}


def test_whoever_gives_up_too_late_learns_that_the_errand_is_done() -> None:
    """To be told that nothing was done would be a lie."""
    line, answers, patient = WaitingLine[str](), list[bool](), Event()
    line.enter("first", never_mind)

    def give_up() -> None:
        if patient.is_set():
            raise TimeoutError

    thread = Thread(target=lambda: answers.append(line.enter("second", give_up)))
    thread.start()
    _until_so_many_wait(line, 1)
    assert line.take_along(bool) == "second"
    patient.set()
    # Longer than it looks away.
    sleep(0.3)
    assert answers == []
    line.leave()
    thread.join(SECONDS)
    assert answers == [False]


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
