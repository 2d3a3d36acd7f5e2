"""From an access token to the account that it speaks of: signature, issuer, audience and time are checked here. Pure.

After RFC 8725 (best practices) and RFC 9068 (access tokens). Keys that the header brings (`jwk`, `jku`, `x5u`) are
not read.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt
from jwt.exceptions import InvalidSubjectError

from app.core.cpr import contains_cpr
from app.core.errors import Forbidden, Unauthenticated
from app.core.languages import Text
from app.security.account import Account
from app.security.grants import GRANTS, Reach
from app.security.oidc.configuration import Configuration
from app.security.oidc.keys import ALGORITHMS, Key
from app.vocabulary import Permission, Role

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


def verify(token: str, header: TokenHeader, keys: Sequence[Key], configuration: Configuration, now: datetime) -> Claims:
    """What an access token says, once it is proven; raises Unauthenticated."""
    claims = prove(token, header, keys, configuration.issuer, configuration.audience, now)
    if "nonce" in claims or "at_hash" in claims or str(claims.get("typ")).lower() in _NOT_FOR_ACCESS:
        raise _no_access_token()
    return claims


def prove(token: str, header: TokenHeader, keys: Sequence[Key], issuer: str, audience: str, now: datetime) -> Claims:
    """What any token of the issuer says to the audience, whatever it is good for; raises Unauthenticated."""
    try:
        claims = _decoded(token, header, keys, issuer, audience)
    except jwt.InvalidAudienceError:
        raise _refused(
            Text("The token is meant for another service.", da="Adgangsnøglen er udstedt til en anden tjeneste.")
        ) from None
    except jwt.InvalidIssuerError:
        raise _refused(
            Text("The token comes from another provider.", da="Adgangsnøglen kommer fra en anden udbyder.")
        ) from None
    except jwt.MissingRequiredClaimError as missing:
        raise _without(missing.claim) from None
    except InvalidSubjectError:
        raise _without("sub") from None
    except (jwt.InvalidTokenError, jwt.InvalidKeyError, ValueError, RecursionError):
        raise _unreadable() from None
    if not claims["sub"]:
        raise _without("sub")
    _check_times(claims, now.timestamp())
    return claims


def _decoded(token: str, header: TokenHeader, keys: Sequence[Key], issuer: str, audience: str) -> Claims:
    """By the first key that made the signature: a provider may give several the same name. Raises as the library."""
    for key in keys:
        with suppress(jwt.InvalidSignatureError):
            claims: Claims = jwt.decode(
                token,
                key.material,
                algorithms=[header.algorithm],
                audience=audience,
                issuer=issuer,
                options=_OPTIONS,
            )
            return claims
    raise jwt.InvalidSignatureError


def _check_times(claims: Claims, now: float) -> None:
    if _instant(claims, "exp") + SKEW <= now:
        raise _refused(Text("The token has expired. Sign in again.", da="Adgangsnøglen er udløbet. Log ind igen."))
    for name in ("nbf", "iat"):
        if name in claims and _instant(claims, name) - SKEW > now:
            raise _refused(Text("The token is not valid yet.", da="Adgangsnøglen gælder ikke endnu."))


def _instant(claims: Claims, name: str) -> float:
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not _FIRST <= value <= _LAST:
        raise _without(name)
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
    if contains_cpr(subject):
        # It stands in the journal and in sessions.
        raise Forbidden(
            Text(
                "The token's claim `sub` looks like a CPR number, which is never stored here. Have the provider send "
                "another identifier.",
                da="`sub` i adgangsnøglen ligner et CPR-nummer, og det må registret aldrig gemme. "
                "Bed dem, der driver loginudbyderen, om at sende et andet id.",
            )
        )
    name = _one(claims, configuration.name_claim) or subject
    person = _one(claims, configuration.person_claim)
    unproven = configuration.person_source is None and claims.get("email_verified", True) is not True
    return Account(
        subject,
        " ".join(part for part in name.split() if part.isprintable())[:_LONGEST_NAME] or "?",
        roles,
        None if unproven else person,
        _unit(claims, roles, configuration),
        _instant(claims, "exp"),
        person if unproven else None,
    )


def is_limited(roles: frozenset[Role], configuration: Configuration) -> bool:
    """Whether the unit's claim counts: for roles that write in a unit, not for those that keep the whole register."""
    if configuration.unit_claim is None:
        return False
    reaches = {grants.get(Permission.WRITE_SYSTEMS) for role, grants in GRANTS.items() if role in roles}
    return Reach.UNIT in reaches and Reach.ALL not in reaches


def _unit(claims: Claims, roles: frozenset[Role], configuration: Configuration) -> str | None:
    """Raises Forbidden where the claim counts, and names several."""
    claim = configuration.unit_claim
    if claim is None or not is_limited(roles, configuration):
        return None
    said = _find(claims, claim)
    if isinstance(said, list) and len(said) > 1:
        raise Forbidden(
            Text(
                f"The account writes within one unit, and the token's claim `{claim}` names several. Have the provider "
                "send one.",
                da=f"Din konto må skrive inden for én enhed, men `{claim}` i adgangsnøglen nævner flere. "
                "Bed dem, der driver loginudbyderen, om at sende én.",
            )
        )
    return _one(claims, claim)


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
    """The claim's text, or the only one that it lists. What holds a CPR number says nothing, since it may be kept."""
    found = _find(claims, path)
    if isinstance(found, list) and len(found) == 1:
        found = found[0]
    return found.strip() or None if isinstance(found, str) and not contains_cpr(found) else None


def _refused(detail: Text) -> Unauthenticated:
    return Unauthenticated(detail, error="invalid_token")


def _unreadable() -> Unauthenticated:
    return _refused(
        Text(
            "The token cannot be read, or its signature is wrong.",
            da="Adgangsnøglen kan ikke læses, eller underskriften er forkert.",
        )
    )


def _without(claim: str) -> Unauthenticated:
    return _refused(
        Text(
            f"The token's claim `{claim}` is missing or cannot be used. Ask whoever runs the login provider.",
            da=f"`{claim}` mangler i adgangsnøglen eller kan ikke bruges. Spørg dem, der driver loginudbyderen.",
        )
    )


def _no_access_token() -> Unauthenticated:
    return _refused(
        Text(
            "This is no access token: send the one that the provider gives for this service.",
            da="Det er ikke en adgangsnøgle til denne tjeneste. Send den, udbyderen giver til tjenesten.",
        )
    )
