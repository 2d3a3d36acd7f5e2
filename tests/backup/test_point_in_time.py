"""Point-in-time recovery of PostgreSQL, as docs/operations.md describes it: stopped between two writes."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from app.core.config import Settings
from app.core.database import Database
from app.register.audit.verification import audit
from app.register.register import Register
from tests.backup.rehearsing import clock_at
from tests.support.api import begin, open_begun_api
from tests.support.postgres import SERVER_OPTIONS, START_SECONDS, LocalPostgres
from tests.support.program import free_port
from tests.support.reliability import record

pytestmark = pytest.mark.soak


class Archiving(LocalPostgres):
    """A PostgreSQL that archives its log, made for this test; `binaries` are where its user can run them."""

    def __init__(self) -> None:
        super().__init__()
        self.binaries = Path()
        self.archive, self.base = self._folder / "archive", self._folder / "base"

    def own(self, *folders: Path) -> None:
        for folder in folders:
            folder.mkdir(exist_ok=True)
            if self._user is not None:
                shutil.chown(folder, self._user)

    def run(self, program: str, *words: str) -> None:
        command = [str(self.binaries / program), *words]
        done = subprocess.run(
            command, user=self._user, cwd=self._folder, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    @contextmanager
    def serving(self, data: Path, **options: str) -> Iterator[str]:
        port = free_port()
        said = " ".join(f'-c {name}="{value}"' for name, value in {**SERVER_OPTIONS, **options}.items())
        log = str(self._folder / f"{data.name}.log")
        self.run(
            "pg_ctl", "-D", str(data), "-o", f"-p {port} {said}", "-l", log, "-w", "-t", str(START_SECONDS), "start"
        )
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:
            self.run("pg_ctl", "-D", str(data), "-m", "fast", "-w", "stop")


@pytest.fixture
def archiving() -> Iterator[Archiving]:
    made = Archiving()
    try:
        made.binaries = made._binaries()
        made._make_cluster(made.binaries)
        made.own(made.archive)
        made._folder.chmod(0o777)
        yield made
    finally:
        made.stop()


def names(url: str) -> list[Any]:
    with psycopg.connect(url) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM system ORDER BY name").fetchall()]


def test_recovery_stops_between_two_writes(archiving: Archiving) -> None:
    options = {
        "wal_level": "replica",
        "max_wal_senders": "4",
        "full_page_writes": "on",
        "archive_mode": "on",
        "archive_command": f"test ! -f {archiving.archive}/%f && cp %p {archiving.archive}/%f",
    }
    with archiving.serving(archiving._data, **options) as url:
        begin(url)
        archiving.run("pg_basebackup", "-d", url, "-D", str(archiving.base), "-X", "none", "-c", "fast")
        api = open_begun_api(url)
        api.system("Før")
        with psycopg.connect(url, autocommit=True) as connection:
            (moment,) = connection.execute("SELECT clock_timestamp()::text").fetchone() or ("",)
        time.sleep(0.05)
        api.system("Efter")
        api.register.database.dispose()
        assert names(url) == ["Efter", "Før"]
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("SELECT pg_switch_wal()")
    segments = len(list(archiving.archive.iterdir()))
    signal = archiving.base / "recovery.signal"
    signal.touch()
    signal.chmod(0o666)
    begun = time.monotonic()
    recovery = {
        "restore_command": f"cp {archiving.archive}/%f %p",
        "recovery_target_time": moment,
        "recovery_target_action": "promote",
    }
    with archiving.serving(archiving.base, **options | {"archive_mode": "off"} | recovery) as url:
        while is_recovering(url):
            time.sleep(0.05)
        seconds = time.monotonic() - begun
        assert names(url) == ["Før"]
        database = Database(Settings(database_url=url))
        with database.reading() as session:
            found = audit(Register(database, clock_at()), session)
        database.dispose()
        assert found.valid
    record(
        "Point-in-time recovery on PostgreSQL",
        {
            "Segments of the log": segments,
            "Entries up to the moment": found.journal.entries,
            "Writes after the moment that came back": 0,
            "Seconds to recover": f"{seconds:.1f}",
        },
    )


def is_recovering(url: str) -> bool:
    with psycopg.connect(url) as connection:
        (found,) = connection.execute("SELECT pg_is_in_recovery()").fetchone() or (True,)
    return bool(found)
