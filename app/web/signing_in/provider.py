"""Signing in with a login provider: off to it with an attempt in a cookie, and back from there with a code."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.core.errors import Forbidden, Unauthenticated, Unavailable
from app.core.languages import Text
from app.security.account import Account
from app.security.oidc.attempts import attempt_from, begin_attempt
from app.web.answers import HEADERS

if TYPE_CHECKING:
    # It loads cryptography, which whoever has no provider does not wait for.
    from app.security.oidc.code_flow import CodeFlow

CALLBACK = "/log-ind/retur"
#: How long somebody may take at the provider's, in seconds.
_PATIENCE = 600
#: A cookie has to stay below 4 KB.
_LONGEST_ONWARD = 1_500
#: What the provider says where it is not the person's fault (RFC 6749, 4.1.2.1).
_PASSING = frozenset({"server_error", "temporarily_unavailable"})


class ProviderSignIn:
    """The attempt is kept by the browser alone: another process than the one that began may finish it."""

    COOKIE = "ansvarsregister-log-ind"

    def __init__(self, flow: "CodeFlow", now: Callable[[], datetime]) -> None:
        self._flow = flow
        self._now = now

    async def begin(self, request: Request, onward: str) -> Response:
        """Off to the provider; raises Unavailable."""
        attempt = begin_attempt(onward if len(onward) <= _LONGEST_ONWARD else "/")
        address = await self._flow.address(attempt, _back(request))
        answer = RedirectResponse(address, HTTPStatus.SEE_OTHER, {**HEADERS, "Cache-Control": "no-store"})
        # Lax: the browser comes back from another site, by a link.
        answer.set_cookie(
            self.COOKIE,
            attempt.as_text(),
            _PATIENCE,
            path=CALLBACK,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return answer

    async def finish(self, request: Request) -> tuple[Account, str]:
        """Who has signed in, and where they wanted to go; raises Unauthenticated, Forbidden or Unavailable.

        Nothing that the address says is believed, or told to the person, before its state is the cookie's.
        """
        said = request.query_params
        attempt = attempt_from(request.cookies.get(self.COOKIE))
        if attempt is None or not attempt.is_of(said.get("state")):
            raise Unauthenticated(
                Text(
                    "This sign-in did not begin in this browser, or is over. Begin again.",
                    da="Dette login er ikke begyndt i denne browser, eller det er overstået. Log ind igen.",
                )
            )
        if said.get("iss", self._flow.issuer) != self._flow.issuer:
            # A code of another provider's (RFC 9207).
            raise _without_code()
        if "error" in said:
            raise _told(said["error"])
        code = said.get("code")
        if not code:
            raise _without_code()
        return await self._flow.account(attempt, code, _back(request), self._now()), attempt.onward


def _back(request: Request) -> str:
    """Our own address as the browser knows it; the provider sends people only to those that it was told of."""
    return f"{request.url.scheme}://{request.url.netloc}{CALLBACK}"


def _told(error: str) -> Forbidden | Unauthenticated | Unavailable:
    if error == "access_denied":
        return Forbidden(
            Text(
                "You broke the sign-in off, or the login provider does not let your account in here.",
                da="Du afbrød, eller loginudbyderen giver ikke din konto adgang hertil.",
            )
        )
    if error in _PASSING:
        return Unavailable(
            Text(
                "The login provider cannot sign anyone in right now. Try again.",
                da="Loginudbyderen kan ikke logge nogen ind lige nu. Prøv igen om lidt.",
            )
        )
    return _without_code()


def _without_code() -> Unauthenticated:
    return Unauthenticated(
        Text(
            "The login provider did not sign you in. Begin again.",
            da="Loginudbyderen loggede dig ikke ind. Log ind igen.",
        )
    )
