"""What the settings say of the provider, checked once, at the start. Loads neither keys nor the web."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from app.core.config import Settings
from app.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Client:
    """What the pages are to the provider. Without a secret they are a public client."""

    identifier: str
    secret: str | None = field(repr=False)
    scopes: str


@dataclass(frozen=True, slots=True)
class Configuration:
    """Whose tokens count, for whom they have to be meant, and which claim says what.

    `roles`: a value of the roles' claim → the role that it gives. Without `person_source` the person's claim is a
    mail address; without `client` nobody signs in to the pages with it.
    """

    issuer: str
    audience: str
    roles_claim: str
    roles: Mapping[str, Role]
    name_claim: str = "preferred_username"
    person_claim: str = "email"
    person_source: str | None = None
    unit_claim: str | None = None
    unit_source: str | None = None
    client: Client | None = None


def configuration_of(settings: Settings) -> Configuration | None:
    """None where no provider is named; raises ValueError with a sentence on what to correct."""
    if not settings.oidc_issuer:
        if settings.oidc_client_id:
            raise ValueError(
                "OIDC_CLIENT_ID is set, but OIDC_ISSUER is not: name the provider that people sign in with."
            )
        return None
    if not is_safe_address(settings.oidc_issuer):
        message = f"OIDC_ISSUER is {settings.oidc_issuer!r}: write https://…, as the provider's own document has it."
        raise ValueError(message)
    if not settings.oidc_audience:
        raise ValueError("OIDC_ISSUER is set, but OIDC_AUDIENCE is not: name what the tokens have to be meant for.")
    if not settings.oidc_roles_claim:
        raise ValueError("OIDC_ROLES_CLAIM is empty: name the claim that says the roles.")
    if bool(settings.oidc_unit_claim) != bool(settings.oidc_unit_source):
        raise ValueError("OIDC_UNIT_CLAIM and OIDC_UNIT_SOURCE belong together: set both, or neither.")
    if settings.oidc_person_source and not settings.oidc_person_claim:
        raise ValueError("OIDC_PERSON_SOURCE is set, but OIDC_PERSON_CLAIM is empty: name the claim with the key.")
    return Configuration(
        settings.oidc_issuer,
        settings.oidc_audience,
        settings.oidc_roles_claim,
        _roles(settings.oidc_roles),
        settings.oidc_name_claim,
        settings.oidc_person_claim,
        settings.oidc_person_source,
        settings.oidc_unit_claim,
        settings.oidc_unit_source,
        _client(settings),
    )


def _client(settings: Settings) -> Client | None:
    secret = settings.oidc_client_secret.get_secret_value() if settings.oidc_client_secret else None
    if not settings.oidc_client_id:
        if secret:
            raise ValueError("OIDC_CLIENT_SECRET is set, but OIDC_CLIENT_ID is not: name whose secret it is.")
        return None
    scopes = settings.oidc_scopes.split()
    if "openid" not in scopes:
        raise ValueError("OIDC_SCOPES lacks `openid`, without which no provider says who has signed in.")
    return Client(settings.oidc_client_id, secret or None, " ".join(scopes))


def is_safe_address(address: str) -> bool:
    """Whether keys may be fetched there: over TLS, or from this machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    if not host or parts.username is not None or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _roles(text: str) -> Mapping[str, Role]:
    possible = ", ".join(Role)
    wanted = (
        f'OIDC_ROLES has to be a JSON object of values and roles: {{"register-editors": "registrar"}} ({possible}).'
    )
    try:
        given = json.loads(text)
    except ValueError:
        raise ValueError(wanted) from None
    if not isinstance(given, dict) or not given:
        raise ValueError(wanted)
    wrong = [role for role in given.values() if role not in list(Role)]
    if wrong:
        message = f"OIDC_ROLES names {wrong[0]!r}, which is no role: {possible}."
        raise ValueError(message)
    return {value: Role(role) for value, role in given.items()}
