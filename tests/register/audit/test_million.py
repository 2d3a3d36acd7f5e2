"""The memory of `verify` does not grow with the journal: a million entries, and every row that they come to."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from app.core.canonical import canonical
from app.core.chunks import chunks
from app.core.config import Settings
from app.core.database import Database
from app.core.folding import search_text, sort_key
from app.journal.chain import GENESIS, entry_hash
from app.models import JournalEntry, RegisterState, Unit
from tests.support.databases import Databases, migrated
from tests.support.program import ROOT
from tests.support.reliability import record

ENTRIES, UNITS = 1_000_000, 2_000
MOST_MB = 250
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
#: The command, which says at its end what it took. On Linux `ru_maxrss` has the memory of whoever started it as well.
_SCRIPT = """
import json, pathlib, resource, runpy, sys
sys.argv[1:] = ["verify"]
try:
    runpy.run_module("app")
finally:
    used, status = resource.getrusage(resource.RUSAGE_SELF), pathlib.Path("/proc/self/status")
    memory_mb = used.ru_maxrss / 1024**2
    if status.exists():
        memory_mb = int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024
    print(json.dumps([memory_mb, used.ru_utime + used.ru_stime]))
"""


def _identifier(number: int) -> str:
    return f"01890a5d-ac96-774b-bcce-{number:012x}"


def _at(revision: int) -> datetime:
    return _BEGAN + timedelta(milliseconds=revision)


def _name(revision: int) -> str:
    return f"Enhed {revision}"


def _content(row_id: str, revision: int) -> dict[str, Any]:
    absent = dict.fromkeys(("parentId", "source", "externalId", "onCallName", "onCallPhone"))
    return {"id": row_id, "name": _name(revision), "kind": "team", **absent}


def _entries() -> Iterator[dict[str, Any]]:
    """The units take turns at being renamed; the chain is what the register would have written."""
    previous = GENESIS
    for revision in range(1, ENTRIES + 1):
        row_id, before = _identifier((revision - 1) % UNITS), revision - UNITS
        entry = JournalEntry(
            revision=revision,
            at=_at(revision),
            actor="test",
            action="create" if before < 1 else "update",
            resource="unit",
            resource_id=row_id,
            changed=["name"],
            before=None if before < 1 else canonical(_content(row_id, before)),
            after=canonical(_content(row_id, revision)),
            previous_hash=previous,
            hash="",
        )
        entry.hash = previous = entry_hash(entry)
        yield entry.model_dump()


def _units() -> Iterator[dict[str, Any]]:
    for number in range(UNITS):
        newest = ENTRIES - UNITS + number + 1
        name = _name(newest)
        derived = {"name_sort": sort_key(name), "name_search": search_text(name)}
        yield {
            "id": _identifier(number),
            "created_at": _at(number + 1),
            "updated_at": _at(newest),
            "name": name,
            "kind": "team",
            **derived,
        }


@pytest.mark.soak
def test_a_million_entries_are_verified_in_little_memory(databases: Databases) -> None:
    with migrated(databases) as url:
        kind = _fill(url)
        memory_mb, seconds = _verify(url)
    figures = {"Entries": ENTRIES, "Seconds of computing": seconds, "Memory at most": f"{memory_mb:.0f} MB"}
    record(f"Verification of the journal on {kind}", figures)
    assert memory_mb <= MOST_MB


def _fill(database_url: str) -> str:
    """Gives the kind of database."""
    database = Database(Settings(database_url=database_url))
    with database.engine.begin() as connection:
        for chunk in chunks(_entries(), 5_000):
            connection.execute(insert(JournalEntry), chunk)
        connection.execute(insert(Unit), list(_units()))
        head = {
            "revision": ENTRIES,
            "head_hash": chunk[-1]["hash"],
            "organisation_revision": ENTRIES,
            "written_at": _at(ENTRIES),
        }
        connection.execute(update(RegisterState).values(head))
    kind = "SQLite" if database.local else "PostgreSQL"
    database.dispose()
    return kind


def _verify(database_url: str) -> tuple[float, int]:
    """The most memory that the command took, in megabytes, and its seconds of computing."""
    environment = {**os.environ, "DATABASE_URL": database_url}
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, f"holds: {ENTRIES} entries" in done.stderr) == (0, True), done.stderr
    memory_mb, seconds = json.loads(done.stdout.splitlines()[-1])
    return memory_mb, round(seconds)
