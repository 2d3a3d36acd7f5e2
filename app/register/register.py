"""The register: the database, the clock, and what is kept in memory between requests."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from math import ceil
from time import monotonic
from typing import TypeVar

from sqlmodel import Session

from app.core.clock import Clock
from app.core.database import Database
from app.core.recent import Recent
from app.core.tape import stand_in
from app.core.turns import WaitingLine
from app.journal.append import Author
from app.journal.queries import head_state
from app.models import RegisterState
from app.register.actors import REGISTER
from app.register.columns.reading import count_changed
from app.register.columns.store import Columns
from app.register.edition import Access, Edition, edition_of, is_current, lock_state, move_state, peek, peek_access
from app.register.erasure_list import ErasureList
from app.register.erasure_queries import complete_list
from app.register.gate import Adopt, Guard, Settled, settle_evaluation
from app.register.housekeeping import forget_answers, forget_files, forget_visits
from app.register.loading import load_organisation
from app.register.meaning import MEANING, refuse_to_replace_newer
from app.register.organisation import Organisation
from app.register.organisations import Organisations
from app.register.outcome import Evaluated
from app.register.pace import Pace, busy
from app.register.preparing import Concern, Ground, InParts, Overtaken, Prepared, preparing
from app.register.writes import About, CannotBeTogether, PendingWrite, Transaction

T = TypeVar("T")
A = TypeVar("A")

EVALUATOR = Author(REGISTER)
#: How long a retry with the same Idempotency-Key gets the first answer again, at least.
ANSWERS_KEPT = timedelta(days=7)
#: How long it is known when somebody was here last.
VISITS_KEPT = timedelta(days=30)
#: How long a file with faults, and what is known of a job, is kept.
FILES_KEPT = timedelta(days=7)
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
        self._line: WaitingLine[PendingWrite | None] = WaitingLine()
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
        about: About | None = None,
        adopt: Adopt | None = None,
    ) -> A:
        """Run `action` and the commit gate in one transaction; `answer` reads the result before the commit.

        Writes follow each other: each locks the register's state first, so that what a write checks still
        holds when it commits. Those that wait meanwhile, and are `about` other systems, are settled in the same
        transaction; both functions may then be called in another thread, and twice where something went wrong. A dry
        run does the same work and takes it all back. Raises OtherRelease where a newer release has evaluated the
        register.
        """
        self.follow_the_day()
        write = PendingWrite(author, action, answer, guard, about, dry_run, adopt)
        with self._turn(write) as is_mine:
            if is_mine:
                self._carry_out(write)
        answered: A = write.result()
        return answered

    def write_prepared(
        self,
        author: Author,
        prepared: Prepared | None,
        action: Callable[[Session], T],
        answer: Callable[[Session, T, Settled], A],
        *,
        guard: Guard = allow_all,
    ) -> A:
        """Write what was worked out, if anything was; the action adds the rest. Raises Overtaken, and as `write`."""
        self.follow_the_day()
        write = PendingWrite(author, action, answer, guard, prepared=prepared)
        with self._turn(write) as is_mine:
            if is_mine:
                self._carry_out(write)
        answered: A = write.result()
        return answered

    @contextmanager
    def preparing(self, edition: Edition, action: InParts, guard: Guard, concerned_by: Concern) -> Iterator[Prepared]:
        """What the action comes to, worked out beside the lock: for writes of many rows, by what stood in the edition.

        `concerned_by`: whether the action would have done something else after a change that somebody else made.
        Raises ValueError for an action that changes the organisation, and Overtaken where others have.
        """
        with self.database.apart() as session:
            state = head_state(session)
            stamp = stand_in(self._next_instant(state))
            if not edition.allows(edition_of(state)):
                raise Overtaken
            organisation = self.organisation(session, edition)
            ground = Ground(edition, organisation, stamp, concerned_by)
            with preparing(session, ground, action, guard) as prepared:
                yield prepared

    def _carry_out(self, first: PendingWrite) -> None:
        """The write, and those that wait and may come along: all in one transaction, or else each in its own."""
        together = [first]
        try:
            self._commit(first, together)
        except CannotBeTogether:
            for write in together:
                write.begin_again()
                self._commit(write)

    def _commit(self, first: PendingWrite, together: list[PendingWrite] | None = None) -> None:
        """`together`: where those who come along are put; None: nobody may. What fails is kept for whoever it concerns.

        Raises CannotBeTogether.
        """
        try:
            with self._transaction() as (session, state):
                refuse_to_replace_newer(state.meaning)
                at = self._next_instant(state)
                self._pace = first.pace()
                transaction = Transaction(session, state, self.organisation(session, edition_of(state)), at)
                transaction.begin(first)
                while together is not None and transaction.has_room:
                    other = self._line.take_along(lambda waiting: waiting is not None and waiting.is_sociable)
                    if other is None:
                        break
                    if not transaction.join(other):
                        self._line.put_back()
                        break
                    together.append(other)
                settled = transaction.settle(self._evaluated)
                if first.dry_run:
                    session.rollback()
        except CannotBeTogether:
            raise
        except BaseException as error:  # noqa: BLE001 - raised again by whoever asks for the result
            for write in together or [first]:
                write.fail(error)
        else:
            if not first.dry_run:
                self._remember(state, at, settled)

    def _remember(self, state: RegisterState, at: datetime, settled: Sequence[Settled]) -> None:
        """What was committed."""
        self._organisation = (state.organisation_revision, settled[0].organisation)
        erased = [person_id for each in settled for person_id in each.erased]
        if erased:
            self.database.drop_traces()
            self.erasures.add(at, erased)

    def announce(self, pace: Pace) -> None:
        """Called by an action that takes long: others of this process are told how long, until it has committed."""
        self._pace = pace

    def _evaluated(self, done: int, total: int) -> None:
        if self._pace is None:
            self._pace = Pace()
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
        with self._turn(None), self._transaction() as (session, state):
            if only_if_due and self.is_current(edition_of(state)):
                return Evaluated()
            refuse_to_replace_newer(state.meaning)
            organisation = load_organisation(session, self.clock.today())
            at = self._next_instant(state)
            revision = state.revision
            outcome = settle_evaluation(session, state, organisation, EVALUATOR, at, self._evaluated)
            if state.revision != revision:
                state.written_at = at
            forget_answers(session, before=at - ANSWERS_KEPT)
            forget_visits(session, before=at - VISITS_KEPT)
            forget_files(session, before=at - FILES_KEPT)
            complete_list(session, self.erasures)
            state.evaluated_on, state.meaning = organisation.today, MEANING
            move_state(session, state)
        return outcome

    def _next_instant(self, state: RegisterState) -> datetime:
        """Now, but never before the last write: what was known when stays in order even where a clock is set back."""
        now = self.clock.now()
        return now if state.written_at is None else max(now, state.written_at)

    @contextmanager
    def _turn(self, write: PendingWrite | None) -> Iterator[bool]:
        """The threads of this process take turns before they ask the database: those who wait hold no connection.

        Gives whether it is this thread's turn, or the write has been done in another's. Raises Unavailable when neither
        comes in time.
        """
        is_mine = self._line.enter(write, self._patience())
        try:
            yield is_mine
        finally:
            if is_mine:
                self._line.leave()

    @contextmanager
    def _transaction(self) -> Iterator[tuple[Session, RegisterState]]:
        """A writing transaction that holds the register's lock; committed here and nowhere else."""
        try:
            with ExitStack() as stack:
                try:
                    stack.enter_context(self.database.queued())
                except TimeoutError as error:
                    raise busy(0) from error
                session = stack.enter_context(self.database.writing())
                state = lock_state(session)
                self.is_writing = True
                yield session, state
                session.commit()
        finally:
            self.is_writing = False
            self._pace = None

    def _patience(self) -> Callable[[], None]:
        """Raises Unavailable after a while, or where whoever writes is known to take longer than anyone waits."""
        until = monotonic() + self.database.lock_timeout_seconds

        def go_on() -> None:
            pace, left = self._pace, until - monotonic()
            seconds = 0.0 if pace is None else pace.remaining
            if left <= 0 or seconds > min(left, _WORTH_WAITING):
                raise busy(ceil(seconds))

        return go_on
