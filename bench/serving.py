"""Starting the application under test, and measuring it against static routes of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from bench.generators import requests_per_second
from bench.load import Load
from bench.server import STATIC
from tests.support.program import free_port, wait_for

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Served:
    """A worker that serves; its address, and the number of its process."""

    port: int
    pid: int

    def fetch(self, path: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """Status and body."""
        request = Request(f"http://127.0.0.1:{self.port}{path}", headers=dict(headers))
        try:
            with urlopen(request) as response:  # noqa: S310 - our own server
                return response.status, response.read()
        except HTTPError as refused:
            return refused.code, refused.read()

    def tag(self, path: str, headers: Mapping[str, str]) -> str:
        with urlopen(Request(f"http://127.0.0.1:{self.port}{path}", headers=dict(headers))) as response:
            return str(response.headers["ETag"])

    def megabytes(self, field: str) -> float | None:
        """VmRSS or VmHWM of the worker; None where the system does not tell."""
        status = Path(f"/proc/{self.pid}/status")
        if not status.exists():
            return None
        values = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        return int(values[field].split()[0]) / 1024


@contextmanager
def serving(database_url: str, settings: Mapping[str, str] | None = None, workers: int = 1) -> Iterator[Served]:
    """One uvicorn worker, or several behind one port, stopped afterwards. `settings`: more of their environment."""
    environment = {"DATABASE_URL": database_url, **(settings or {})}
    # Counted as ever, and never reached.
    environment |= dict.fromkeys(("TOKEN_REQUESTS_PER_MINUTE", "ADDRESS_REQUESTS_PER_MINUTE"), "1000000000")
    words = ["--factory", "bench.server:application", "--log-level", "error", "--no-access-log"]
    if workers > 1:
        words += ["--workers", str(workers)]
    with process([sys.executable, "-m", "uvicorn", *words, "--port", "{port}"], environment) as served:
        yield served


@contextmanager
def process(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[Served]:
    """A service that listens on the `{port}` of its command."""
    port = free_port()
    words = [word.replace("{port}", str(port)) for word in command]
    started = subprocess.Popen(words, env={**os.environ, **environment})
    try:
        wait_for(port)
        yield Served(port, started.pid)
    finally:
        started.terminate()
        started.wait(timeout=20)


def in_rounds(load: Load, rounds: int = ROUNDS) -> Iterator[Load]:
    """The load in parts that take turns with something else, each of numbers that no other has."""
    for number in range(rounds):
        first, end = (max(load.first, load.below * each // rounds) for each in (number, number + 1))
        yield replace(load, first=first, below=end)


def shares_of_static(load: Load, size: int) -> list[float]:
    """Per round, the rate as a percentage of that of the static route with as many bytes.

    The static route is measured for half as long: it answers many times as often.
    """
    shares = []
    for part in in_rounds(load):
        seconds = max(load.seconds / 2, 0.5)
        static = replace(part, path=f"{STATIC}/{size}", expected_status=200, headers={}, seconds=seconds)
        reference = requests_per_second(static)
        shares.append(100 * requests_per_second(part) / reference)
    return shares


def in_turns(one: Load, other: Load, rounds: int = ROUNDS) -> list[float]:
    """Per round, the rate of the other as a percentage of that of the one."""
    shares = []
    for part, compared_with in zip(in_rounds(one, rounds), in_rounds(other, rounds), strict=True):
        reference = requests_per_second(part)
        shares.append(100 * requests_per_second(compared_with) / reference)
    return shares
