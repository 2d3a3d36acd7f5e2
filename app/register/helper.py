"""The process that assesses systems for another: pieces on standard input, what comes of each on standard output.

Both are pickled: both ends are this program. It ends when its input does, be the writer done or gone.
"""

import pickle
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from app.core.config import Settings
from app.core.database import Database
from app.core.memory import economise
from app.register.assessing import assess
from app.register.loading import load_organisation
from app.register.policy import current_policy


@dataclass(frozen=True, slots=True)
class HelperTask:
    """Where the register is, which day it is, and when the write is made that it is done for."""

    settings: Settings
    day: date
    at: datetime


def run() -> None:
    """A task, and then pieces: lists of the ids of systems."""
    economise()
    # Whatever is printed must not come between the answers.
    given, answers, sys.stdout = sys.stdin.buffer, sys.stdout.buffer, sys.stderr
    # Either is the end of the writer.
    with suppress(EOFError, BrokenPipeError):
        _work(pickle.load(given), given, answers)  # noqa: S301 - see above


def _work(task: HelperTask, given: IO[bytes], answers: IO[bytes]) -> None:
    # One snapshot for all of it.
    with Database(task.settings).reading() as session:
        organisation, (_, policy) = load_organisation(session, task.day), current_policy(session)
        while True:
            piece: list[str] = pickle.load(given)  # noqa: S301 - see above
            pickle.dump(assess(session, organisation, policy, piece, task.at), answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()
