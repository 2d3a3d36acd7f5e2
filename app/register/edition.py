"""The edition of the register: read before every answer, its row locked before every write."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, literal_column, select
from sqlmodel import Session

from app.core.bulk import update_each
from app.core.database import Database
from app.core.prepared import read
from app.models import AccessToken, JournalEntry, RegisterState
from app.register.meaning import MEANING

_STATE: Any = RegisterState.__table__  # type: ignore[attr-defined]
_ENTRY: Any = JournalEntry.__table__  # type: ignore[attr-defined]
_LOCKED = select(_STATE).with_for_update()
#: Where a session that holds the lock has the edition.
_LOCKED_EDITION = "edition"
_MOVED = tuple(column.name for column in _STATE.c if not column.primary_key)
_SAYS = ("revision", "evaluated_on", "meaning", "organisation_revision", "erasures", "head_hash")
#: Without types: the audit reads it before it knows whether every value can be read.
_SEEN: Any = select(*(literal_column(name) for name in _SAYS)).select_from(_STATE)
#: With the newest revision of the access tokens: every request asks, and most come after a write of somebody's.
_NEWEST_OF_TOKENS = select(func.max(_ENTRY.c.revision)).where(_ENTRY.c.resource == AccessToken.resource)
_ALL_SEEN: Any = _SEEN.add_columns(_NEWEST_OF_TOKENS.scalar_subquery())


@dataclass(frozen=True, slots=True)
class Edition:
    """An answer made under one edition holds for the rest of the day, or until the edition differs.

    `evaluated_on` is an ISO date; `meaning` is that of the release that evaluated (see `MEANING`).
    `erasures`: how often someone was erased; what was read of the past before then may still have the name.
    `head`: the hash of the newest entry of the journal: a restored register may come to a revision another way.
    """

    revision: int
    evaluated_on: str | None
    meaning: int
    organisation_revision: int
    erasures: int
    head: str

    def has(self, other: "Edition") -> bool:
        """Whether all that the other one has is in this one too, as far as their journals are the same."""
        return (
            self.revision >= other.revision
            and (self.evaluated_on or "") >= (other.evaluated_on or "")
            and self.meaning >= other.meaning
            and self.organisation_revision >= other.organisation_revision
            and self.erasures >= other.erasures
        )

    def allows(self, later: "Edition") -> bool:
        """Whether the day, the rules and the organisation are the same in a later one, whatever else was written."""
        return replace(later, revision=self.revision, head=self.head) == self


#: The newest revision of the organisation, and that of the access tokens.
Access = tuple[int, int | None]


def edition_of(state: RegisterState) -> Edition:
    return Edition(
        state.revision,
        _iso(state.evaluated_on),
        state.meaning,
        state.organisation_revision,
        state.erasures,
        state.head_hash,
    )


def is_current(edition: Edition, today: date) -> bool:
    """Whether this release has nothing to evaluate on the day.

    A later day counts as well: another process may be past midnight already, and days never run back. So does
    whatever a newer release has evaluated: it alone goes on from there.
    """
    if edition.meaning != MEANING:
        return edition.meaning > MEANING
    return edition.evaluated_on is not None and edition.evaluated_on >= today.isoformat()


def lock_state(session: Session) -> RegisterState:
    """The register's single row, locked until the transaction ends (SQLite locks the whole file at BEGIN).

    Past the session, whose own way there and back costs a twentieth of a write: `move_state` writes what it says then.
    """
    (row,) = read(session.connection(), _LOCKED, {})
    state = RegisterState(**row._asdict())
    session.info[_LOCKED_EDITION] = edition_of(state)
    return state


def move_state(session: Session, state: RegisterState) -> None:
    """Write the row down as it is now."""
    session.info[_LOCKED_EDITION] = edition_of(state)
    update_each(session.connection(), _STATE.c.id, _MOVED, [state.model_dump()])


def read_edition(session: Session) -> Edition:
    """The edition in the snapshot of the session; nobody moves it while the session has it locked."""
    locked: Edition | None = session.info.get(_LOCKED_EDITION)
    if locked is not None:
        return locked
    (row,) = read(session.connection(), _SEEN, {})
    return _edition(row)


def peek(database: Database) -> Edition:
    """The edition, as cheaply as the database allows."""
    (row,) = database.read(_SEEN, {})
    return _edition(row)


def peek_all(database: Database) -> tuple[Edition, Access]:
    """The edition, and what has changed last of all that decides who may come in: people, positions, and tokens."""
    ((*seen, tokens),) = database.read(_ALL_SEEN, {})
    edition = _edition(seen)
    return edition, (edition.organisation_revision, tokens)


def _edition(row: Sequence[Any]) -> Edition:
    revision, evaluated_on, *rest = row
    return Edition(revision, _iso(evaluated_on), *rest)


def _iso(day: date | str | None) -> str | None:
    return day.isoformat() if isinstance(day, date) else day
