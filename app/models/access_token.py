"""Access tokens: only a hash of the secret is kept."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from app.core.languages import Text
from app.models.base import Journaled, one_of, reference, sort_key_of
from app.models.resource import Noun, Resource, Touches
from app.vocabulary import Permission, Role


class AccessToken(Journaled, table=True):
    __tablename__ = "access_token"
    __table_args__ = (one_of("role", Role), Index("ix_access_token_name_sort", "name_sort", "id"))
    declared = Resource(
        "token",
        Noun("adgangsnøgle", "adgangsnøgler", "adgangsnøglen"),
        Permission.MANAGE_TOKENS,
        Touches.NOTHING,
        instead=Text("Revoke the token, or make a new one.", da="Spær adgangsnøglen, eller lav en ny."),
    )

    name: str
    name_sort: str = sort_key_of("name")
    role: str
    unit_id: str | None = reference("unit.id", nullable=True)
    person_id: str | None = reference("person.id", nullable=True)
    secret_hash: str = Field(unique=True, sa_column_kwargs={"info": {"secret": True}})
    expires_on: date | None = None
    revoked_at: datetime | None = None
