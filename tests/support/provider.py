"""A login provider of the tests' own: keys, tokens, and a server that publishes the keys until it is told to stop."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

AUDIENCE = "api://ansvarsregister"


@cache
def private_key(kind: str) -> Any:
    """`RSA`, `RSA-2` (another one), `EC`, `OKP`: the same for the whole run, since making one takes long."""
    if kind == "EC":
        return ec.generate_private_key(ec.SECP256R1())
    if kind == "OKP":
        return ed25519.Ed25519PrivateKey.generate()
    return rsa.generate_private_key(65537, 1024 if kind == "RSA-short" else 2048)


def public_jwk(kind: str, **more: Any) -> dict[str, Any]:
    public = private_key(kind).public_key()
    reader: Any = {"EC": ECAlgorithm, "OKP": OKPAlgorithm}.get(kind, RSAAlgorithm)
    return {**reader.to_jwk(public, as_dict=True), "kid": kind, "use": "sig", **more}


def signed(claims: dict[str, Any], kind: str = "RSA", algorithm: str = "RS256", **headers: Any) -> str:
    """`kid` None leaves it out."""
    named = {name: value for name, value in {"kid": kind, **headers}.items() if value is not None}
    return jwt.encode(claims, private_key(kind), algorithm, named)


class Published:
    """What the provider says of itself, and how often it was asked. `down`: it answers 503."""

    def __init__(self, *kinds: str) -> None:
        self.keys: list[dict[str, Any]] = [public_jwk(kind) for kind in kinds]
        self.said: dict[str, Any] = {}
        self.down = False
        self.asked = 0
        self.issuer = ""

    def authorized(self, _query: str) -> str | None:
        """Where the browser is sent on; None: nobody signs in here."""
        return None

    def exchanged(self, _form: str, _authorization: str | None) -> tuple[int, dict[str, Any]]:
        """The answer to a code."""
        return 404, {}


@contextmanager
def publishing(published: Published) -> Iterator[Published]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            onward = {"/elsewhere": "/keys", "/authorize": published.authorized(query)}.get(path)
            if onward is not None:
                self.send_response(302)
                self.send_header("Location", onward)
                self.end_headers()
                return
            if published.down:
                self.send_error(503)
                return
            if self.path == "/keys":
                published.asked += 1
                body: dict[str, Any] = {"keys": published.keys}
            else:
                body = {"issuer": published.issuer, "jwks_uri": f"{published.issuer}/keys", **published.said}
            self.give(200, body)

        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if published.down:
                self.send_error(503)
                return
            self.give(*published.exchanged(form, self.headers["Authorization"]))

        def give(self, status: int, body: dict[str, Any]) -> None:
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *arguments: Any) -> None:
            """Nothing on standard error."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        published.issuer = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield published
        finally:
            server.shutdown()


@pytest.fixture
def published() -> Iterator[Published]:
    """A provider that publishes an RSA key, while the test runs."""
    private_key("RSA")
    with publishing(Published("RSA")) as found:
        yield found
