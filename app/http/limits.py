"""How many requests a minute a token and an address may make, and how often an address may send wrong tokens.

Each worker process counts for itself. The count is one number per caller, the moment at which its whole quota is
free again (the generic cell rate algorithm, of ITU-T I.371): no burst at the turn of a minute, and nothing to store
per request. Tokens are known here by a hash that differs from process to process, so that none is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address
from math import ceil
from time import monotonic

from starlette.types import Scope

from app.core.config import Settings
from app.core.errors import TooManyRequests
from app.core.languages import Text

HeaderPairs = tuple[tuple[bytes, bytes], ...]
_WINDOW = 60.0
#: So many callers are remembered; then those with a whole quota are forgotten.
_MOST_CALLERS = 10_000
#: In shares: seconds since the machine was started are no round numbers.
_ROUNDING = 1e-6


@dataclass(slots=True)
class Quota:
    """`quantity` units a minute for each caller; 0: as many as they like."""

    name: str
    quantity: int
    free_at: dict[int | str, float] = field(default_factory=dict)
    label: bytes = field(init=False)
    policy: tuple[bytes, bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.label = self.name.encode()
        self.policy = (b"ratelimit-policy", b'"%s";q=%d;w=%d' % (self.label, self.quantity, _WINDOW))

    def left(self, caller: int | str, now: float, *, take: bool = True) -> tuple[int, float]:
        """How many are left after one more, and after how many seconds all are there again.

        Below zero where there was none left; then, or without `take`, nothing is counted.
        """
        share = _WINDOW / self.quantity
        owed = max(self.free_at.get(caller, now) - now, 0.0) + share
        left = int((_WINDOW - owed) / share + _ROUNDING) if owed <= _WINDOW + share * _ROUNDING else -1
        if take and left >= 0:
            if len(self.free_at) >= _MOST_CALLERS and caller not in self.free_at:
                self._forget(now)
            self.free_at[caller] = now + owed
        return left, owed

    def _forget(self, now: float) -> None:
        self.free_at = {caller: free for caller, free in self.free_at.items() if free > now}
        if len(self.free_at) >= _MOST_CALLERS:
            # More callers at a time than any municipality has: whoever came first starts anew.
            self.free_at = dict(list(self.free_at.items())[_MOST_CALLERS // 2 :])


class Quotas:
    """Asked before anything else is done for a request, and told afterwards who it was from."""

    def __init__(self, settings: Settings, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._by_token = Quota("token", settings.token_requests_per_minute)
        self._by_address = Quota("address", settings.address_requests_per_minute)
        self._wrong = Quota("wrong-tokens", settings.wrong_tokens_per_minute)
        #: Tokens that were right: a wrong one from the same address takes nothing from them.
        self._right: set[int] = set()

    def enter(self, scope: Scope) -> HeaderPairs:
        """The headers of the answer; raises TooManyRequests.

        Health and figures are never refused, nor what a page of our own asks for its visitor (`caller` in the scope).
        """
        path: str = scope["path"]
        if "caller" in scope or path.startswith("/health/") or path == "/metrics":
            return ()
        now, address = self._now(), _address(scope)
        quota, left, owed = self._by_address, 0, 0.0
        if quota.quantity:
            left, owed = _count(quota, address, now)
        token = _token(scope)
        if token is not None:
            scope["sent_token"] = token
            if self._wrong.quantity and token not in self._right:
                _count(self._wrong, address, now, take=False)
            if self._by_token.quantity:
                quota = self._by_token
                left, owed = _count(quota, token, now)
        if not quota.quantity:
            return ()
        return (quota.policy, (b"ratelimit", b'"%s";r=%d;t=%d' % (quota.label, left, owed + 1)))

    def try_in_form(self, scope: Scope, token: str) -> None:
        """Someone has typed a token, or a code, into a form; raises TooManyRequests after too many that were wrong."""
        scope["sent_token"] = hash(token)
        if self._wrong.quantity and hash(token) not in self._right:
            _count(self._wrong, _address(scope), self._now(), take=False)

    def told(self, scope: Scope, status: int) -> None:
        """What became of a request that has entered: `identity` is in the scope where the token was right."""
        token: int | None = scope.get("sent_token")
        if token is None:
            return
        if "identity" in scope:
            if len(self._right) >= _MOST_CALLERS:
                self._right.clear()
            self._right.add(token)
        elif status == HTTPStatus.UNAUTHORIZED and self._wrong.quantity:
            self._right.discard(token)
            self._wrong.left(_address(scope), self._now())


def _count(quota: Quota, caller: int | str, now: float, *, take: bool = True) -> tuple[int, float]:
    """As `Quota.left`; raises TooManyRequests where there is none."""
    left, owed = quota.left(caller, now, take=take)
    if left >= 0:
        return left, owed
    wait = max(1, ceil(owed - _WINDOW))
    raise TooManyRequests(
        Text(
            f"Too many requests. Try again in {wait} seconds.",
            da=f"Der er sendt for mange forespørgsler. Prøv igen om {wait} sekunder.",
        ),
        headers={
            "Retry-After": str(wait),
            "RateLimit-Policy": quota.policy[1].decode(),
            "RateLimit": f'"{quota.name}";r=0;t={wait}',
        },
    )


def _token(scope: Scope) -> int | None:
    """The token of the Authorization header, however its blanks are written; None where there is none."""
    for name, value in scope["headers"]:
        if name == b"authorization":
            words = value.decode("latin-1").rsplit(None, 1)
            return hash(words[-1].rstrip()) if words else None
    return None


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return _network(client[0]) if client else ""


@lru_cache(4096)
def _network(host: str) -> str:
    """Whoever has one address of IPv6 has the 2^64 beside it as well."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return address.exploded[:19]
    return host
