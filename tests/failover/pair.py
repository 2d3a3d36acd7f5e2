"""A primary and a synchronous standby of PostgreSQL that can lose its primary, as docs/operations.md has it."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.support.postgres import SERVER_OPTIONS, START_SECONDS, LocalPostgres
from tests.support.program import free_port

#: A write is acknowledged once the standby has it. Neither server waits for its disk: no machine loses power here.
_OPTIONS = {
    **SERVER_OPTIONS,
    "wal_level": "replica",
    "max_wal_senders": "4",
    "wal_keep_size": "256MB",
    "synchronous_commit": "on",
}
_PAUSE = 0.02


class Pair(LocalPostgres):
    """Two servers at two ports that stay the same, whichever of them is the primary."""

    def __init__(self) -> None:
        super().__init__()
        self._programs = Path()
        self._ports = (free_port(), free_port())
        self._running: dict[int, subprocess.Popen[bytes]] = {}
        self.primary = 0

    def start(self) -> str:
        """Returns the address of both, as DATABASE_URL has it."""
        try:
            self._programs = self._binaries()
            self._data = self._place(self.primary)
            self._make_cluster(self._programs)
            self._run(self.primary)
            self.add_standby()
        except BaseException:
            self.stop()
            raise
        hosts = ",".join(f"127.0.0.1:{port}" for port in self._ports)
        return f"postgresql://postgres@{hosts}/postgres?target_session_attrs=read-write"

    def stop(self) -> None:
        for number in list(self._running):
            self._kill(number)
        super().stop()

    def add_standby(self) -> None:
        """Copy the primary to where the other server was, and have writes wait for it from now on."""
        standby = 1 - self.primary
        place = self._place(standby)
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(mode=0o700)
        if self._user is not None:
            shutil.chown(place, self._user)
        # The copy has this setting too: whoever is promoted has no standby yet, and must not wait for one.
        self.ask(self.primary, "ALTER SYSTEM RESET synchronous_standby_names")
        copying = ("-h", "127.0.0.1", "-p", str(self._ports[self.primary]), "-U", "postgres", "-D", str(place))
        command = [str(self._programs / "pg_basebackup"), *copying, "-R", "-X", "stream", "-c", "fast", "--no-sync"]
        subprocess.run(command, user=self._user, cwd=self._folder, capture_output=True, timeout=60, check=True)
        self._run(standby)
        self.ask(self.primary, "ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.ask(self.primary, "SELECT pg_reload_conf()")
        self._wait("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'", 1)

    def lose_primary(self) -> None:
        """Every process of it at once, as when its machine goes: none may end its work, or tell its clients."""
        self._kill(self.primary)

    def lose_standby(self) -> None:
        """The same of the other one. Writes wait for it from then on."""
        self._kill(1 - self.primary)

    @property
    def standby(self) -> str:
        """The address of the standby alone."""
        return self._address(1 - self.primary)

    @contextmanager
    def stopped_standby(self) -> Iterator[None]:
        """Every process of it stands still meanwhile, and no connection is closed: nobody is told."""
        postmaster = self._running[1 - self.primary].pid
        processes = [postmaster, *_children(postmaster)]
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                os.kill(process, signal.SIGCONT)

    def promote(self) -> None:
        """The standby takes writes when this returns."""
        self.primary = 1 - self.primary
        self.ask(self.primary, f"SELECT pg_promote(true, {START_SECONDS})")

    def ask(self, number: int, statement: str) -> object:
        """The first value of what one server answers."""
        with psycopg.connect(self._address(number), autocommit=True) as connection:
            # Encoded: the driver takes a str for a statement only where it is a literal.
            cursor = connection.execute(statement.encode())
            row = cursor.fetchone() if cursor.description else None
        return row and row[0]

    def _address(self, number: int) -> str:
        return f"postgresql://postgres@127.0.0.1:{self._ports[number]}/postgres"

    def _place(self, number: int) -> Path:
        return self._folder / f"server-{number}"

    def _run(self, number: int) -> None:
        options = [f"--{name}={value}" for name, value in self._options(number).items()]
        command = [str(self._programs / "postgres"), "-D", str(self._place(number)), *options]
        with (self._folder / "log").open("ab") as log:
            self._running[number] = subprocess.Popen(
                command, user=self._user, cwd=self._folder, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self.ask(number, "SELECT 1")
            except psycopg.OperationalError:
                assert time.monotonic() < deadline, self._log()
                assert self._running[number].poll() is None, self._log()
                time.sleep(_PAUSE)
            else:
                return

    def _options(self, number: int) -> Mapping[str, str]:
        return {**_OPTIONS, "port": str(self._ports[number])}

    def _wait(self, question: str, answer: object) -> None:
        deadline = time.monotonic() + START_SECONDS
        while self.ask(self.primary, question) != answer:
            assert time.monotonic() < deadline, self._log()
            time.sleep(_PAUSE)

    def _kill(self, number: int) -> None:
        process = self._running.pop(number)
        # Stopped first, so that it can neither start another nor clean up behind those that are gone.
        process.send_signal(signal.SIGSTOP)
        children = _children(process.pid)
        process.kill()
        for child in children:
            os.kill(child, signal.SIGKILL)
        process.wait(START_SECONDS)
        for child in children:
            while Path(f"/proc/{child}").exists() and not _is_dead(child):
                time.sleep(_PAUSE)


def _children(parent: int) -> list[int]:
    return [int(line) for line in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def _is_dead(process: int) -> bool:
    """Whether it only waits for somebody to take note of its end."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] in {"Z", "X"}
    except FileNotFoundError:
        return True
