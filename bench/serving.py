"""Starting the application under test, and measuring it against its own static route."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from statistics import median
from time import sleep
from urllib.request import Request, urlopen

from bench.load import Load
from bench.server import STATIC

PORT = 8765
_ROUNDS = 3


@contextmanager
def serving(database_url: str, static_bytes: int, *, open_doors: bool = False) -> Iterator[None]:
    """One uvicorn worker on PORT, stopped afterwards. `open_doors`: it asks nobody who they are."""
    environment = {**os.environ, "DATABASE_URL": database_url, "BENCH_STATIC_BYTES": str(static_bytes)}
    environment |= {"BENCH_OPEN_DOORS": "yes"} if open_doors else {}
    # Counted as ever, and never reached.
    environment |= dict.fromkeys(("TOKEN_REQUESTS_PER_MINUTE", "ADDRESS_REQUESTS_PER_MINUTE"), "1000000000")
    command = [sys.executable, "-m", "uvicorn", "--factory", "bench.server:application", "--port", str(PORT)]
    process = subprocess.Popen([*command, "--log-level", "error", "--no-access-log"], env=environment)
    try:
        _wait_until_ready()
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def fetch(path: str, secret: str) -> bytes:
    request = Request(f"http://127.0.0.1:{PORT}{path}", headers={"Authorization": f"Bearer {secret}"})
    with urlopen(request) as response:  # noqa: S310 - our own server
        body: bytes = response.read()
        return body


def share_of_static(load: Load) -> float:
    """Requests per second as a share of the static route's; the median of rounds that measure both in turn."""
    static = replace(load, path=STATIC, expected_status=200, headers={})
    shares = []
    for _ in range(_ROUNDS):
        reference = _measure(static)
        shares.append(_measure(load) / reference)
    return median(shares)


def _measure(load: Load) -> float:
    """In a process of its own, so that the load costs the server's event loop nothing."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.load", json.dumps(asdict(load))], check=True, capture_output=True, text=True
    )
    return float(done.stdout)


def _wait_until_ready() -> None:
    for _ in range(200):
        try:
            with urlopen(f"http://127.0.0.1:{PORT}/health/live"):
                return
        except OSError:
            sleep(0.1)
    raise RuntimeError("the application did not start")
