"""The journal: one entry per changed resource, chained by hashes, and the register's one clock."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index
from sqlmodel import Field, SQLModel


class JournalEntry(SQLModel, table=True):
    """`before` and `after` are canonical JSON text, since the hash covers them to the byte.

    `derived_digest`: of the rows that were worked out in the same write; on its last entry, from 0008 on.
    `system_id`, the system that the resource belongs to, repeats what they say, so that it can be looked up.
    """

    __tablename__ = "journal_entry"
    __table_args__ = (
        Index("ix_journal_entry_resource", "resource", "resource_id", "revision"),
        Index("ix_journal_entry_kind", "resource", "revision"),
        Index("ix_journal_entry_system_id", "system_id", "revision"),
        # What was known of some systems, of one kind.
        Index("ix_journal_entry_kind_of_system", "resource", "system_id", "revision"),
        Index("ix_journal_entry_at", "at"),
    )

    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime
    actor: str
    action: str
    resource: str
    resource_id: str
    system_id: str | None = Field(default=None, max_length=36)
    reason: str | None = None
    changed: list[str] = Field(sa_column=Column(JSON, nullable=False))
    before: str | None = None
    after: str | None = None
    personal_digest: str | None = None
    derived_digest: str | None = None
    previous_hash: str
    hash: str


class JournalPersonalValue(SQLModel, table=True):
    """Names, mail and phone of an entry, apart from it: erasing this row leaves the chain whole."""

    __tablename__ = "journal_personal_value"

    revision: int = Field(
        primary_key=True, foreign_key="journal_entry.revision", sa_column_kwargs={"autoincrement": False}
    )
    salt: str
    personal_values: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class RegisterState(SQLModel, table=True):
    """The single row that every write locks first: where the journal stands and what is evaluated."""

    __tablename__ = "register_state"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    revision: int
    head_hash: str
    organisation_revision: int
    evaluated_on: date | None = None
    meaning: int = 0
    written_at: datetime | None = None
    erasures: int = 0
