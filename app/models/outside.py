"""What another register said last, and where it says something else than this one. Not journaled.

Bodies are JSON in texts, so that erasing a person finds names in them.
"""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from app.models.base import ID_LENGTH, identifier


class OutsideRecord(SQLModel, table=True):
    """One thing of the other register: the fields that were read of it, as it had them last.

    `register_id`: the row here; none where the register refused it. `gone_at`: since when the other one has it no more.
    """

    __tablename__ = "outside_record"

    source: str = Field(primary_key=True, max_length=200)
    kind: str = Field(primary_key=True, max_length=40)
    external_id: str = Field(primary_key=True, max_length=200)
    register_id: str | None = Field(default=None, index=True, max_length=ID_LENGTH)
    body: str = Field(sa_type=Text)
    seen_at: datetime
    gone_at: datetime | None = None


class OutsideFeed(SQLModel, table=True):
    """How far the other register has been read; `scope`: the part of it. `read_to` is by its own clock."""

    __tablename__ = "outside_feed"

    source: str = Field(primary_key=True, max_length=200)
    scope: str = Field(primary_key=True, max_length=200)
    read_to: datetime
    read_at: datetime


class OutsideDifference(SQLModel, table=True):
    """Where the two differ and a person has to decide; `field` is empty where it is about the whole thing.

    `before`, `outside` and `here` are JSON: what the other one said earlier, what it says, what this one says.
    `settled`: how it ended; open while it is null.
    """

    __tablename__ = "outside_difference"
    __table_args__ = (Index("ix_outside_difference_thing", "source", "kind", "external_id"),)

    id: str = identifier()
    source: str = Field(max_length=200)
    kind: str = Field(max_length=40)
    external_id: str = Field(max_length=200)
    field: str
    reason: str
    detail: str | None = Field(default=None, sa_type=Text)
    before: str = Field(sa_type=Text)
    outside: str = Field(sa_type=Text)
    here: str = Field(sa_type=Text)
    noted_at: datetime
    settled: str | None = None
    settled_at: datetime | None = None
