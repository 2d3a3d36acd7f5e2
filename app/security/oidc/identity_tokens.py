"""What an id_token has to be before it is believed (OpenID Connect Core, 3.1.3.7). Pure."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import new as new_hash
from hmac import compare_digest

from app.core.errors import Unauthenticated
from app.core.languages import Text
from app.security.oidc.configuration import Client, Configuration
from app.security.oidc.keys import Key
from app.security.oidc.tokens import Claims, TokenHeader, prove


def verify_identity(  # noqa: PLR0913 - each of them is a thing that the token is held against
    token: str,
    header: TokenHeader,
    keys: Sequence[Key],
    *,
    configuration: Configuration,
    client: Client,
    nonce: str,
    access_token: str | None,
    now: datetime,
) -> Claims:
    """What the token says of who has signed in, at this client, in this attempt; raises Unauthenticated."""
    claims = prove(token, header, keys, configuration.issuer, client.identifier, now)
    audience = claims["aud"]
    several = isinstance(audience, list) and len(audience) > 1
    if claims.get("azp", None if several else client.identifier) != client.identifier:
        raise _refused(
            Text("The token is meant for another client.", da="Loginudbyderens svar er givet til et andet program.")
        )
    # Keycloak tells its kinds of tokens apart by this claim; others do not have it.
    if claims.get("typ", "ID") != "ID":
        raise _refused(Text("This is no id_token.", da="Loginudbyderens svar er af en forkert slags."))
    said = claims.get("nonce")
    if not isinstance(said, str) or not compare_digest(said.encode(errors="replace"), nonce.encode()):
        raise _refused(
            Text("The token belongs to another attempt.", da="Loginudbyderens svar hører til et andet forsøg.")
        )
    mark = claims.get("at_hash")
    if mark is not None and access_token is not None and mark != half_hash(access_token, header.algorithm):
        raise _refused(
            Text(
                "The access token is not the one that came with this.",
                da="Adgangsnøglen hører ikke sammen med resten af loginudbyderens svar.",
            )
        )
    return claims


def half_hash(text: str, algorithm: str) -> str:
    """The left half of the hash that the signature uses (3.1.3.6); Ed25519 uses SHA-512."""
    size = algorithm[-3:] if algorithm[-3:].isdigit() else "512"
    digest = new_hash(f"sha{size}", text.encode()).digest()
    return urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()


def _refused(detail: Text) -> Unauthenticated:
    return Unauthenticated(detail, error="invalid_token")
