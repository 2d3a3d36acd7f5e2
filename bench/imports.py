"""`python -m bench.imports [ROWS]`: how long others wait while a large file is tried out, or brought in.

Another writer changes a system of its own all the while, in a thread of the same process; the longest of its writes
is what counts. Three imports of so many new systems with owners, each into a register of its own.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import perf_counter, sleep
from typing import Any

from app.core.errors import Unavailable
from app.core.memory import economise
from app.imports.choices import ImportKind
from app.imports.request import ImportRequest, Sender
from app.imports.schemas import ImportOptions
from app.imports.service import run_import
from app.register.register import Register
from app.systems.schemas import SystemBody
from app.systems.service import create_system
from bench.portfolio import AUTHOR, build_organisation
from bench.spreadsheets import systems_csv

_CASES: dict[str, dict[str, Any]] = {
    "dry run": {"dry_run": True},
    "partial": {"partial": True},
    "all or nothing": {},
}


@dataclass
class _Others:
    """What another writer saw: seconds of each write, and how often it was told to come back, and when."""

    register: Register
    seconds: list[float] = field(default_factory=list)
    refused: list[tuple[float, int]] = field(default_factory=list)
    locked: float = 0.0

    def write(self, number: int) -> None:
        began = perf_counter()
        body, today = SystemBody(name=f"Andet {number}", description="x"), self.register.clock.today()
        try:
            self.register.write(AUTHOR, lambda session: create_system(session, body, today), lambda *_: None)
        except Unavailable as fault:
            self.refused.append((perf_counter() - began, int(fault.headers["Retry-After"])))
        self.seconds.append(perf_counter() - began)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write four times a second, and watch the lock."""
        over = Event()

        def work() -> None:
            number = 0
            while not over.is_set():
                self.write(number)
                number += 1
                sleep(0.25)

        def watch() -> None:
            since: float | None = None
            while not over.is_set():
                if not self.register.is_writing:
                    since = None
                elif since is None:
                    since = perf_counter()
                else:
                    self.locked = max(self.locked, perf_counter() - since)
                sleep(0.002)

        threads = [Thread(target=work), Thread(target=watch)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            over.set()
            for thread in threads:
                thread.join()


def measure(rows: int, case: str) -> None:
    with TemporaryDirectory() as folder:
        register = build_organisation(f"sqlite:///{folder}/import.db", rows)
        options = ImportOptions.model_validate({"kind": ImportKind.SYSTEMS, "source": "bench", **_CASES[case]})
        others = _Others(register)
        content = systems_csv(rows)
        with others.writing():
            sleep(0.5)
            began = perf_counter()
            report = run_import(register, Sender(AUTHOR), ImportRequest(content, options))
            seconds = perf_counter() - began
        register.database.dispose()
    print(
        f"{case}: {seconds:.1f} s, {report.created} made, {report.rejected} rejected; another writer: "
        f"{len(others.seconds)} writes, the longest {max(others.seconds):.2f} s, {len(others.refused)} refused "
        f"{others.refused[:1]}{others.refused[-1:]}; the lock held for {others.locked:.2f} s at most"
    )


def main() -> None:
    economise()
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    for case in sys.argv[2:] or _CASES:
        measure(rows, case)


if __name__ == "__main__":
    main()
