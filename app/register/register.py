"""The register: the database, the clock, and what is kept in memory between requests."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from math import ceil
from time import monotonic
from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from app.core.clock import Clock
from app.core.database import Database
from app.core.errors import Unavailable
from app.core.languages import Text
from app.core.recent import Recent
from app.core.turns import WaitingLine
from app.journal.append import Author
from app.journal.recorder import Recorder
from app.models import RegisterState
from app.register.columns.reading import count_changed
from app.register.columns.store import Columns
from app.register.edition import Access, Edition, edition_of, is_current, lock_state, peek, peek_access
from app.register.erasure_list import ErasureList
from app.register.evaluation import Evaluated
from app.register.gate import Guard, Settled, settle, settle_evaluation
from app.register.housekeeping import forget_answers
from app.register.loading import load_organisation
from app.register.meaning import MEANING, refuse_to_replace_newer
from app.register.organisation import Organisation
from app.register.organisations import Organisations
from app.register.pace import Pace
from app.register.refusals import explained

T = TypeVar("T")
A = TypeVar("A")

EVALUATOR = Author("register")
#: How long a retry with the same Idempotency-Key gets the first answer again, at least.
ANSWERS_KEPT = timedelta(days=7)
#: Numbers of rows that are remembered between the pages of lists: to count costs more than to read a page.
_TOTALS = 500
#: Bytes of bodies of cards, unless it is said otherwise.
_BODIES = 64 * 1_048_576
#: Seconds that someone waits for a write that says how long it takes; above that they are told to come back.
_WORTH_WAITING = 10.0


def allow_all(*_: object) -> None:
    """The guard of the command line, which only the operator can reach."""


class Register:
    """The one way to write, and the way to read what is kept in memory."""

    def __init__(
        self, database: Database, clock: Clock, erasures: ErasureList | None = None, bodies_bytes: int = _BODIES
    ) -> None:
        self.database = database
        self.clock = clock
        self.erasures = erasures or ErasureList(None)
        self.organisations = Organisations()
        self.columns = Columns(bodies_bytes)
        self.totals: Recent[Hashable, int] = Recent(_TOTALS)
        self._organisation: tuple[int, Organisation] | None = None
        self._line = WaitingLine()
        self._pace: Pace | None = None
        self.is_writing = False
        """Whether a write of this process holds the register's lock; one that waits for it does not count."""

    def write(
        self,
        author: Author,
        action: Callable[[Session], T],
        answer: Callable[[Session, T, Settled], A],
        *,
        guard: Guard = allow_all,
        dry_run: bool = False,
    ) -> A:
        """Run `action` and the commit gate in one transaction; `answer` reads the result before the commit.

        Writes follow each other: each locks the register's state first, so that what a write checks still
        holds when it commits. A dry run does the same work and takes it all back. Raises OtherRelease where a newer
        release has evaluated the register.
        """
        self.follow_the_day()
        with self._transaction() as (session, state):
            refuse_to_replace_newer(state.meaning)
            at = self._next_instant(state)
            organisation = self.organisation(session, edition_of(state))
            recorder = Recorder(session, at)
            try:
                result = action(session)
                settled = settle(session, recorder, state, organisation, author, at, guard, evaluated=self._evaluated)
                if settled.changes:
                    state.written_at = at
                answered = answer(session, result, settled)
                session.flush()
            except IntegrityError as error:
                raise explained(error) from error
            if dry_run:
                session.rollback()
                return answered
        self._organisation = (state.organisation_revision, settled.organisation)
        if settled.erased:
            self.database.drop_traces()
            self.erasures.add(at, settled.erased)
        return answered

    def announce(self, pace: Pace) -> None:
        """Called by an action that takes long: others of this process are told how long, until it has committed."""
        self._pace = pace

    def _evaluated(self, done: int, total: int) -> None:
        if self._pace is not None:
            self._pace.evaluated(done, total)

    def organisation(self, session: Session, edition: Edition) -> Organisation:
        """The organisation today as the session sees it; kept in memory until it changes or the day does."""
        today = self.clock.today()
        kept = self._organisation
        if kept is not None and kept[0] == edition.organisation_revision and kept[1].today == today:
            return kept[1]
        organisation = load_organisation(session, today)
        self._organisation = (edition.organisation_revision, organisation)
        return organisation

    def columns_take_long(self, edition: Edition) -> bool:
        """Whether the columns in memory are so far behind the edition that a reader should not wait on the loop."""
        return self.columns.takes_long(edition, lambda revision, most: count_changed(self.database, revision, most))

    def edition(self) -> Edition:
        """The one that stands now."""
        return peek(self.database)

    def access(self) -> Access:
        """What decides who may come in; as cheap as the edition."""
        return peek_access(self.database)

    def is_current(self, edition: Edition) -> bool:
        """Whether this process has nothing to evaluate."""
        return is_current(edition, self.clock.today())

    def follow_the_day(self) -> None:
        """Evaluate everything when the day or the release has changed; whichever process notices first does it."""
        if self.is_current(self.edition()):
            return
        self.evaluate(only_if_due=True)

    def evaluate(self, *, only_if_due: bool = False) -> Evaluated:
        """Evaluate every system from the tables; what comes out the same is not written.

        Raises OtherRelease where a newer release has evaluated the register, unless it is only done if due.
        """
        with self._transaction() as (session, state):
            if only_if_due and self.is_current(edition_of(state)):
                return Evaluated()
            refuse_to_replace_newer(state.meaning)
            organisation = load_organisation(session, self.clock.today())
            at = self._next_instant(state)
            revision = state.revision
            outcome = settle_evaluation(session, state, organisation, EVALUATOR, at)
            if state.revision != revision:
                state.written_at = at
            forget_answers(session, before=at - ANSWERS_KEPT)
            state.evaluated_on, state.meaning = organisation.today, MEANING
        return outcome

    def _next_instant(self, state: RegisterState) -> datetime:
        """Now, but never before the last write: what was known when stays in order even where a clock is set back."""
        now = self.clock.now()
        return now if state.written_at is None else max(now, state.written_at)

    @contextmanager
    def _transaction(self) -> Iterator[tuple[Session, RegisterState]]:
        """A writing transaction that holds the register's lock; committed here and nowhere else.

        The threads of this process take turns before they ask the database, so that those who wait hold no
        connection. Raises Unavailable when the turn does not come in time.
        """
        self._line.enter(self._patience())
        try:
            with ExitStack() as stack:
                try:
                    stack.enter_context(self.database.queued())
                except TimeoutError as error:
                    raise _busy(0) from error
                session = stack.enter_context(self.database.writing())
                state = lock_state(session)
                self.is_writing = True
                yield session, state
                session.commit()
        finally:
            self.is_writing = False
            self._pace = None
            self._line.leave()

    def _patience(self) -> Callable[[], None]:
        """Raises Unavailable after a while, or where whoever writes is known to take longer than anyone waits."""
        until = monotonic() + self.database.lock_timeout_seconds

        def go_on() -> None:
            pace, left = self._pace, until - monotonic()
            seconds = 0.0 if pace is None else pace.remaining
            if left <= 0 or seconds > min(left, _WORTH_WAITING):
                raise _busy(ceil(seconds))

        return go_on


def _busy(seconds: int) -> Unavailable:
    """`seconds`: what a large write still takes; 0: nobody knows."""
    if not seconds:
        return Unavailable(
            Text(
                "Other writes are taking long. Try again.", da="Andre er ved at skrive i registret. Prøv igen om lidt."
            )
        )
    return Unavailable(
        Text(
            f"A large file is being written. Try again in {seconds} s.",
            da=f"En stor fil er ved at blive lagt ind. Prøv igen om {seconds} sekunder.",
        ),
        retry_after=seconds,
    )
