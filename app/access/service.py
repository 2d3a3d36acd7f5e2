"""Issuing and revoking access tokens."""

from datetime import date, datetime

from sqlmodel import Session

from app.access.schemas import TokenWrite
from app.core.errors import InvalidInput
from app.core.languages import Text
from app.models import AccessToken, Person, Unit
from app.register.actors import PERSON
from app.register.rows import find, require
from app.security.identity import hash_secret, new_secret


def create_token(session: Session, body: TokenWrite, today: date) -> tuple[str, str]:
    """The id of the new token and its secret, which is not kept; raises InvalidInput."""
    require(session, Unit, body.unit_id, "/unitId")
    require(session, Person, body.person_id, "/personId")
    if body.name.startswith(PERSON):
        raise InvalidInput.at(
            "/name",
            "reserved",
            Text(f"Names do not begin with {PERSON!r}.", da=f"Navnet må ikke begynde med »{PERSON}«. Vælg et andet."),
        )
    if body.expires_on is not None and body.expires_on < today:
        raise InvalidInput.at(
            "/expiresOn",
            "past",
            Text(
                "The token would have expired already.",
                da="Adgangsnøglen ville allerede være udløbet. Vælg en senere dag.",
            ),
        )
    secret = new_secret()
    token = AccessToken(**body.model_dump(), secret_hash=hash_secret(secret))
    session.add(token)
    session.flush()
    return token.id, secret


def revoke_token(session: Session, token_id: str, at: datetime) -> None:
    """The token stops working with this write; it stays in the list, so that what was done with it keeps a name."""
    token = find(session, AccessToken, token_id)
    if token.revoked_at is None:
        token.revoked_at = at
        session.flush()
