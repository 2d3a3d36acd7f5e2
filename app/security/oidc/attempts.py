"""One attempt of somebody to sign in: the secrets that only their browser and the register know. Pure."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe

_BYTES = 32
#: Longer than what we make; whatever is longer than that is not read.
_LONGEST = 4_096


@dataclass(frozen=True, slots=True)
class SignInAttempt:
    """`state` comes back with the browser, `nonce` within the token, and `verifier` proves whose code it is (RFC 7636).

    `onward`: where the person wanted to go.
    """

    state: str
    nonce: str
    verifier: str
    onward: str

    @property
    def challenge(self) -> str:
        """What the provider may know of the verifier (S256)."""
        return urlsafe_b64encode(sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()

    def is_of(self, state: str | None) -> bool:
        """Whether an answer with this state belongs here; says nothing by the time that it takes."""
        return compare_digest(self.state.encode(), (state or "").encode(errors="replace"))

    def as_text(self) -> str:
        """For a cookie."""
        return urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode()


def begin_attempt(onward: str) -> SignInAttempt:
    return SignInAttempt(token_urlsafe(_BYTES), token_urlsafe(_BYTES), token_urlsafe(_BYTES), onward)


def attempt_from(text: str | None) -> SignInAttempt | None:
    """What `as_text` has written; None for anything else, since a browser sends what it likes."""
    if not text or len(text) > _LONGEST:
        return None
    try:
        said = json.loads(urlsafe_b64decode(text.encode()))
        attempt = SignInAttempt(**said)
    except (ValueError, TypeError, RecursionError):
        return None
    texts = (attempt.state, attempt.nonce, attempt.verifier, attempt.onward)
    whole = all(isinstance(part, str) for part in texts) and all(texts)
    return attempt if whole else None
