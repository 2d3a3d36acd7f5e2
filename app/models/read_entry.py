"""Who was shown contact details, histories and exports, and when a token was last used: a store beside the journal.

Nothing here is journaled: it is written in batches after the answers, and kept for a while only.
"""

from datetime import date, datetime

from sqlalchemy import Column, ForeignKey, Index, String
from sqlmodel import Field, SQLModel

from app.models.base import ID_LENGTH, identifier


class ReadEntry(SQLModel, table=True):
    """One question and its answers within one hour.

    `request`: method and path. `times`: how often it was asked, from `first_at` to `last_at`.
    """

    __tablename__ = "read_entry"
    __table_args__ = (Index("ix_read_entry_last_at", "last_at", "id"),)

    id: str = identifier()
    actor: str
    token_id: str = Field(max_length=ID_LENGTH)
    kind: str
    request: str
    first_at: datetime
    last_at: datetime
    times: int


class ReadSubject(SQLModel, table=True):
    """What the answers showed something of: a person, a unit on call, a contract, a system."""

    __tablename__ = "read_subject"
    __table_args__ = (Index("ix_read_subject_resource_id", "resource_id", "read_id"),)

    read_id: str = Field(
        sa_column=Column(
            String(ID_LENGTH), ForeignKey("read_entry.id", ondelete="CASCADE"), primary_key=True, nullable=False
        )
    )
    resource: str = Field(primary_key=True)
    resource_id: str = Field(primary_key=True, max_length=ID_LENGTH)


class TokenUse(SQLModel, table=True):
    """The last day on which a token was used."""

    __tablename__ = "token_use"

    token_id: str = Field(primary_key=True, max_length=ID_LENGTH)
    last_used_on: date
