"""From a provider's account to the caller: the person and the unit it belongs to, and what is left of its roles."""

from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from sqlmodel import Session, col, select

from app.core.config import Settings
from app.core.errors import Forbidden
from app.core.folding import fold_address
from app.core.languages import Text
from app.models import Person, Unit
from app.register.actors import ACCOUNT
from app.register.former_logins import address_login, has_ended, key_login
from app.security.account import Account
from app.security.authentication import access_has_ended, refuse_leaver, roles_today
from app.security.identity import Identity
from app.security.oidc.configuration import Configuration
from app.security.oidc.keys import Key
from app.security.oidc.provider import Provider
from app.security.oidc.tokens import account_of, is_limited, read_header, verify

#: What a letter of a pattern is written behind that stands for itself.
_ESCAPE = "\\"


class Accounts:
    """The provider's side of the door: whose token it is, without a look into the register."""

    def __init__(self, configuration: Configuration, provider: Provider) -> None:
        self.configuration = configuration
        self.provider = provider

    async def account(self, token: str, now: datetime) -> Account:
        """Raises Unauthenticated, Forbidden, and Unavailable while the provider has never been reached."""
        header = read_header(token)
        keys = await self.provider.fitting_keys(header.key, header.algorithm)
        return account_of(verify(token, header, keys, self.configuration, now), self.configuration)

    def keys(self) -> tuple[Key, ...]:
        """Another object once the provider has other keys: what an older one proved has to be proven again."""
        self.provider.follow()
        return self.provider.keys


def accounts_of(configuration: Configuration, settings: Settings) -> Accounts:
    """Begins to fetch the keys; a provider that cannot be reached now keeps nothing from starting."""
    provider = Provider(configuration.issuer, settings.oidc_keys_every_seconds, settings.oidc_keys_pause_seconds)
    provider.follow()
    return Accounts(configuration, provider)


def identify_account(session: Session, account: Account, configuration: Configuration, today: date) -> Identity:
    """Raises Unauthenticated for a leaver, Forbidden where the unit that the account is limited to is not known."""
    person_id = _person_id(session, account.person, configuration, today)
    if account.unproven is not None:
        _refuse_leavers_address(session, account.unproven, today)
    roles = roles_today(session, account.roles, person_id, today)
    unit_id = _unit_id(session, account.unit, configuration) if is_limited(roles, configuration) else None
    name = ACCOUNT + account.name
    # A provider may give two accounts one name; what it never gives twice is the subject.
    is_alone = account.name == account.subject
    found = account_id(configuration.issuer, account.subject)
    return Identity(found, name, roles, unit_id, person_id, is_alone=is_alone)


def account_id(issuer: str, subject: str) -> str:
    """The same for every token of an account, in the form of the identifiers of tokens."""
    return str(UUID(bytes=sha256(f"{issuer}\n{subject}".encode()).digest()[:16], version=5))


def _person_id(session: Session, claim: str | None, configuration: Configuration, today: date) -> str | None:
    """By the key, or by the address: who still works here before who has left, and nobody where two share it.

    Raises Unauthenticated where nobody is called so any more, and who was has left.
    """
    if claim is None:
        return None
    if configuration.person_source is not None:
        keyed = select(Person.id).where(Person.source == configuration.person_source, Person.external_id == claim)
        login, found = key_login(configuration.person_source, claim), list(session.exec(keyed))
    else:
        login, found = address_login(claim), _addressed(session, claim, today)
    if not found and has_ended(session, login, today):
        raise access_has_ended()
    return found[0] if len(found) == 1 else None


def _refuse_leavers_address(session: Session, address: str, today: date) -> None:
    """To keep somebody out it takes less than to let somebody in: the address need not be proven."""
    found = _addressed(session, address, today)
    if found:
        refuse_leaver(session.get_one(Person, found[0]), today)
    elif has_ended(session, address_login(address), today):
        raise access_has_ended()


def _addressed(session: Session, address: str, today: date) -> list[str]:
    """Those who work here, or else one of those who have left."""
    folded = fold_address(address)
    # Databases fold the letters of English alone, and know no forms: they look for what stands between the others.
    known = "".join(letter if letter.isascii() else "%" for letter in _escaped(folded))
    alike = select(Person).where(col(Person.email).ilike(known, escape=_ESCAPE))
    found = [person for person in session.exec(alike) if fold_address(person.email or "") == folded]
    here = [person.id for person in found if person.leaves_on is None or person.leaves_on >= today]
    return here or [person.id for person in found[:1]]


def _escaped(text: str) -> str:
    """As a pattern that stands for itself."""
    return "".join(f"{_ESCAPE}{letter}" if letter in f"{_ESCAPE}%_" else letter for letter in text)


def _unit_id(session: Session, claim: str | None, configuration: Configuration) -> str:
    keyed = select(Unit.id).where(Unit.source == configuration.unit_source, Unit.external_id == (claim or ""))
    found = session.exec(keyed).first()
    if found is None:
        raise Forbidden(
            Text(
                f"The account writes within a unit, and the token's claim `{configuration.unit_claim}` names none that "
                "is registered. Ask whoever runs the register.",
                da=f"Din konto må skrive inden for en enhed, men `{configuration.unit_claim}` i adgangsnøglen nævner "
                "ingen, der er i registret. Spørg dem, der driver registret.",
            )
        )
    return found
