"""Processes that assess systems for the one that writes.

To assess reads alone, and takes nearly all of an evaluation's time; what comes of it is no more than what differs.
Python works on one processor at a time, so each helper is a process of its own, with a connection of its own. It sees
what was committed before it began: the writer holds the register's lock by then, so nothing else is until it is done.
"""

import logging
import os
import pickle
import subprocess
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import cycle

from sqlalchemy import func, select
from sqlmodel import Session

from app.core.prepared import read
from app.core.processes import command
from app.models import System
from app.register.assessing import Assessed
from app.register.helper import HelperTask

#: Systems for which it is worth while to begin processes: to begin takes as long as some thousand systems do.
WORTH_WHILE = 5_000
#: More would wait for the one that writes.
_MOST = 8
#: Pieces that each helper is given ahead. Their ids must fit into a pipe: nobody reads while they are handed over.
_AHEAD = 3
_NUMBER = select(func.count()).select_from(System.__table__)  # type: ignore[attr-defined]
_log = logging.getLogger(__name__)
Assess = Callable[[list[str]], Assessed]


def processors() -> int:
    """That this process may use, where the system tells; else all."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def begun(session: Session, task: HelperTask, processes: int) -> "Iterator[Helpers | None]":
    """Helpers that begin at once, where there is enough to do for so many processes; gone at the end.

    Of a transaction that holds the register's lock, and has written nothing yet.
    """
    if processes < 2 or read(session.connection(), _NUMBER, {})[0][0] < WORTH_WHILE:  # noqa: PLR2004 - one is no help
        yield None
        return
    with ExitStack() as stack:
        yield Helpers([stack.enter_context(_helper(task)) for _ in range(min(processes, _MOST))])


class Helpers:
    """Those that have begun."""

    def __init__(self, helpers: "Sequence[_Helper]") -> None:
        self._helpers = helpers

    def each_assessed(self, pieces: Iterable[list[str]], here: Assess) -> Iterator[Assessed]:
        """What comes of each piece, in their order; what a helper cannot do is done `here`."""
        handed: deque[tuple[_Helper, list[str]]] = deque()
        for helper, piece in zip(cycle(self._helpers), pieces, strict=False):
            helper.give(piece)
            handed.append((helper, piece))
            if len(handed) > _AHEAD * len(self._helpers):
                yield _taken(*handed.popleft(), here)
        while handed:
            yield _taken(*handed.popleft(), here)


class _Helper:
    """The writer's end. What it is given it answers in the same order."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None  # noqa: S101 - for mypy: both are pipes
        assert process.stdout is not None  # noqa: S101 - the same
        self._given, self._answers = process.stdin, process.stdout

    def give(self, what: HelperTask | list[str]) -> None:
        """Whoever is gone is found out when the answer is missing."""
        with suppress(BrokenPipeError):
            pickle.dump(what, self._given, pickle.HIGHEST_PROTOCOL)
            self._given.flush()

    def forget(self) -> None:
        """What it was given, and was gone before it read."""
        with suppress(BrokenPipeError):
            self._given.close()

    def answer(self) -> Assessed:
        """Raises EOFError where it is gone."""
        found: Assessed = pickle.load(self._answers)  # noqa: S301 - our own code's
        return found


@contextmanager
def _helper(task: HelperTask) -> Iterator[_Helper]:
    """One that begins at once, and is gone afterwards."""
    with subprocess.Popen(  # noqa: S603 - our own interpreter and our own code
        command("app.register.helper"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # A key that is pressed is meant for the writer: its end is theirs.
        start_new_session=True,
    ) as process:
        helper = _Helper(process)
        helper.give(task)
        try:
            yield helper
        finally:
            process.kill()
            helper.forget()


def _taken(helper: _Helper, piece: list[str], here: Assess) -> Assessed:
    try:
        return helper.answer()
    except (EOFError, pickle.UnpicklingError):
        _log.warning("a helper has ended; its systems are assessed without it")
        return here(piece)
