"""Sessions of people in a browser: only a hash of the cookie's secret is kept. Not journaled, and for a while only."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.models.base import ID_LENGTH, identifier


class WebSession(SQLModel, table=True):
    """Begun with an access token (`token_hash`: its `secret_hash`), or by an account of the login provider.

    `access_id`: of the token, or what the account has in its place. `account`: what the provider said, as JSON in a
    text, so that erasure finds names in it. `previous_visit_at`: when the same access was last seen before.
    """

    __tablename__ = "web_session"
    __table_args__ = (Index("ix_web_session_access_id", "access_id", "seen_at"),)

    id: str = identifier()
    secret_hash: str = Field(unique=True)
    access_id: str = Field(max_length=ID_LENGTH)
    person_id: str | None = Field(default=None, index=True, max_length=ID_LENGTH)
    token_hash: str | None = None
    account: str | None = None
    started_at: datetime
    seen_at: datetime = Field(index=True)
    previous_visit_at: datetime | None = None
    ended_at: datetime | None = None
