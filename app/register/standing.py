"""Where the register stands: read before every answer, locked before every write."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import local
from typing import Any

from sqlmodel import Session, select

from app.core.database import Database
from app.models import RegisterState

_STATEMENT = "SELECT revision, evaluated_on, rules_fingerprint, organisation_revision FROM register_state"


@dataclass(frozen=True, slots=True)
class Standing:
    """An answer made under one standing holds until it differs. `evaluated_on` is an ISO date."""

    revision: int
    evaluated_on: str | None
    fingerprint: str | None
    organisation_revision: int


def standing_of(state: RegisterState) -> Standing:
    return Standing(state.revision, _iso(state.evaluated_on), state.rules_fingerprint, state.organisation_revision)


def lock_state(session: Session) -> RegisterState:
    """The register's single row, locked until the transaction ends (SQLite locks the whole file at BEGIN)."""
    return session.exec(select(RegisterState).with_for_update()).one()


def read_standing(session: Session) -> Standing:
    """The standing in the snapshot of the session."""
    return standing_of(session.exec(select(RegisterState)).one())


class Peek:
    """Reads the standing as cheaply as the database allows, since every request does it.

    On a local database each thread keeps a connection of its own for it, past the pool and past SQLAlchemy,
    which would cost more than the read itself.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._own = local()

    def standing(self) -> Standing:
        if not self._database.local:
            with self._database.engine.connect() as connection:
                return _from_row(connection.exec_driver_sql(_STATEMENT).one())
        if not hasattr(self._own, "connection"):
            pooled = self._database.engine.raw_connection()
            self._own.connection = pooled.driver_connection
            pooled.detach()
        return _from_row(self._own.connection.execute(_STATEMENT).fetchone())


def _from_row(row: Sequence[Any]) -> Standing:
    revision, evaluated_on, fingerprint, organisation_revision = row
    return Standing(revision, _iso(evaluated_on), fingerprint, organisation_revision)


def _iso(day: date | str | None) -> str | None:
    return day.isoformat() if isinstance(day, date) else day
