"""A clean room: a fresh clone, an empty home, and nothing in the environment but what reaches a package registry."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

#: What a package client needs to reach the registry that this machine uses, and the language of its messages.
KEPT = (
    *("PATH", "LANG", "LC_ALL", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "https_proxy", "http_proxy", "no_proxy"),
    "NODE_EXTRA_CA_CERTS",
)
KEPT_PREFIXES = ("PIP_", "SSL_CERT_", "NPM_CONFIG_")
START_SECONDS = 300.0


class Failed(Exception):
    """The newcomer could not do what the README says."""


def cleared(home: Path) -> dict[str, str]:
    """The environment of somebody who has just come."""
    kept = {name: value for name, value in os.environ.items() if name in KEPT or name.startswith(KEPT_PREFIXES)}
    return {**kept, "HOME": str(home), "PIP_NO_CACHE_DIR": "1"}


class Room:
    """The folder of a clone, and a way to run commands in it as somebody who has just come."""

    def __init__(self, folder: Path) -> None:
        self.clone = folder / "clone"
        self.desk = folder / "desk"
        self.desk.mkdir()
        home = folder / "home"
        home.mkdir()
        self.environment = cleared(home) | {"TMPDIR": str(folder)}

    def run(
        self, *command: str, at: Path | None = None, environment: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, in the clone unless told otherwise."""
        return subprocess.run(
            command,
            cwd=at or self.clone,
            env=self.environment | dict(environment or {}),
            capture_output=True,
            text=True,
            check=False,
            timeout=START_SECONDS,
        )

    def succeed(self, *command: str, at: Path | None = None, environment: Mapping[str, str] | None = None) -> str:
        """The standard output of a command that must succeed."""
        done = self.run(*command, at=at, environment=environment)
        if done.returncode:
            raise Failed(f"{' '.join(command)} ends with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def refuse(self, said: str, *command: str, environment: Mapping[str, str] | None = None) -> None:
        """A command that must end with status 2 and the sentence that holds `said`, and no traceback."""
        done = self.run(*command, environment=environment)
        told = done.stdout + done.stderr
        if done.returncode != 2 or said not in told or "Traceback" in told:
            raise Failed(f"{' '.join(command)} ends with {done.returncode} and does not say «{said}» plainly:\n{told}")


@contextmanager
def clean_room(repository: Path) -> Iterator[Room]:
    """A room with a fresh clone of the repository's commit; gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="newcomer-"))
    try:
        room = Room(folder)
        room.succeed("git", "clone", "--quiet", str(repository), str(room.clone), at=folder)
        yield room
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Server:
    """`make demo` as it is started in a terminal, and ended there with Ctrl-C."""

    def __init__(self, room: Room, port: int, **variables: str) -> None:
        self.seconds = 0.0
        self.lines: list[str] = []
        self._started = time.monotonic()
        # A session of its own, as a terminal gives it: the signal reaches make and what it started, and nobody else.
        self._process = subprocess.Popen(
            ["make", "demo", f"PORT={port}", *(f"{name}={value}" for name, value in variables.items())],
            cwd=room.clone,
            env=room.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        try:
            self._wait()
        except BaseException:
            self._kill()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self._signal(signal.SIGINT)
        try:
            self._process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self._kill()
            raise Failed("make demo does not end within 20 seconds of Ctrl-C.") from None

    def line(self, beginning: str) -> str:
        """The one line that was printed and begins so."""
        found = [line for line in self.lines if line.startswith(beginning)]
        if len(found) != 1:
            raise Failed(f"make demo prints no line «{beginning} …»:\n{''.join(self.lines)}")
        return found[0].strip()

    def _wait(self) -> None:
        # Reading a line has no time limit of its own; whoever ends the server ends its output.
        watch = threading.Timer(START_SECONDS, self._signal, [signal.SIGKILL])
        watch.start()
        try:
            for line in self._process.stdout or ():
                self.lines.append(line)
                if line.startswith("Stop with"):
                    self.seconds = time.monotonic() - self._started
                    return
        finally:
            watch.cancel()
        raise Failed(f"make demo does not serve:\n{''.join(self.lines)}")

    def _signal(self, number: int) -> None:
        os.killpg(self._process.pid, number)

    def _kill(self) -> None:
        self._signal(signal.SIGKILL)
        self._process.communicate()


@contextmanager
def taken_port() -> Iterator[int]:
    """A port of this machine on which somebody listens already."""
    with socket.socket() as keeper:
        keeper.bind(("127.0.0.1", 0))
        keeper.listen()
        yield keeper.getsockname()[1]


def main(command: list[str]) -> None:
    """Run a command where we stand, with an empty home and the environment of a newcomer: `… room make test`."""
    with tempfile.TemporaryDirectory(prefix="newcomer-") as home:
        sys.exit(subprocess.run(command, env=cleared(Path(home)), check=False).returncode)


if __name__ == "__main__":
    main(sys.argv[1:])
