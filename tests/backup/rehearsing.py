"""Taking and restoring backups in tests."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.backup.restoring import JournalCheck, Restored, Restoring
from app.backup.taking import Taken, take_backup
from app.core.clock import Clock
from app.core.config import Settings
from app.core.database import Database
from app.register.erasure_list import Erasure
from tests.support.api import ZONE, TestTime


def clock_at(time: TestTime | None = None) -> Clock:
    return Clock(ZONE, (time or TestTime()).now)


def backed_up(url: str, path: Path, time: TestTime | None = None) -> Taken:
    database = Database(Settings(database_url=url))
    try:
        return take_backup(database, clock_at(time), path)
    finally:
        database.dispose()


def restored(
    path: Path,
    url: str,
    *,
    time: TestTime | None = None,
    erasures: Sequence[Erasure] = (),
    agrees: JournalCheck = lambda _session, _manifest: None,
) -> Restored:
    return Restoring(path, clock_at(time), erasures, "cli", agrees).into(Settings(database_url=url))


def items(api: Any, path: str, **params: str) -> list[Any]:
    """Every item of a list, page by page."""
    found: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        page = api.read(path, limit="200", **params, **cursor)
        found += page["items"]
        if page["nextCursor"] is None:
            return found
        cursor = {"cursor": page["nextCursor"]}
