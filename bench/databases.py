"""The registers that are measured, on SQLite and on a PostgreSQL that keeps its promises to the disk."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from bench.portfolio import build, build_past, file_with_a_past, sqlite_file
from tests.support import postgres
from tests.support.postgres import LocalPostgres, PostgresServer

SQLITE, POSTGRES = "SQLite", "PostgreSQL"
DATABASES = (SQLITE, POSTGRES)
#: The tests' server waits for no disk; here a write has to, and statistics have to be gathered.
_AS_IN_USE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "autovacuum": "on"}


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a scenario is measured: the register, where more tables can be made beside it, and how many systems."""

    database: str
    url: str
    systems: int
    folder: Path
    fresh: Callable[[], str]
    """The address of an empty database of the same kind, on the same disk."""


class Grounds:
    """Makes registers on both databases; those on SQLite stay in the folder, those on PostgreSQL go with the run."""

    def __init__(self, folder: Path, server: PostgresServer) -> None:
        self._folder, self._server = folder, server
        self._empty = 0

    def make(self, systems: int, *, past: bool) -> Mapping[str, Ground]:
        """Both at once, each in a process of its own."""
        url = self._postgres()
        kind = "past" if past else "plain"
        places = {SQLITE: str(self._folder), POSTGRES: url}
        command = [sys.executable, "-m", "bench.databases", str(systems), kind]
        building = [subprocess.Popen([*command, place]) for place in places.values()]
        if any([process.wait() for process in building]):  # noqa: C419 - none is left running
            raise RuntimeError("a register could not be built")
        file = (file_with_a_past if past else sqlite_file)(self._folder, systems)
        return {
            SQLITE: Ground(SQLITE, file, systems, self._folder, self._sqlite),
            POSTGRES: Ground(POSTGRES, url, systems, self._folder, self._postgres),
        }

    def _sqlite(self) -> str:
        self._empty += 1
        path = self._folder / f"empty-{self._empty}.db"
        path.unlink(missing_ok=True)
        return f"sqlite:///{path}"

    def _postgres(self) -> str:
        return self._server.address(self._server.create("bench"))


@contextmanager
def grounds(folder: Path) -> Iterator[Grounds]:
    """With a server of this run's own, whose files lie beside those of SQLite's disk and not in memory."""
    with ExitStack() as stack:
        stack.enter_context(patch.dict(postgres.SERVER_OPTIONS, _AS_IN_USE))
        stack.enter_context(patch.object(postgres, "MEMORY", Path("/nonexistent")))
        server = PostgresServer(stack.enter_context(LocalPostgres()).url)
        stack.callback(server.close)
        yield Grounds(folder, server)


def main() -> None:
    systems, past, place = int(sys.argv[1]), sys.argv[2] == "past", sys.argv[3]
    if not place.startswith("postgresql"):
        (file_with_a_past if past else sqlite_file)(Path(place), systems)
    elif past:
        build_past(place, systems)
    else:
        build(place, systems).database.dispose()


if __name__ == "__main__":
    main()
