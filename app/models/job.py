"""Work that was accepted and is done beside the requests. Not journaled: what it writes is."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from app.models.base import ID_LENGTH, identifier


class Job(SQLModel, table=True):
    """`id`: of the report that it leaves, too. `progress`: from 0 to 1. `error`: a problem document, where it failed.

    `seen_at`: when whoever does it was last heard of.
    """

    __tablename__ = "job"

    id: str = identifier()
    kind: str
    state: str
    progress: float = 0.0
    stop_asked: bool = False
    created_at: datetime = Field(index=True)
    seen_at: datetime
    ended_at: datetime | None = None
    actor: str
    token_id: str | None = Field(default=None, max_length=ID_LENGTH)
    error: str | None = Field(default=None, sa_type=Text)
