"""A restore, rehearsed: the demonstration is backed up while others write, and restored, on both databases."""

import time
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Self

import pytest
from sqlmodel import col, select

from app.backup.archive import check
from app.core.canonical import instant
from app.models import JournalEntry
from app.register.audit.verification import audit
from tests.backup.rehearsing import backed_up, items, restored
from tests.support.api import Api, open_api
from tests.support.databases import Databases, PostgresDatabases, SqliteDatabases
from tests.support.reliability import record

#: Lists that can be asked what they held earlier.
AS_KNOWN = ("/v1/systems", "/v1/findings", "/v1/responsibilities")
#: Those of what the writers leave alone.
UNTOUCHED = ("/v1/units", "/v1/positions", "/v1/people")
#: Entries that are there when the backup begins to be worth its name, and after it.
WRITES = 5


class Writers:
    """Registers systems, one a second of the register's time, until it is told to stop."""

    def __init__(self, api: Api) -> None:
        self._api, self._stop = api, Event()
        self._thread = Thread(target=self._write)
        self.written = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self.wait_for_more()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def wait_for_more(self) -> None:
        until, deadline = self.written + WRITES, time.monotonic() + 30
        while self.written < until and time.monotonic() < deadline:
            time.sleep(0.01)
        assert self.written >= until

    def _write(self) -> None:
        while not self._stop.is_set():
            self._api.time.advance(seconds=1)
            self._api.system()
            self.written += 1


@pytest.mark.soak
def test_what_was_there_at_the_backup_is_there_again(demonstration: Api, databases: Databases, tmp_path: Path) -> None:
    path, url = tmp_path / "b.zip", demonstration.register.database.url.render_as_string(hide_password=False)
    with Writers(demonstration) as writers:
        before = writers.written
        begun = time.monotonic()
        taken = backed_up(url, path, demonstration.time)
        seconds_to_back_up = time.monotonic() - begun
        written_meanwhile = writers.written - before
        writers.wait_for_more()
    with databases.empty() as place:
        begun = time.monotonic()
        restored(path, place, time=demonstration.time)
        seconds_to_restore = time.monotonic() - begun
        compare(demonstration, place, taken.manifest.revision)
    kind = taken.manifest.database
    record(
        f"Backup and restore on {'SQLite' if kind == 'sqlite' else 'PostgreSQL'}",
        {
            "Rows": taken.manifest.rows,
            "Entries of the journal": taken.manifest.revision,
            "Size of the backup": f"{taken.size / 1_000_000:.1f} MB",
            "Seconds to back up": f"{seconds_to_back_up:.1f}",
            "Writes meanwhile": written_meanwhile,
            "Seconds to restore, with every check": f"{seconds_to_restore:.1f}",
        },
    )


def compare(original: Api, place: str, revision: int) -> None:
    """What was restored is what the original knew at the revision, and nothing that came later."""
    entry = JournalEntry
    statement = select(entry).where(col(entry.revision) <= revision).order_by(col(entry.revision))
    with original.register.database.reading() as session:
        expected = [row.model_dump() for row in session.exec(statement)]
        then = session.get_one(entry, revision).at
    again = open_api(place, original.time.instant)
    try:
        with again.register.database.reading() as session:
            found = [row.model_dump() for row in session.exec(statement)]
            assert audit(again.register, session).valid
        assert found == expected
        for path in AS_KNOWN:
            assert items(again, path) == items(original, path, knownAt=instant(then + timedelta(milliseconds=1))), path
        for path in UNTOUCHED:
            assert items(again, path) == items(original, path), path
        assert again.register.evaluate().cards == 0
    finally:
        again.register.database.dispose()


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_a_register_moves_from_one_database_to_the_other(
    to: str,
    sqlite_databases: SqliteDatabases,
    postgres_databases: PostgresDatabases,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    target: Databases = sqlite_databases if to == "sqlite" else postgres_databases
    url = request.getfixturevalue("postgres_url" if to == "sqlite" else "sqlite_url")
    there = open_api(url)
    there.assign(there.system(criticality="societyCritical"), there.position())
    backed_up(url, tmp_path / "b.zip")
    with target.empty() as place:
        restored(tmp_path / "b.zip", place)
        # And back: what comes out is the same, to the byte.
        backed_up(place, tmp_path / "again.zip")
        first, second = (parts_of(tmp_path / name) for name in ("b.zip", "again.zip"))
        assert first == second
        here = open_api(place)
        assert items(here, "/v1/systems") == items(there, "/v1/systems")
        here.system()
        here.register.database.dispose()
    there.register.database.dispose()


def parts_of(path: Path) -> dict[str, tuple[int, str]]:
    return {part.table: (part.rows, part.sha256) for part in check(path).parts}
