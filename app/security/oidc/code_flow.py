"""From a code that a browser brings back from the provider to the account (code flow with PKCE, RFC 9700)."""

import logging
from base64 import b64encode
from datetime import datetime
from http.client import HTTPException
from typing import Any
from urllib.parse import quote_plus, urlencode

from anyio import CapacityLimiter, to_thread

from app.core.errors import Forbidden, Unauthenticated, Unavailable
from app.core.languages import Text
from app.security.account import Account
from app.security.oidc.accounts import Accounts
from app.security.oidc.attempts import SignInAttempt
from app.security.oidc.configuration import Client
from app.security.oidc.documents import Declined, post_form
from app.security.oidc.identity_tokens import verify_identity
from app.security.oidc.provider import Endpoints
from app.security.oidc.tokens import account_of, read_header

#: So many codes are exchanged at a time: a provider that hangs does not hold every thread of the register.
_AT_ONCE = 8
#: The client itself is refused: nobody gets in before whoever runs the register has mended the settings.
_OWN_FAULTS = frozenset({"invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_request"})
log = logging.getLogger(__name__)


class CodeFlow:
    """One per process; `accounts` keeps the keys and endpoints."""

    def __init__(self, accounts: Accounts, client: Client) -> None:
        self._accounts = accounts
        self._client = client
        self._limiter = CapacityLimiter(_AT_ONCE)

    @property
    def issuer(self) -> str:
        return self._accounts.configuration.issuer

    async def address(self, attempt: SignInAttempt, back: str) -> str:
        """Where the browser is sent, to come `back` with a code; raises Unavailable."""
        endpoints = await self._accounts.provider.endpoints()
        asked = {
            "response_type": "code",
            "client_id": self._client.identifier,
            "redirect_uri": back,
            "scope": self._client.scopes,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": attempt.challenge,
            "code_challenge_method": "S256",
        }
        joint = "&" if "?" in endpoints.authorization else "?"
        return f"{endpoints.authorization}{joint}{urlencode(asked)}"

    async def account(self, attempt: SignInAttempt, code: str, back: str, now: datetime) -> Account:
        """Whose the code is; raises Unauthenticated, Forbidden or Unavailable.

        The id_token always has to be good: it alone says that this person has signed in, here, in this attempt. Roles,
        person and unit come from the access token where it is one for the register (`OIDC_AUDIENCE`), so that
        an account may do the same on the pages as over the interface. Where the provider gives an access token
        that is opaque or for something else (as Entra ID does unless a scope of the register is asked for), they come
        from the id_token, with the same claims.
        """
        endpoints = await self._accounts.provider.endpoints()
        answer = await self._exchange(endpoints, attempt, code, back)
        identity, access = answer.get("id_token"), answer.get("access_token")
        access = access if isinstance(access, str) else None
        configuration = self._accounts.configuration
        try:
            if not isinstance(identity, str):
                raise _unusable()
            header = read_header(identity)
            claims = verify_identity(
                identity,
                header,
                await self._accounts.provider.fitting_keys(header.key, header.algorithm),
                configuration=configuration,
                client=self._client,
                nonce=attempt.nonce,
                access_token=access,
                now=now,
            )
            told = None if access is None else await self._told_by(access, now)
            return told or account_of(claims, configuration)
        except Unauthenticated as error:
            log.warning("what %s answered to a code is refused: %s", self.issuer, error)
            raise _unusable() from None
        except Forbidden as error:
            log.warning("an account of %s is let in by nothing: %s", self.issuer, error)
            raise Forbidden(
                Text(
                    "Your account has no access to the register yet. Ask whoever runs it for a role.",
                    da="Din konto har endnu ikke adgang til registret. Bed dem, der driver det, om en rolle.",
                )
            ) from None

    async def _told_by(self, access: str, now: datetime) -> Account | None:
        """None where the access token is not for the register; raises Forbidden where it is, and gives no role."""
        try:
            return await self._accounts.account(access, now)
        except Unauthenticated:
            return None

    async def _exchange(self, endpoints: Endpoints, attempt: SignInAttempt, code: str, back: str) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": attempt.verifier,
        }
        headers = {}
        client = self._client
        if client.secret is None or endpoints.posts_secret:
            form["client_id"] = client.identifier
        if client.secret is not None:
            if endpoints.posts_secret:
                form["client_secret"] = client.secret
            else:
                headers["Authorization"] = _basic(client.identifier, client.secret)
        try:
            return await to_thread.run_sync(
                lambda: post_form(endpoints.token, form, headers), limiter=self._limiter, abandon_on_cancel=True
            )
        except Declined as error:
            if error.code in _OWN_FAULTS:
                log.warning("%s refuses the register as a client (%r)", self.issuer, error.code[:80])
                raise _misconfigured() from None
            log.warning("%s refuses a code (%r)", self.issuer, error.code[:80])
            raise Unauthenticated(
                Text(
                    "The sign-in was used already, or took too long. Begin again.",
                    da="Dette login er allerede brugt, eller det tog for lang tid. Log ind igen.",
                )
            ) from None
        except (OSError, HTTPException, ValueError) as error:
            log.warning("%s does not exchange a code (%s)", self.issuer, error)
            raise Unavailable(
                Text(
                    "The login provider does not answer right now. Try again.",
                    da="Loginudbyderen svarer ikke lige nu. Prøv igen om lidt.",
                )
            ) from None


def _basic(identifier: str, secret: str) -> str:
    """Both are encoded as in a form first (RFC 6749, 2.3.1)."""
    return "Basic " + b64encode(f"{quote_plus(identifier)}:{quote_plus(secret)}".encode()).decode()


def _misconfigured() -> Unavailable:
    return Unavailable(
        Text(
            "The login provider does not accept the register. Tell whoever runs the register.",
            da="Loginudbyderen godtager ikke registret. Sig det til dem, der driver registret.",
        ),
        retry_after=60,
    )


def _unusable() -> Unauthenticated:
    return Unauthenticated(
        Text(
            "The login provider's answer could not be approved. Sign in again.",
            da="Loginudbyderens svar kunne ikke godkendes. Log ind igen.",
        )
    )
