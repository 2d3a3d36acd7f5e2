"""From the secret of a token to the caller; access ends when its person's work does."""

from datetime import date, timedelta

from sqlalchemy import bindparam, exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from app.core.clock import Clock
from app.core.errors import Unauthenticated
from app.core.languages import Text
from app.models import AccessToken, Person, Tenure
from app.security.identity import Identity, hash_secret
from app.vocabulary import Role

_EARLIER = aliased(AccessToken)
#: A token, and whether an earlier one is called the same and may do something else, so that the journal has to tell the
#: two apart. A successor may do the same as the one before it.
_TOKEN = select(
    AccessToken,
    exists().where(
        col(_EARLIER.name) == AccessToken.name,
        col(_EARLIER.id) < AccessToken.id,
        or_(
            col(_EARLIER.role) != AccessToken.role,
            col(_EARLIER.unit_id).is_distinct_from(AccessToken.unit_id),
        ),
    ),
).where(col(AccessToken.secret_hash) == bindparam("secret_hash"))


def identify(session: Session, secret: str, clock: Clock, max_days: int = 0) -> Identity:
    """The holder of the secret; raises Unauthenticated where it is unknown, revoked, expired, or a leaver's.

    `max_days`: for how many days a token works from its making, whatever end it has; 0: no matter how many.
    """
    return identify_hashed(session, hash_secret(secret), clock, max_days)


def identify_hashed(session: Session, secret_hash: str, clock: Clock, max_days: int = 0) -> Identity:
    """The same, for a session that was begun with the secret: what is kept of it is the hash."""
    today = clock.today()
    token, is_second = session.exec(_TOKEN, params={"secret_hash": secret_hash}).first() or (None, False)
    if token is None or token.revoked_at is not None:
        raise Unauthenticated(
            Text(
                "The access token is unknown or revoked.",
                da="Adgangsnøglen er ukendt eller spærret. Bed en administrator om en ny.",
            ),
            error="invalid_token",
        )
    if token.expires_on is not None and token.expires_on < today:
        raise Unauthenticated(
            Text(
                "The access token has expired; ask an administrator for a new one.",
                da="Adgangsnøglen er udløbet. Bed en administrator om en ny.",
            ),
            error="invalid_token",
        )
    if max_days and clock.day_of(token.created_at) + timedelta(days=max_days) < today:
        raise Unauthenticated(
            Text(
                f"Access tokens work for {max_days} days at most here, and this one is older; ask an administrator for "
                "a new one.",
                da=f"Adgangsnøgler gælder her højst i {max_days} dage, og denne er ældre. "
                "Bed en administrator om en ny.",
            ),
            error="invalid_token",
        )
    roles = roles_today(session, frozenset({Role(token.role)}), token.person_id, today)
    told_apart = f" ({token.role}{f', {token.unit_id}' if token.unit_id else ''})" if is_second else ""
    return Identity(token.id, token.name, roles, token.unit_id, token.person_id, told_apart)


def roles_today(session: Session, roles: frozenset[Role], person_id: str | None, today: date) -> frozenset[Role]:
    """The roles that the person still has; accounts of nobody in particular keep theirs.

    Every role ends with the last day of work, and `owner` with the person's last tenure. Raises Unauthenticated where
    none is left.
    """
    person = None if person_id is None else session.get(Person, person_id)
    if person is None:
        return roles
    refuse_leaver(person, today)
    if Role.OWNER in roles and not _has_tenure(session, person.id, today):
        roles -= {Role.OWNER}
        if not roles:
            raise Unauthenticated(_without_position(session, person.id), error="invalid_token")
    return roles


def refuse_leaver(person: Person, today: date) -> None:
    """Raises Unauthenticated for someone whose last day is over."""
    if person.erased_on is not None or (person.leaves_on is not None and person.leaves_on < today):
        raise access_has_ended()


def access_has_ended() -> Unauthenticated:
    """What a leaver is told."""
    return Unauthenticated(
        Text("The access has ended: the person has left.", da="Adgangen er ophørt, fordi personen er fratrådt."),
        error="invalid_token",
    )


def _without_position(session: Session, person_id: str) -> Text:
    if session.exec(select(Tenure.id).where(Tenure.person_id == person_id).limit(1)).first() is None:
        return Text(
            "The access as an owner begins with a position, and the person has none in the register.",
            da="Adgang som ejer kræver en stilling i registret, og personen har ikke haft nogen.",
        )
    return Text(
        "The access has ended: the person holds no position any more.",
        da="Adgangen er ophørt, fordi personen ikke længere har en stilling.",
    )


def _has_tenure(session: Session, person_id: str, today: date) -> bool:
    """Whether one lasts, or is still to begin."""
    until = col(Tenure.valid_until)
    lasting = select(Tenure.id).where(Tenure.person_id == person_id, or_(until.is_(None), until >= today))
    return session.exec(lasting.limit(1)).first() is not None
