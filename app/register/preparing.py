"""A large write, worked out beside the lock: what it writes, and what its systems come to.

The action runs on shadows of the tables that it changes (`app/core/shadows.py`), in a transaction that nobody sees and
nobody waits for. What it sent to the database is put aside, with what the rules say afterwards. Inside the lock that is
written down as of the revision and the instant that the write gets there; nothing is worked out again (ADR 0038).
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
from app.core.shadows import cast_shadows
from app.core.spool import Spool
from app.journal.append import Author
from app.journal.queries import entries_after
from app.journal.recorder import Change, Recorder
from app.models import RESOURCES, JournalEntry, System
from app.register.edition import Edition, read_edition
from app.register.evaluation import CHUNK, Assessed, assess
from app.register.gate import Guard, Noted, note
from app.register.organisation import Organisation
from app.register.policy import current_policy
from app.register.touched import touched_systems, touches_everything

_log = logging.getLogger(__name__)
#: Entries that others may have written meanwhile; more are not looked through inside the lock.
_MOST_ENTRIES = 1000
_SET_BY_THE_WRITE: Any = System.__table__.c.created_at  # type: ignore[attr-defined]
#: Whose write it is, is said when it is carried out.
_NOBODY = Author("")
#: The text of a statement, and the parameters of each time that it ran.
Sent = tuple[str, Sequence[Any]]
Concern = Callable[[Change], bool]


class Overtaken(Exception):
    """What others have written meanwhile may have to do with it: it must be worked out again."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a write is worked out by. `edition`: what it was planned by, or an earlier one.

    `at`: the instant that stands for the write's own until it has one. `concerned_by`: whether something that others
    have changed would have led to other rows.
    """

    edition: Edition
    organisation: Organisation
    at: datetime
    concerned_by: Concern


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the write sent to the database, and what its systems come to."""

    ground: Ground
    noted: Noted
    rows: Spool[Sent]
    assessed: Spool[Assessed]

    def carry_out(self, session: Session, guard: Guard, author: Author, at: datetime) -> Noted:
        """Write the rows inside the lock. Raises Overtaken, and what the guard raises."""
        now = read_edition(session)
        others = () if now == self.ground.edition else self._others(session, now)
        self._write_rows(session.connection(), at)
        changes, organisation = self.noted.changes, self.noted.organisation
        if others:
            # As writes that are settled together: neither touches what the other touches, so that either may be first.
            mine = touched_systems(session, changes, organisation, organisation)
            theirs = touched_systems(session, others, organisation, organisation)
            if mine != self.noted.systems or not set(theirs).isdisjoint(mine):
                raise Overtaken
        guard(session, changes, organisation, organisation)
        return replace(self.noted, author=author, assessed=self.assessed)

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

    def _write_rows(self, connection: Connection, at: datetime) -> None:
        bind = _SET_BY_THE_WRITE.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
        old = self.ground.at if bind is None else bind(self.ground.at)
        new = at if bind is None else bind(at)
        for statement, parameters in self.rows:
            written = connection.exec_driver_sql(statement, [_with(one, old, new) for one in parameters])
            if written.rowcount not in {-1, len(parameters)}:
                raise Overtaken


@contextmanager
def preparing(
    session: Session, ground: Ground, action: Callable[[Session], object], guard: Guard
) -> Iterator[Prepared]:
    """Run the action in a session with a connection of its own, which is rolled back afterwards.

    Raises ValueError where the write goes beyond some systems: it moves the organisation, or touches everything; and
    Overtaken where the database lets nobody make temporary tables.
    """
    connection = session.connection()
    try:
        cast_shadows(connection, _tables())
    except ProgrammingError as error:
        _log.warning("what is large is written inside the lock: the register may make no temporary tables: %s", error)
        raise Overtaken from error
    with ExitStack() as stack:
        rows, found = (stack.enter_context(Spool[Any]()) for _ in range(2))
        recorder = Recorder(session, ground.at)
        with _heard(connection, rows):
            action(session)
            noted = note(session, recorder, ground.organisation, _NOBODY, guard)
        if noted.goes_alone:
            message = "What moves the organisation, or touches everything, cannot be worked out beside the lock."
            raise ValueError(message)
        _, policy = current_policy(session)
        # Rows are read past the session from here on: it need not hold tens of thousands of them any longer.
        session.expunge_all()
        for chunk in chunks(noted.systems or (), CHUNK):
            found.put(assess(session, ground.organisation, policy, chunk, ground.at))
        session.rollback()
        yield Prepared(ground, noted, rows, found)


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
def _heard(connection: Connection, rows: Spool[Sent]) -> Iterator[None]:
    """Put aside whatever is written through the connection."""

    def hear(*sent: Any) -> None:  # noqa: ANN401 - as SQLAlchemy calls it
        _, _, statement, parameters, context, many = sent
        if context.isinsert or context.isupdate or context.isdelete:
            rows.put((statement, parameters if many else [parameters]))

    event.listen(connection, "after_cursor_execute", hear)
    try:
        yield
    finally:
        event.remove(connection, "after_cursor_execute", hear)


def _with(parameters: Any, old: Any, new: Any) -> Any:  # noqa: ANN401 - as the driver takes them
    """The parameters with another instant for the write's own."""
    if isinstance(parameters, dict):
        return {name: new if value == old else value for name, value in parameters.items()}
    return tuple(new if value == old else value for value in parameters)


def _as_change(entry: JournalEntry) -> Change:
    """Without personal values: what touches systems has none."""
    before, after = (None if side is None else orjson.loads(side) for side in (entry.before, entry.after))
    return Change(entry.action, entry.resource, entry.resource_id, before, after)  # type: ignore[arg-type]
