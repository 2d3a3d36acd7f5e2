"""The register: the database, the clock, and what is kept in memory between requests."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import TypeVar

from sqlmodel import Session

from app.core.clock import Clock
from app.core.database import Database
from app.core.recent import Recent
from app.core.tape import stand_in
from app.journal.append import Author
from app.journal.queries import head_state
from app.models import RegisterState
from app.register.actors import REGISTER
from app.register.columns.reading import count_changed
from app.register.columns.store import Columns
from app.register.edition import Access, Edition, edition_of, is_current, lock_state, move_state, peek, peek_all
from app.register.erasure_list import ErasureList
from app.register.erasure_queries import complete_list
from app.register.gate import Adopt, Guard, Settled, settle_evaluation
from app.register.helper import HelperTask
from app.register.helpers import begun
from app.register.housekeeping import forget_what_is_over
from app.register.loading import load_organisation
from app.register.meaning import MEANING, refuse_to_replace_newer
from app.register.organisation import Organisation
from app.register.organisations import Organisations
from app.register.outcome import Evaluated
from app.register.pace import Pace, busy
from app.register.preparing import Concern, Ground, InParts, Overtaken, Prepared, preparing
from app.register.queue import WriteQueue
from app.register.writes import About, CannotBeTogether, NotOfToday, PendingWrite, Transaction

T = TypeVar("T")
A = TypeVar("A")

EVALUATOR = Author(REGISTER)
#: Numbers of rows that are remembered between the pages of lists: to count costs more than to read a page.
_TOTALS = 500
#: Rows of a write after which the server's statistics of its tables say too little of them.
_MUCH = 1000
#: Bytes of bodies of cards, unless it is said otherwise.
_BODIES = 64 * 1_048_576


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
        self._queue = WriteQueue(lambda: database.lock_timeout_seconds)
        self._wrote_much = False
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

    @contextmanager
    def _turn(self, write: PendingWrite | None) -> Iterator[bool]:
        """As the queue gives it. Who has written much sees to the statistics afterwards, when others may write."""
        wrote_much = False
        with self._queue.turn(write) as is_mine:
            yield is_mine
            if is_mine:
                wrote_much, self._wrote_much = self._wrote_much, False
        if wrote_much:
            self.database.gather_statistics()

    def _carry_out(self, first: PendingWrite) -> None:
        """The write, and those that wait and may come along: all in one transaction, or else each in its own."""
        together = [first]
        try:
            self._commit(first, together)
        except NotOfToday:
            try:
                self._evaluate(only_if_due=True)
            except BaseException as error:  # noqa: BLE001 - raised again by whoever asks for the result
                first.fail(error)
            else:
                self._carry_out(first)
        except CannotBeTogether:
            for write in together:
                write.begin_again()
                self._commit(write)

    def _commit(self, first: PendingWrite, together: list[PendingWrite] | None = None) -> None:
        """`together`: where those who come along are put; None: nobody may. What fails is kept for whoever it concerns.

        Raises CannotBeTogether; and NotOfToday, before anything is done, where all must be evaluated first.
        """
        try:
            with self._transaction() as (session, state):
                before, at = edition_of(state), self._next_instant(state)
                self._require_today(before)
                self._queue.announce(first.pace())
                transaction = Transaction(session, state, self.organisation(session, before), at)
                transaction.begin(first)
                if together is not None:
                    self._take_along(transaction, together)
                settled = transaction.settle(self._queue.evaluated)
                if first.dry_run:
                    session.rollback()
        except (CannotBeTogether, NotOfToday):
            raise
        except BaseException as error:  # noqa: BLE001 - raised again by whoever asks for the result
            for write in together or [first]:
                write.fail(error)
        else:
            if not first.dry_run:
                self._remember(before, state, at, settled)

    def _require_today(self, edition: Edition) -> None:
        """Raises OtherRelease, and NotOfToday."""
        refuse_to_replace_newer(edition.meaning)
        if not self.is_current(edition):
            raise NotOfToday

    def _take_along(self, transaction: Transaction, together: list[PendingWrite]) -> None:
        while others := self._queue.take_along(transaction.room):
            transaction.look_up(others)
            for number, other in enumerate(others):
                if not transaction.room or not transaction.join(other):
                    self._queue.put_back(len(others) - number)
                    return
                together.append(other)

    def _remember(self, before: Edition, state: RegisterState, at: datetime, settled: Sequence[Settled]) -> None:
        """What was committed: `state` is the register's since then."""
        self._organisation = (state.organisation_revision, settled[0].organisation)
        self._wrote_much |= sum(len(each.changes) + each.outcome.cards for each in settled) >= _MUCH
        self.columns.hand_over(before, edition_of(state), [each.outcome.made for each in settled])
        erased = [person_id for each in settled for person_id in each.erased]
        if erased:
            self.database.drop_traces()
            self.erasures.add(at, erased)

    def announce(self, pace: Pace) -> None:
        """Called by an action that takes long: others of this process are told how long, until it has committed."""
        self._queue.announce(pace)

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

    def edition_and_access(self) -> tuple[Edition, Access]:
        """The same, and what decides who may come in."""
        return peek_all(self.database)

    def is_current(self, edition: Edition) -> bool:
        """Whether this process has nothing to evaluate."""
        return is_current(edition, self.clock.today())

    def follow_the_day(self, processes: int = 1) -> None:
        """Evaluate everything when the day or the release has changed; whichever process notices first does it.

        `processes`: as `evaluate` has it.
        """
        if self.is_current(self.edition()):
            return
        self.evaluate(only_if_due=True, processes=processes)

    def evaluate(self, *, only_if_due: bool = False, processes: int = 1) -> Evaluated:
        """Evaluate every system from the tables; what comes out the same is not written.

        `processes`: that may be begun to help with a large register. Raises OtherRelease where a newer release has
        evaluated the register, unless it is only done if due.
        """
        with self._turn(None):
            return self._evaluate(only_if_due=only_if_due, processes=processes)

    def _evaluate(self, *, only_if_due: bool, processes: int = 1) -> Evaluated:
        with self._transaction() as (session, state):
            if only_if_due and self.is_current(edition_of(state)):
                return Evaluated()
            refuse_to_replace_newer(state.meaning)
            day, at = self.clock.today(), self._next_instant(state)
            revision = state.revision
            with begun(session, HelperTask(self.database.settings, day, at), processes) as helpers:
                organisation = load_organisation(session, day)
                outcome = settle_evaluation(session, state, organisation, EVALUATOR, at, self._queue.evaluated, helpers)
            if state.revision != revision:
                state.written_at = at
            forget_what_is_over(session, at)
            complete_list(session, self.erasures)
            state.evaluated_on, state.meaning = organisation.today, MEANING
            move_state(session, state)
        self._wrote_much |= outcome.cards >= _MUCH
        return outcome

    def _next_instant(self, state: RegisterState) -> datetime:
        """Now, but never before the last write: what was known when stays in order even where a clock is set back."""
        now = self.clock.now()
        return now if state.written_at is None else max(now, state.written_at)

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
            self._queue.announce(None)
