"""A real login provider (oidc-provider, on Node) gives tokens, goes away, and comes back with other keys."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx2
import pytest
from jwt.algorithms import RSAAlgorithm

from tests.clients.tools import TOOLS
from tests.support.program import ROOT, free_port, running, wait_for
from tests.support.provider import private_key

pytestmark = pytest.mark.clients

FOLDER = ROOT / "tests/clients/provider"
AUDIENCE = "urn:ansvarsregister"
ROLES = {"readers": "reader", "editors": "registrar"}
#: Seconds between two fetches of the keys.
PAUSE = 1


class Place(NamedTuple):
    """Where the provider and the register listen, and the file of the provider's keys."""

    provider: str
    register: str
    keys: Path


def write_keys(file: Path, *kinds: str) -> None:
    keys = [{**RSAAlgorithm.to_jwk(private_key(kind), as_dict=True), "kid": kind, "use": "sig"} for kind in kinds]
    file.write_text(json.dumps({"keys": keys}), encoding="utf-8")


@contextmanager
def providing(place: Place, **environment: str) -> Iterator[None]:
    port = place.provider.rpartition(":")[2]
    words: list[str | Path] = [TOOLS / "node", FOLDER / "provider.mjs", port, place.keys, AUDIENCE]
    with subprocess.Popen(
        words,
        env={"PATH": str(TOOLS), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            wait_for(int(port))
            yield
        finally:
            # The tool is a script that starts the real one.
            os.killpg(process.pid, signal.SIGTERM)
            _wait_until_gone(int(port))


def _wait_until_gone(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return
        time.sleep(0.1)
    message = "the provider did not end"
    raise AssertionError(message)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    if not (FOLDER / "node_modules").is_dir():
        pytest.fail("The provider is not there. Run: make clients")
    port = free_port()
    found = Place(f"http://127.0.0.1:{free_port()}", f"http://127.0.0.1:{port}", tmp_path / "keys.json")
    write_keys(found.keys, "RSA")
    settings = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/register.db",
        "OIDC_ISSUER": found.provider,
        "OIDC_AUDIENCE": AUDIENCE,
        "OIDC_ROLES_CLAIM": "scope",
        "OIDC_ROLES": json.dumps(ROLES),
        "OIDC_KEYS_PAUSE_SECONDS": str(PAUSE),
    }
    with running("serve", "--port", str(port), **settings):
        wait_for(port)
        yield found


def token(place: Place, scope: str) -> str:
    answer = httpx2.post(
        f"{place.provider}/token",
        data={"grant_type": "client_credentials", "scope": scope, "resource": AUDIENCE},
        auth=("script", "made-up-for-the-tests"),
    )
    assert answer.status_code == 200, answer.text
    found: str = answer.json()["access_token"]
    return found


def me(place: Place, secret: str) -> httpx2.Response:
    return httpx2.get(f"{place.register}/v1/me", headers={"Authorization": f"Bearer {secret}"})


@pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
def test_tokens_of_a_real_provider_give_what_its_scopes_say(place: Place, algorithm: str) -> None:
    with providing(place, ALGORITHM=algorithm):
        answer = me(place, token(place, "readers editors"))
        assert answer.status_code == 200, answer.text
        assert (answer.json()["name"], answer.json()["roles"]) == ("oidc:script", ["reader", "registrar"])
        assert me(place, token(place, "others")).status_code == 403
        head, claims, mark = token(place, "readers").split(".")
        assert me(place, f"{head}.{claims}.{mark[::-1]}").status_code == 401


def test_provider_goes_away_and_comes_back_with_other_keys(place: Place) -> None:
    write_keys(place.keys, "RSA-2")
    with providing(place):
        early = token(place, "readers")
    write_keys(place.keys, "RSA")
    unreachable = me(place, early)
    assert (unreachable.status_code, unreachable.headers["retry-after"]) == (503, str(PAUSE))

    time.sleep(PAUSE)
    with providing(place):
        first, second = token(place, "readers"), token(place, "readers editors")
        assert me(place, first).status_code == 200
    assert me(place, first).status_code == 200
    assert me(place, second).status_code == 200, "never seen before, and its key is known"
    time.sleep(PAUSE)
    assert me(place, early).status_code == 401

    write_keys(place.keys, "RSA-2", "RSA")
    with providing(place):
        time.sleep(PAUSE)
        assert me(place, token(place, "readers")).status_code == 200
        assert me(place, early).status_code == 200
        assert me(place, first).status_code == 200
