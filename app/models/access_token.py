"""Access tokens: only a hash of the secret is kept."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from app.models.base import Journaled, one_of, reference, sort_key_of
from app.models.resource import Resource, Touches
from app.vocabulary import Permission, Role


class AccessToken(Journaled, table=True):
    __tablename__ = "access_token"
    __table_args__ = (one_of("role", Role), Index("ix_access_token_name_sort", "name_sort", "id"))
    declared = Resource(
        "token", Permission.MANAGE_TOKENS, Touches.NOTHING, instead="Revoke the token, or make a new one."
    )

    name: str
    name_sort: str = sort_key_of("name")
    role: str
    unit_id: str | None = reference("unit.id", nullable=True)
    person_id: str | None = reference("person.id", nullable=True)
    secret_hash: str = Field(unique=True, sa_column_kwargs={"info": {"secret": True}})
    expires_on: date | None = None
    revoked_at: datetime | None = None
