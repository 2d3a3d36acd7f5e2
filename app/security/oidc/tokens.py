"""From an access token to the account that it speaks of: signature, issuer, audience and time are checked here. Pure.

After RFC 8725 (best practices) and RFC 9068 (access tokens). Keys that the header brings (`jwk`, `jku`, `x5u`) are
not read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt

from app.core.errors import Forbidden, Unauthenticated
from app.core.languages import Text
from app.security.account import Account
from app.security.oidc.configuration import Configuration
from app.security.oidc.keys import ALGORITHMS, Key

#: By how many seconds the provider's clock may be off.
SKEW = 60
_LARGEST = 16_384
#: Instants that there are, in seconds since 1970: up to the year 9999.
_FIRST, _LAST = 0, 253_402_300_799
_LONGEST_NAME = 200
_TYPES = frozenset({"jwt", "at+jwt", "application/at+jwt"})
#: Keycloak tells its kinds of tokens apart by this claim.
_NOT_FOR_ACCESS = frozenset({"id", "refresh", "offline", "logout"})
_OPTIONS: Any = {
    "require": ["exp", "iss", "aud", "sub"],
    # The register's own clock counts, see below.
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
}
Claims = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TokenHeader:
    """How a token says that it is signed. Nothing of it is proven yet."""

    algorithm: str
    key: str | None


def read_header(token: str) -> TokenHeader:
    """Raises Unauthenticated for what no accepted key can have signed."""
    if len(token) > _LARGEST:
        raise _refused(Text("The token is too large.", da="Adgangsnøglen er for stor."))
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        raise _unreadable() from None
    algorithm, key, kind = header.get("alg"), header.get("kid"), header.get("typ", "JWT")
    if algorithm not in ALGORITHMS:
        raise _refused(
            Text(
                "The token is not signed in a way that is accepted here.",
                da="Adgangsnøglen er ikke underskrevet på en måde, der godtages her.",
            )
        )
    if not isinstance(kind, str) or kind.lower() not in _TYPES:
        raise _no_access_token()
    return TokenHeader(algorithm, key)


def verify(token: str, header: TokenHeader, key: Key, configuration: Configuration, now: datetime) -> Claims:
    """What an access token says, once it is proven; raises Unauthenticated."""
    claims = prove(token, header, key, configuration.issuer, configuration.audience, now)
    if "nonce" in claims or "at_hash" in claims or str(claims.get("typ")).lower() in _NOT_FOR_ACCESS:
        raise _no_access_token()
    return claims


def prove(token: str, header: TokenHeader, key: Key, issuer: str, audience: str, now: datetime) -> Claims:
    """What any token of the issuer says to the audience, whatever it is good for; raises Unauthenticated."""
    try:
        claims: Claims = jwt.decode(
            token,
            key.material,
            algorithms=[header.algorithm],
            audience=audience,
            issuer=issuer,
            options=_OPTIONS,
        )
    except jwt.InvalidAudienceError:
        raise _refused(
            Text("The token is meant for another service.", da="Adgangsnøglen er udstedt til en anden tjeneste.")
        ) from None
    except jwt.InvalidIssuerError:
        raise _refused(
            Text("The token comes from another provider.", da="Adgangsnøglen kommer fra en anden udbyder.")
        ) from None
    except (jwt.InvalidTokenError, jwt.InvalidKeyError, ValueError, RecursionError):
        raise _unreadable() from None
    if not claims["sub"]:
        raise _unreadable()
    _check_times(claims, now.timestamp())
    return claims


def _check_times(claims: Claims, now: float) -> None:
    if _instant(claims, "exp") + SKEW <= now:
        raise _refused(Text("The token has expired. Sign in again.", da="Adgangsnøglen er udløbet. Log ind igen."))
    for name in ("nbf", "iat"):
        if name in claims and _instant(claims, name) - SKEW > now:
            raise _refused(Text("The token is not valid yet.", da="Adgangsnøglen gælder ikke endnu."))


def _instant(claims: Claims, name: str) -> float:
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not _FIRST <= value <= _LAST:
        raise _unreadable()
    return float(value)


def account_of(claims: Claims, configuration: Configuration) -> Account:
    """Raises Forbidden where the provider gives the account no role."""
    said = _find(claims, configuration.roles_claim)
    if said is None:
        _require_complete(claims, configuration.roles_claim)
    values = _values(said, several=configuration.roles_claim in {"scope", "scp"})
    roles = frozenset(configuration.roles[value] for value in values if value in configuration.roles)
    if not roles:
        claim = configuration.roles_claim
        raise Forbidden(
            Text(
                f"The account has no role here: the token's claim `{claim}` holds none of the values that give one. "
                "Ask whoever runs the register, or the provider.",
                da=f"Din konto har ingen rolle her: `{claim}` i adgangsnøglen har ingen af de værdier, der giver en. "
                "Spørg dem, der driver registret eller loginudbyderen.",
            )
        )
    subject = str(claims["sub"])
    name = _one(claims, configuration.name_claim) or subject
    return Account(
        subject,
        " ".join(part for part in name.split() if part.isprintable())[:_LONGEST_NAME] or "?",
        roles,
        _person(claims, configuration),
        _one(claims, configuration.unit_claim) if configuration.unit_claim else None,
        _instant(claims, "exp"),
    )


def _person(claims: Claims, configuration: Configuration) -> str | None:
    """An address that the provider calls unproven is nobody's."""
    if configuration.person_source is None and claims.get("email_verified", True) is not True:
        return None
    return _one(claims, configuration.person_claim)


def _require_complete(claims: Claims, name: str) -> None:
    """Entra ID leaves the groups out where there are more than 200, and names a place to ask for them."""
    elsewhere = claims.get("_claim_names")
    if claims.get("hasgroups") or (isinstance(elsewhere, dict) and name in elsewhere):
        raise Forbidden(
            Text(
                "The account is in so many groups that the provider leaves them out of the token. "
                "Have it send app roles, or only the groups that are assigned to the application.",
                da="Din konto er med i så mange grupper, at udbyderen udelader dem af adgangsnøglen. "
                "Bed administratoren om at sende app-roller eller kun de grupper, der er tildelt applikationen.",
            )
        )


def _find(claims: Claims, path: str) -> object:
    """A claim by its name, or by a dotted path into claims."""
    if path in claims:
        return claims[path]
    found: object = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _values(said: object, *, several: bool) -> list[str]:
    """`several`: whether one text holds values between blanks, as scopes do."""
    if isinstance(said, str):
        return said.split() if several else [said]
    return [value for value in said if isinstance(value, str)] if isinstance(said, list) else []


def _one(claims: Claims, path: str) -> str | None:
    found = _find(claims, path)
    return found.strip() or None if isinstance(found, str) else None


def _refused(detail: Text) -> Unauthenticated:
    return Unauthenticated(detail, error="invalid_token")


def _unreadable() -> Unauthenticated:
    return _refused(
        Text(
            "The token cannot be read, or its signature is wrong.",
            da="Adgangsnøglen kan ikke læses, eller underskriften er forkert.",
        )
    )


def _no_access_token() -> Unauthenticated:
    return _refused(
        Text(
            "This is no access token: send the one that the provider gives for this service.",
            da="Det er ikke en adgangsnøgle til denne tjeneste. Send den, udbyderen giver til tjenesten.",
        )
    )
