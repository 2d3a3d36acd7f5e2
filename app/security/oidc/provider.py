"""The provider's keys and endpoints: found by discovery, kept through an outage as they are, and fetched anew."""

import logging
from asyncio import shield, wrap_future
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from http.client import HTTPException
from threading import Lock, Thread
from time import monotonic
from typing import Any

from app.core.errors import Unauthenticated, Unavailable
from app.core.languages import Text
from app.security.oidc.configuration import is_safe_address
from app.security.oidc.documents import fetch
from app.security.oidc.keys import Key, find_keys, read_keys

#: What the thread is called.
THREAD = "oidc-keys"
_DISCOVERY = "/.well-known/openid-configuration"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where people sign in, and where the code that they come back with is exchanged.

    `posts_secret`: the provider takes the client's secret in the form alone, not in a header.
    """

    authorization: str
    token: str
    posts_secret: bool


@dataclass(frozen=True, slots=True)
class Publication:
    """What the provider says of itself. Who only gives access tokens may have no endpoints for people."""

    keys: tuple[Key, ...]
    endpoints: Endpoints | None


def fetch_published(issuer: str) -> Publication:
    """What the provider publishes now; raises OSError, HTTPException or ValueError."""
    described = fetch(issuer.rstrip("/") + _DISCOVERY)
    if described.get("issuer") != issuer:
        message = f"the provider calls itself {described.get('issuer')!r}, and OIDC_ISSUER {issuer!r}"
        raise ValueError(message)
    address = _address(described, "jwks_uri")
    if address is None:
        message = f"the keys are said to lie at {described.get('jwks_uri')!r}, which is not https"
        raise ValueError(message)
    keys = read_keys(fetch(address))
    if not keys:
        raise ValueError("the provider publishes no key that can check signatures")
    return Publication(keys, _endpoints(described))


def _endpoints(described: Mapping[str, Any]) -> Endpoints | None:
    authorization, token = _address(described, "authorization_endpoint"), _address(described, "token_endpoint")
    if authorization is None or token is None:
        return None
    # Without a word on it a provider takes the header (OpenID Connect Discovery, section 3).
    ways = described.get("token_endpoint_auth_methods_supported")
    posts = isinstance(ways, list) and "client_secret_post" in ways and "client_secret_basic" not in ways
    return Endpoints(authorization, token, posts)


def _address(described: Mapping[str, Any], name: str) -> str | None:
    """None where none is named, or one that is not safe."""
    address = described.get(name)
    return address if isinstance(address, str) and is_safe_address(address.partition("?")[0]) else None


class Provider:
    """One fetch at a time, in a thread of its own: whoever needs its end waits for it without holding a thread.

    `every`: seconds after which the keys are fetched anew, while the old ones are used; `pause`: seconds that lie
    between two fetches, whatever tokens name.
    """

    def __init__(
        self,
        issuer: str,
        every: float,
        pause: float,
        *,
        fetch: Callable[[str], Publication] = fetch_published,
        now: Callable[[], float] = monotonic,
    ) -> None:
        self._issuer, self._every, self._pause, self._fetch, self._now = issuer, every, pause, fetch, now
        self._lock = Lock()
        self._fetching: Future[None] | None = None
        self._tried_at = self._fetched_at = float("-inf")
        self._failing = False
        #: The same object for as long as the provider publishes the same; empty until something was fetched.
        self.keys: tuple[Key, ...] = ()
        self._endpoints: Endpoints | None = None

    async def fitting_keys(self, identifier: str | None, algorithm: str) -> tuple[Key, ...]:
        """At least one. Raises Unauthenticated where the provider has none, Unavailable while it cannot be asked."""
        self.follow()
        found = find_keys(self.keys, identifier, algorithm)
        if not found:
            await self._renewed()
            found = find_keys(self.keys, identifier, algorithm)
        if not found and (self._failing or not self.keys):
            raise Unavailable(
                Text(
                    "The login provider cannot be reached, so its tokens cannot be checked. Try again.",
                    da="Loginudbyderen kan ikke nås, så adgangsnøglen kan ikke kontrolleres. Prøv igen om lidt.",
                ),
                retry_after=max(1, round(self._pause)),
            )
        if not found:
            raise Unauthenticated(
                Text(
                    "The token is signed with a key that the login provider does not have. Sign in again.",
                    da="Adgangsnøglen er underskrevet med en nøgle, som loginudbyderen ikke har. Log ind igen.",
                ),
                error="invalid_token",
            )
        return found

    async def endpoints(self) -> Endpoints:
        """Raises Unavailable while none are known; known ones go on through an outage, as the keys do."""
        self.follow()
        if self._endpoints is None:
            await self._renewed()
        if self._endpoints is None:
            if self.keys:
                log.error("%s names no endpoints on https where people could sign in", self._issuer)
            raise Unavailable(
                Text(
                    "The login provider cannot be reached right now. Try again.",
                    da="Loginudbyderen kan ikke nås lige nu. Prøv igen om lidt.",
                ),
                retry_after=max(1, round(self._pause)),
            )
        return self._endpoints

    async def _renewed(self) -> None:
        """Wait for a fetch, where one may be made now."""
        fetching = self._begin()
        if fetching is not None:
            await shield(wrap_future(fetching))

    def follow(self) -> None:
        """Begin to fetch the keys anew where they have become old; nobody waits for it."""
        if self._now() - self._fetched_at >= self._every:
            self._begin()

    def _begin(self) -> Future[None] | None:
        """The fetch that is under way, or a new one; None where the last one was just now."""
        with self._lock:
            if self._fetching is None and self._now() - self._tried_at >= self._pause:
                self._tried_at = self._now()
                self._fetching = Future()
                # A daemon: a provider that hangs does not keep the process from ending.
                Thread(target=self._renew, args=(self._fetching,), name=THREAD, daemon=True).start()
            return self._fetching

    def _renew(self, done: "Future[None]") -> None:
        try:
            published = self._fetch(self._issuer)
        except (OSError, HTTPException, ValueError) as error:
            if not self._failing:
                kept = "the keys that are known go on" if self.keys else "its tokens cannot be checked"
                log.warning("the keys of %s cannot be fetched (%s); %s", self._issuer, error, kept)
            self._failing = True
        else:
            self._failing = False
            self._fetched_at = self._now()
            self._endpoints = published.endpoints
            if _said(published.keys) != _said(self.keys):
                self.keys = published.keys
        finally:
            with self._lock:
                self._fetching = None
            done.set_result(None)


def _said(keys: tuple[Key, ...]) -> list[tuple[object, ...]]:
    return [(key.identifier, key.algorithm, key.said) for key in keys]
