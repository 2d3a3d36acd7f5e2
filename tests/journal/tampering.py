"""Changing the journal behind the register's back, as someone with the database's password could."""

from typing import Any

from sqlalchemy import Connection, text
from sqlmodel import select

from app.journal.chain import entry_hash
from app.journal.verification import verify
from app.models import JournalEntry
from tests.support.api import Api

VERIFICATION = "/v1/journal/verification"


def verification(api: Api) -> dict[str, Any]:
    found: dict[str, Any] = api.read(VERIFICATION)
    return found


def tamper(api: Api, *statements: str, **values: Any) -> None:
    """Take the guards away, then run the statements."""
    database = api.register.database
    with database.engine.begin() as connection:
        _unguard(connection, local=database.local)
        for statement in statements:
            connection.execute(text(statement), values)


def _unguard(connection: Connection, *, local: bool) -> None:
    if not local:
        connection.execute(text("ALTER TABLE journal_entry DISABLE TRIGGER journal_append_only"))
        return
    for event in ("update", "delete"):
        connection.execute(text(f"DROP TRIGGER IF EXISTS journal_append_only_{event}"))


def insert_behind_the_head(api: Api) -> int:
    """An entry that follows from the last one as it should; gives its revision."""
    with api.register.database.writing() as session:
        last = session.exec(select(JournalEntry)).all()[-1]
        entry = JournalEntry(**{**last.model_dump(), "revision": last.revision + 1, "previous_hash": last.hash})
        entry.hash = entry_hash(entry)
        session.add(entry)
        session.commit()
        return entry.revision


def rewrite_from(api: Api, revision: int, actor: str) -> None:
    """Another actor, and every hash from there on worked out anew, as a careful forger would."""
    tamper(api)
    with api.register.database.writing() as session:
        previous = None
        for entry in session.exec(select(JournalEntry).order_by(JournalEntry.revision)):  # type: ignore[arg-type]
            if entry.revision == revision:
                entry.actor = actor
            if previous is not None and entry.revision > revision:
                entry.previous_hash = previous
            if entry.revision >= revision:
                entry.hash = previous = entry_hash(entry)
        session.commit()


def chain_holds(api: Api) -> bool:
    """Of the chain alone, whatever was done to the tables beside it."""
    with api.register.database.reading() as session:
        return verify(session).valid
