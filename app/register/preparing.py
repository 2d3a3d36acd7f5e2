"""A large write, worked out beside the lock: what it writes, and what its systems come to.

The action runs on shadows of the tables that it changes (`app/core/shadows.py`), in a transaction that nobody sees and
nobody waits for. What it sent to the database is put aside (`app/core/tape.py`), with what findings and cards come to
afterwards. Inside the lock all that is sent again, with the revision and the instant that the write gets there; nothing
is worked out again (ADR 0038).
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Table, event, inspect
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session

from app.core.chunks import chunks
from app.core.progress import Progress
from app.core.shadows import cast_shadows
from app.core.spilling import SpilledList
from app.core.spool import Spool
from app.core.tape import Replay, Sent, Stamp, Tape
from app.journal.append import Author
from app.journal.queries import entries_after
from app.journal.recorder import Change, Recorder
from app.models import RESOURCES, JournalEntry
from app.register.assessing import CHUNK, assess
from app.register.derived import Derived, DerivedTexts
from app.register.edition import Edition, read_edition
from app.register.evaluation import keep
from app.register.gate import Guard, Noted, note
from app.register.organisation import Organisation
from app.register.outcome import Evaluated, Share, by_system
from app.register.policy import current_policy
from app.register.touched import touched_systems, touches_everything
from app.rules.policy import Policy

_log = logging.getLogger(__name__)
#: Entries that others may have written meanwhile; more are not looked through inside the lock.
_MOST_ENTRIES = 1000
#: Whose write it is, is said when it is carried out.
_NOBODY = Author("")
Concern = Callable[[Change], bool]
#: An action that may call, after any part of it, what puts aside the changes so far. No later part changes those rows.
InParts = Callable[[Session, Callable[[], None]], object]


class Overtaken(Exception):
    """What others have written meanwhile may have to do with it: it must be worked out again."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a write is worked out by. `edition`: what it was planned by, or an earlier one.

    `stamp`: what stands for the write's own until it has one. `concerned_by`: whether something that others
    have changed would have led to other rows.
    """

    edition: Edition
    organisation: Organisation
    stamp: Stamp
    concerned_by: Concern


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What some systems come to: the statements, how much that is, and what the digest says of it."""

    sent: Sequence[Sent]
    outcome: Evaluated
    texts: Sequence[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the write sent to the database, and what its systems come to."""

    ground: Ground
    noted: Noted
    rows: Spool[Sent]
    rehearsed: Spool[Rehearsed]

    def carry_out(self, session: Session, guard: Guard, author: Author, at: datetime) -> Noted:
        """Write the rows inside the lock. Raises Overtaken, and what the guard raises."""
        now = read_edition(session)
        others = () if now == self.ground.edition else self._others(session, now)
        self._write_rows(session, at)
        changes, organisation = self.noted.changes, self.noted.organisation
        if others:
            # As writes that are settled together: neither touches what the other touches, so that either may be first.
            mine = touched_systems(session, changes, organisation, organisation)
            theirs = touched_systems(session, others, organisation, organisation)
            if mine != self.noted.systems or not set(theirs).isdisjoint(mine):
                raise Overtaken
        guard(session, changes, organisation, organisation)
        return replace(self.noted, author=author, derive=self._derive)

    def _derive(self, session: Session, share: Share, at: datetime, progress: Progress) -> None:
        """Write down what the systems come to, as of the share's revision."""
        replay = Replay(session.connection(), self.ground.stamp, Stamp(share.revision, at))
        outcome = share.outcome
        for chunk in self.rehearsed:
            for sent in chunk.sent:
                replay.run(sent)
            for table, text in chunk.texts:
                outcome.derived.add_text(table, replay.text(text))
            outcome.add(chunk.outcome)
            progress(outcome.evaluated, len(share.system_ids))

    def _others(self, session: Session, now: Edition) -> Sequence[Change]:
        """What others have written since, if it can be left standing beside this. Raises Overtaken."""
        edition = self.ground.edition
        if not edition.allows(now):
            raise Overtaken
        entries = entries_after(session, edition.revision, _MOST_ENTRIES + 1)
        if len(entries) > _MOST_ENTRIES or any(entry.resource not in RESOURCES for entry in entries):
            raise Overtaken
        changes = [_as_change(entry) for entry in entries]
        mine = {change.resource_id for change in self.noted.changes}
        if touches_everything(changes) or any(
            change.resource_id in mine or self.ground.concerned_by(change) for change in changes
        ):
            raise Overtaken
        return changes

    def _write_rows(self, session: Session, at: datetime) -> None:
        stamp = self.ground.stamp
        replay = Replay(session.connection(), stamp, replace(stamp, at=at))
        if not all(replay.run(sent) for sent in self.rows):
            raise Overtaken


@contextmanager
def preparing(session: Session, ground: Ground, action: InParts, guard: Guard) -> Iterator[Prepared]:
    """Run the action in a session with a connection of its own, which is rolled back afterwards.

    Raises ValueError where the write goes beyond some systems: it moves the organisation, or touches everything; and
    Overtaken where the database lets nobody make temporary tables.
    """
    connection = session.connection()
    try:
        cast_shadows(connection, _tables())
    except ProgrammingError as error:
        _log.warning(
            "what is large is written inside the lock: the register may make no temporary tables: %s", error.orig
        )
        raise Overtaken from error
    with ExitStack() as stack:
        rows, rehearsed = stack.enter_context(Spool[Sent]()), stack.enter_context(Spool[Rehearsed]())
        changes = SpilledList[Change]()
        tape, recorder = Tape(connection.dialect, ground.stamp), Recorder(session, ground.stamp.at)
        with _heard(connection, tape, rows):

            def put_aside() -> None:
                session.flush()
                changes.extend(recorder.take_changes())

            action(session, put_aside)
            put_aside()
            noted = note(session, changes, ground.organisation, _NOBODY, guard)
        if noted.goes_alone:
            message = "What moves the organisation, or touches everything, cannot be worked out beside the lock."
            raise ValueError(message)
        _, policy = current_policy(session)
        # Rows are read past the session from here on: it need not hold tens of thousands of them any longer.
        session.expunge_all()
        for chunk in chunks(noted.systems or (), CHUNK):
            rehearsed.put(_rehearsed(session, ground, policy, chunk, tape))
        session.rollback()
        yield Prepared(ground, noted, rows, rehearsed)


def _rehearsed(session: Session, ground: Ground, policy: Policy, chunk: list[str], tape: Tape) -> Rehearsed:
    derived = DerivedTexts()
    share = Share(ground.stamp.revision, chunk, Evaluated(derived=derived))
    found = assess(session, ground.organisation, policy, chunk, ground.stamp.at)
    keep(tape, found, by_system([share]), ground.stamp.at)
    return Rehearsed(tape.take(), replace(share.outcome, derived=Derived()), derived.texts)


def _tables() -> list[Table]:
    """What belongs to systems, and what links it to them."""
    found: dict[str, Table] = {}
    for model in RESOURCES.values():
        if model.declared.touches.names_systems:
            mapper = inspect(model)
            linked = [relation.secondary for relation in mapper.relationships if relation.secondary is not None]
            for table in (mapper.local_table, *linked):
                if isinstance(table, Table):
                    found[table.name] = table
    return list(found.values())


@contextmanager
def _heard(connection: Connection, tape: Tape, rows: Spool[Sent]) -> Iterator[None]:
    """Put aside whatever is written through the connection."""

    def hear(*sent: Any) -> None:  # noqa: ANN401 - as SQLAlchemy calls it
        _, _, statement, parameters, context, many = sent
        if context.isinsert or context.isupdate or context.isdelete:
            tape.put(statement, parameters if many else [parameters])
            for each in tape.take():
                rows.put(each)

    event.listen(connection, "after_cursor_execute", hear)
    try:
        yield
    finally:
        event.remove(connection, "after_cursor_execute", hear)


def _as_change(entry: JournalEntry) -> Change:
    """Without personal values: what touches systems has none."""
    before, after = (None if side is None else orjson.loads(side) for side in (entry.before, entry.after))
    return Change(entry.action, entry.resource, entry.resource_id, before, after)  # type: ignore[arg-type]
