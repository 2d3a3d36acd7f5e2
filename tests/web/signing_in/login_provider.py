"""A login provider of the tests' own where people sign in: it keeps to RFC 6749 and 7636, and can be told to lie."""

import base64
import hashlib
import secrets
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode

from tests.support.api import MONDAY
from tests.support.provider import AUDIENCE, Published, signed

CLIENT, SECRET = "register pages", "a secret/with: signs"


class LoginProvider(Published):
    """Whoever comes is signed in as Kirsten. `secret` None: the pages are a public client."""

    def __init__(self, secret: str | None = None) -> None:
        super().__init__("RSA")
        self.secret = secret
        #: What the tokens say otherwise than usual; None leaves a claim out.
        self.identity: dict[str, Any] = {}
        self.access: dict[str, Any] = {}
        #: Something else in place of the answer to a code.
        self.answer: tuple[int, dict[str, Any]] | None = None
        #: What it comes back with instead of a code.
        self.error: str | None = None
        #: An access token that only the provider can read.
        self.opaque = False
        #: The forms that came to the token endpoint, and how the client named itself in the header.
        self.forms: list[dict[str, str]] = []
        self.named: list[str | None] = []
        self._codes: dict[str, dict[str, str]] = {}

    def open(self) -> None:
        """Once the address is known."""
        here = self.issuer
        self.said = {"authorization_endpoint": f"{here}/authorize", "token_endpoint": f"{here}/token", **self.said}

    def authorized(self, query: str) -> str | None:
        asked = dict(parse_qsl(query, strict_parsing=bool(query)))
        if not asked:
            return None
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        assert asked["client_id"] == CLIENT
        assert "openid" in asked["scope"].split()
        told = {"state": asked["state"], "iss": self.issuer}
        if self.error is not None:
            return f"{asked['redirect_uri']}?{urlencode({'error': self.error, **told})}"
        code = secrets.token_urlsafe()
        self._codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, **told})}"

    def exchanged(self, form: str, authorization: str | None) -> tuple[int, dict[str, Any]]:
        sent = {name: value for name, (value,) in parse_qs(form).items()}
        self.forms.append(sent)
        self.named.append(authorization)
        if self.answer is not None:
            return self.answer
        if not self._knows(sent, authorization):
            return 401, {"error": "invalid_client"}
        asked = self._codes.pop(sent["code"], None)
        digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != challenge or asked["redirect_uri"] != sent["redirect_uri"]:
            return 400, {"error": "invalid_grant", "error_description": "<b>no</b>"}
        access = "opaque" if self.opaque else signed(_claims(self._person(AUDIENCE), self.access), typ="at+jwt")
        mark = base64.urlsafe_b64encode(hashlib.sha256(access.encode()).digest()[:16]).rstrip(b"=").decode()
        said = {**self._person(CLIENT), "nonce": asked["nonce"], "at_hash": mark}
        return 200, {"access_token": access, "token_type": "Bearer", "id_token": signed(_claims(said, self.identity))}

    def _knows(self, sent: dict[str, str], authorization: str | None) -> bool:
        if self.secret is None:
            return sent.get("client_id") == CLIENT and authorization is None
        if "client_secret" in sent:
            return (sent["client_id"], sent["client_secret"]) == (CLIENT, self.secret)
        text = f"{urlencode({'': CLIENT})[1:]}:{urlencode({'': self.secret})[1:]}"
        return authorization == f"Basic {base64.b64encode(text.encode()).decode()}"

    def _person(self, audience: str) -> dict[str, Any]:
        now = int(MONDAY.timestamp())
        names = {"preferred_username": "kirsten", "email": "kirsten@kommune.example"}
        return {
            **names,
            "iss": self.issuer,
            "aud": audience,
            "sub": "account-1",
            "iat": now,
            "exp": now + 300,
            "roles": ["readers"],
        }


def _claims(usual: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**usual, **changes}.items() if value is not None}
