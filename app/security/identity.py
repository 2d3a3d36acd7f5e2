"""Who calls: a token, looked up by the hash of its secret."""

import secrets
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlmodel import Session, col, select

from app.core.errors import Unauthenticated
from app.core.languages import Text
from app.journal.append import Author
from app.models import AccessToken
from app.security.permissions import PERMISSIONS
from app.vocabulary import Permission, Role

#: Secret scanners find a leaked token by this beginning.
PREFIX = "ansvar_"


@dataclass(frozen=True, slots=True)
class Identity:
    """The caller of a request. `unit_id` limits writes to the subtree of a unit; `person_id`: whose token it is."""

    token_id: str
    name: str
    role: Role
    unit_id: str | None
    person_id: str | None

    def may(self, permission: Permission) -> bool:
        return permission in PERMISSIONS[self.role]

    def author(self, reason: str | None) -> Author:
        return Author(self.name, reason)


def new_secret() -> str:
    """256 random bits behind the prefix."""
    return PREFIX + secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """What is stored and looked up. The secret is random, so that one round of SHA-256 is enough."""
    return sha256(secret.encode()).hexdigest()


def identify(session: Session, secret: str, today: date) -> Identity:
    """The holder of the secret; raises Unauthenticated where it is unknown, revoked or expired."""
    statement = select(AccessToken).where(col(AccessToken.secret_hash) == hash_secret(secret))
    token = session.exec(statement).first()
    if token is None or token.revoked_at is not None:
        raise Unauthenticated(
            Text(
                "The access token is unknown or revoked.",
                da="Adgangsnøglen er ukendt eller spærret. Bed en administrator om en ny.",
            )
        )
    if token.expires_on is not None and token.expires_on < today:
        raise Unauthenticated(
            Text(
                "The access token has expired; ask an administrator for a new one.",
                da="Adgangsnøglen er udløbet. Bed en administrator om en ny.",
            )
        )
    return Identity(token.id, token.name, Role(token.role), token.unit_id, token.person_id)
