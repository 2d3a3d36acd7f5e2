"""The program itself, in a process of its own. Standard library only: the newcomer's check uses it as well."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def call(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m app …` to its end; keyword arguments are environment variables."""
    return python("-m", "app", *words, **environment)


@contextmanager
def running(*words: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """`python -m app …` while it runs; ended as an operator ends it."""
    with subprocess.Popen(
        [sys.executable, "-m", "app", *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=20) in {0, -signal.SIGTERM}


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The interpreter of the tests in a process of its own, to its end."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def wait_for(port: int) -> None:
    """Returns once somebody listens there."""
    _wait(port, "the service did not start", listened=True)


def wait_until_free(port: int) -> None:
    """Returns once nobody listens there any more."""
    _wait(port, "the service did not end", listened=False)


def _wait(port: int, otherwise: str, *, listened: bool) -> None:
    for _ in range(900):
        with socket.socket() as probe:
            if (probe.connect_ex(("127.0.0.1", port)) == 0) is listened:
                return
        time.sleep(0.1)
    raise AssertionError(otherwise)


def free_port() -> int:
    """A port of this machine on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
