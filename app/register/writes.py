"""Writes on their way through the register: alone, or several in one transaction where they do not meet."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.core.database import PASSING_FAULTS
from app.core.progress import Progress
from app.journal.append import Author
from app.journal.recorder import Recorder
from app.models import RegisterState, System
from app.register.edition import move_state
from app.register.gate import Adopt, Guard, Noted, Settled, note, settle
from app.register.organisation import Organisation
from app.register.pace import Pace
from app.register.preparing import Prepared
from app.register.refusals import explained
from app.register.rows import systems_at_hand

#: Writes in one transaction, as many as threads of a process wait at most: one that is left waiting keeps a thread from
#: whoever reads. And systems that they may touch: nobody should wait for long for others' systems.
_MOST, _MOST_SYSTEMS = 40, 200


@dataclass(frozen=True, slots=True)
class About:
    """The systems that a write looks at before it changes anything, where those are all that it looks at.

    `named`: they are known beforehand; else whoever is at it asks.
    """

    named: Collection[str] = ()
    ask: Callable[[Session], Collection[str]] | None = None

    def systems(self, session: Session) -> Collection[str]:
        return self.named if self.ask is None else self.ask(session)


@dataclass(slots=True, eq=False)
class PendingWrite:
    """What someone wants written, and what came of it. `about` is None where it must stand alone.

    `prepared`: what has been worked out before; the action then adds what is not journaled.
    """

    author: Author
    action: Callable[[Session], Any]
    answer: Callable[[Session, Any, Settled], Any]
    guard: Guard
    about: About | None = None
    dry_run: bool = False
    adopt: Adopt | None = None
    prepared: Prepared | None = None
    _answered: Any = None
    _fault: BaseException | None = None

    @property
    def is_sociable(self) -> bool:
        return self.about is not None and not self.dry_run

    def pace(self) -> Pace | None:
        """Of what may take long, and does not say so itself."""
        return None if self.prepared is None else Pace.of_prepared(len(self.prepared.noted.changes))

    def keep(self, answered: Any) -> None:  # noqa: ANN401 - what the answer gives
        self._answered = answered

    def fail(self, fault: BaseException) -> None:
        """The first fault stands: what is wrong with a write itself is said before what befell all."""
        self._fault = self._fault or fault

    def begin_again(self) -> None:
        self._answered = self._fault = None

    def result(self) -> Any:  # noqa: ANN401 - what the answer gives
        """The answer; raises whatever the write failed of."""
        if self._fault is not None:
            raise self._fault
        return self._answered


class NotOfToday(Exception):
    """The cards are of another day, or by the rules of an earlier release: all must be evaluated before the write."""


class CannotBeTogether(Exception):
    """Something failed that may have to do with one of the writes alone: they must be done one by one."""


class Transaction:
    """One transaction's writes: each acts and is noted, then all are evaluated at once, then each is answered.

    They are evaluated together only where they touch different systems, and none looks at what another has touched:
    so each finds, and leaves, what it would have found and left if they had followed each other.
    """

    def __init__(self, session: Session, state: RegisterState, organisation: Organisation, at: datetime) -> None:
        self._session, self._state, self._organisation, self._at = session, state, organisation, at
        self._recorder = Recorder(session, at)
        self._noted: list[tuple[PendingWrite, Any, Noted]] = []
        self._touched: set[str] = set()
        # The session forgets what nobody holds.
        self._at_hand: Sequence[System] = ()

    @property
    def room(self) -> int:
        """How many other writes may join those that are in."""
        first, _, noted = self._noted[0]
        may = first.is_sociable and not noted.goes_alone and len(self._touched) < _MOST_SYSTEMS
        return _MOST - len(self._noted) if may else 0

    def begin(self, write: PendingWrite) -> None:
        """The first one; raises as it does."""
        self._act(write)

    def look_up(self, writes: Sequence[PendingWrite]) -> None:
        """Read at once the systems that each of them would look up by itself."""
        named = {system_id for write in writes if write.about is not None for system_id in write.about.named}
        self._at_hand = systems_at_hand(self._session, named)

    def join(self, write: PendingWrite) -> bool:
        """Whether the write could come along; of one that could not, nothing is left. It may fail by itself."""
        try:
            with self._session.begin_nested():
                self._act(write)
        except _MeetAnother:
            return False
        except Exception as error:  # noqa: BLE001 - told to whoever asked for the write, in their own thread
            write.fail(error)
        finally:
            self._recorder.forget()
        return True

    def settle(self, progress: Progress) -> list[Settled]:
        """Evaluate, and answer each. Raises CannotBeTogether for what may be the fault of one of several."""
        try:
            return self._settle(progress)
        except PASSING_FAULTS:
            raise
        except Exception as error:
            if len(self._noted) > 1:
                raise CannotBeTogether from error
            if isinstance(error, IntegrityError):
                raise explained(error) from error
            raise

    def _act(self, write: PendingWrite) -> None:
        if self._noted and write.about is not None and not self._touched.isdisjoint(write.about.systems(self._session)):
            raise _MeetAnother
        try:
            if write.prepared is None:
                result = write.action(self._session)
                self._session.flush()
                changes = self._recorder.take_changes()
                noted = note(self._session, changes, self._organisation, write.author, write.guard)
            else:
                noted = write.prepared.carry_out(self._session, write.guard, write.author, self._at)
                result = write.action(self._session)
        except IntegrityError as error:
            raise explained(error) from error
        if self._noted and (noted.goes_alone or not self._touched.isdisjoint(noted.systems or ())):
            raise _MeetAnother
        self._noted.append((write, result, replace(noted, adopt=write.adopt)))
        self._touched.update(noted.systems or ())

    def _settle(self, progress: Progress) -> list[Settled]:
        settled = settle(self._session, self._state, [noted for *_, noted in self._noted], self._at, progress)
        if any(each.changes for each in settled):
            self._state.written_at = self._at
            move_state(self._session, self._state)
        for (write, result, _), each in zip(self._noted, settled, strict=True):
            write.keep(write.answer(self._session, result, each))
        self._session.flush()
        return settled


class _MeetAnother(Exception):
    """The write touches, or looks at, what another one in the transaction has touched."""
