"""Issuing and revoking access tokens."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from app.access.schemas import Rotation, TokenWrite
from app.core.errors import Conflict, InvalidInput
from app.core.languages import Text, danish_date
from app.models import AccessToken, Person, Unit
from app.register.actors import ACCOUNT, PERSON
from app.register.rows import find, require
from app.security.identity import hash_secret, new_secret
from app.vocabulary import Role


def create_token(session: Session, body: TokenWrite, today: date, *, max_days: int = 0) -> tuple[str, str]:
    """The id of the new token and its secret, which is not kept; raises InvalidInput.

    `max_days`: how long it may work at most; 0: as long as is asked for.
    """
    require(session, Unit, body.unit_id, "/unitId")
    require(session, Person, body.person_id, "/personId")
    _require_own_name(body.name)
    if body.expires_on is not None and body.expires_on < today:
        raise InvalidInput.at(
            "/expiresOn",
            "past",
            Text(
                "The token would have expired already.",
                da="Adgangsnøglen ville allerede være udløbet. Vælg en senere dag.",
            ),
        )
    _require_end(body.expires_on, today, max_days)
    secret = new_secret()
    token = AccessToken(**body.model_dump(), secret_hash=hash_secret(secret))
    session.add(token)
    session.flush()
    return token.id, secret


def rotate_token(session: Session, token_id: str, body: Rotation, today: date, *, max_days: int = 0) -> tuple[str, str]:
    """The id of the successor and its secret; the old token ends when the overlap does, if not before.

    Raises Conflict for a token that does not work any more, and InvalidInput as `create_token` does.
    """
    old = find(session, AccessToken, token_id)
    if old.revoked_at is not None or (old.expires_on is not None and old.expires_on < today):
        raise Conflict(
            Text(
                "The token works no more; make a new one instead.",
                da="Adgangsnøglen virker ikke længere. Lav en ny i stedet.",
            )
        )
    if body.expires_on is None and old.expires_on is not None:
        raise InvalidInput.at(
            "/expiresOn",
            "required",
            Text(
                "The token has an end, so its successor needs one.",
                da="Adgangsnøglen har en slutdato. Skriv også, hvornår den nye udløber.",
            ),
        )
    successor = TokenWrite(
        name=old.name, role=Role(old.role), unit_id=old.unit_id, person_id=old.person_id, expires_on=body.expires_on
    )
    made = create_token(session, successor, today, max_days=max_days)
    last = today + timedelta(days=body.overlap_days)
    if old.expires_on is None or last < old.expires_on:
        old.expires_on = last
        session.flush()
    return made


def _require_own_name(name: str) -> None:
    """The journal must not take a token for a person, or for a login provider's account."""
    for reserved in (PERSON, ACCOUNT):
        if name.startswith(reserved):
            raise InvalidInput.at(
                "/name",
                "reserved",
                Text(
                    f"Names do not begin with {reserved!r}.",
                    da=f"Navnet må ikke begynde med »{reserved}«. Vælg et andet.",
                ),
            )


def _require_end(expires_on: date | None, today: date, max_days: int) -> None:
    if not max_days:
        return
    latest = today + timedelta(days=max_days)
    if expires_on is None:
        raise InvalidInput.at(
            "/expiresOn",
            "required",
            Text(
                f"Tokens must have an end here: {latest} at the latest.",
                da=f"Adgangsnøgler skal have en slutdato: senest den {danish_date(latest)}.",
            ),
        )
    if expires_on > latest:
        raise InvalidInput.at(
            "/expiresOn",
            "too-late",
            Text(
                f"Tokens work for {max_days} days at most here: until {latest}.",
                da=f"Adgangsnøgler gælder højst i {max_days} dage: til og med den {danish_date(latest)}.",
            ),
        )


def revoke_token(session: Session, token_id: str, at: datetime) -> None:
    """The token stops working with this write; it stays in the list, so that what was done with it keeps a name."""
    token = find(session, AccessToken, token_id)
    if token.revoked_at is None:
        token.revoked_at = at
        session.flush()
