"""The provider's keys, fetched by discovery, kept, and fetched anew; kept through an outage as they are."""

import json
import logging
from asyncio import shield, wrap_future
from collections.abc import Callable
from concurrent.futures import Future
from http.client import HTTPException
from threading import Lock, Thread
from time import monotonic
from typing import Any
from urllib.request import HTTPRedirectHandler, Request, build_opener

from app.core.errors import Unauthenticated, Unavailable
from app.core.languages import Text
from app.security.oidc.configuration import is_safe_address
from app.security.oidc.keys import Key, find_key, read_keys

#: What the thread is called.
THREAD = "oidc-keys"
_DISCOVERY = "/.well-known/openid-configuration"
_LARGEST_DOCUMENT = 1_048_576
#: For one read, and for a document.
_SOCKET_SECONDS, _DOCUMENT_SECONDS = 5.0, 10.0
log = logging.getLogger(__name__)


class _NoRedirects(HTTPRedirectHandler):
    """Where the keys lie is said by the provider's document, not by an answer on the way."""

    def redirect_request(self, *_arguments: Any, **_more: Any) -> None:  # noqa: ANN401 - the library's own
        return None


_opener = build_opener(_NoRedirects)


def fetch_keys(issuer: str) -> tuple[Key, ...]:
    """What the provider publishes now; raises OSError, HTTPException or ValueError."""
    described = _fetch(issuer.rstrip("/") + _DISCOVERY)
    if described.get("issuer") != issuer:
        message = f"the provider calls itself {described.get('issuer')!r}, and OIDC_ISSUER {issuer!r}"
        raise ValueError(message)
    address = described.get("jwks_uri")
    if not isinstance(address, str) or not is_safe_address(address.partition("?")[0]):
        message = f"the keys are said to lie at {address!r}, which is not https"
        raise ValueError(message)
    keys = read_keys(_fetch(address))
    if not keys:
        raise ValueError("the provider publishes no key that can check signatures")
    return keys


def _fetch(address: str) -> dict[str, Any]:
    request = Request(address, headers={"Accept": "application/json"})  # noqa: S310 - is_safe_address has looked
    deadline = monotonic() + _DOCUMENT_SECONDS
    read = bytearray()
    with _opener.open(request, timeout=_SOCKET_SECONDS) as answer:
        while part := answer.read1(65_536):
            read += part
            if len(read) > _LARGEST_DOCUMENT or monotonic() > deadline:
                message = f"{address} sends too much, or too slowly"
                raise ValueError(message)
    try:
        document: dict[str, Any] = {**json.loads(read)}
    except (RecursionError, TypeError):
        message = f"{address} gives no JSON object"
        raise ValueError(message) from None
    return document


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
        fetch: Callable[[str], tuple[Key, ...]] = fetch_keys,
        now: Callable[[], float] = monotonic,
    ) -> None:
        self._issuer, self._every, self._pause, self._fetch, self._now = issuer, every, pause, fetch, now
        self._lock = Lock()
        self._fetching: Future[None] | None = None
        self._tried_at = self._fetched_at = float("-inf")
        self._failing = False
        #: The same object for as long as the provider publishes the same; empty until something was fetched.
        self.keys: tuple[Key, ...] = ()

    async def key(self, identifier: str | None, algorithm: str) -> Key:
        """Raises Unauthenticated for a key that the provider does not have, Unavailable while nothing is known."""
        self.follow()
        found = find_key(self.keys, identifier, algorithm)
        if found is None:
            fetching = self._begin()
            if fetching is not None:
                await shield(wrap_future(fetching))
            found = find_key(self.keys, identifier, algorithm)
        if found is None and not self.keys:
            raise Unavailable(
                Text(
                    "The login provider cannot be reached, so its tokens cannot be checked. Try again.",
                    da="Loginudbyderen kan ikke nås, så adgangsnøglen kan ikke kontrolleres. Prøv igen om lidt.",
                ),
                retry_after=max(1, round(self._pause)),
            )
        if found is None:
            raise Unauthenticated(
                Text(
                    "The token is signed with a key that the login provider does not have. Sign in again.",
                    da="Adgangsnøglen er underskrevet med en nøgle, som loginudbyderen ikke har. Log ind igen.",
                ),
                error="invalid_token",
            )
        return found

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
            keys = self._fetch(self._issuer)
        except (OSError, HTTPException, ValueError) as error:
            if not self._failing:
                kept = "the keys that are known go on" if self.keys else "its tokens cannot be checked"
                log.warning("the keys of %s cannot be fetched (%s); %s", self._issuer, error, kept)
            self._failing = True
        else:
            self._failing = False
            self._fetched_at = self._now()
            if _said(keys) != _said(self.keys):
                self.keys = keys
        finally:
            with self._lock:
                self._fetching = None
            done.set_result(None)


def _said(keys: tuple[Key, ...]) -> list[tuple[object, ...]]:
    return [(key.identifier, key.algorithm, key.said) for key in keys]
