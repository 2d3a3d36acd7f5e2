"""The service in a process group of its own, which can be killed as a whole at any moment."""

import multiprocessing
import os
import signal
import sys
import tempfile
from contextlib import suppress
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from types import TracebackType
from typing import Self

from app.cli import main
from tests.support.program import ROOT, free_port, wait_for, wait_until_free

#: As whoever tests under load sets them: else one address, and one token, soon have no requests left.
UNLIMITED = dict.fromkeys(("TOKEN_REQUESTS_PER_MINUTE", "ADDRESS_REQUESTS_PER_MINUTE", "WRONG_TOKENS_PER_MINUTE"), "0")

# Importing the program, and making its document, takes longer than a round of writing. A process that has done nothing
# else is forked at every start; workers beyond the first do it themselves.
_forking = multiprocessing.get_context("forkserver")
_forking.set_forkserver_preload(
    [
        "tests.faults.service",
        "tests.support.document",
        "app.cli.opening",
        "app.http.connection",
        "alembic",
        "psycopg",
        "uvloop",
    ]
)


class Service:
    """`python -m app serve` on one database and one port, however often it is started."""

    def __init__(self, database_url: str) -> None:
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self._environment = {**UNLIMITED, "DATABASE_URL": database_url}
        with tempfile.NamedTemporaryFile(prefix="register-tests-", delete=False) as said:
            self._said = Path(said.name)
        self._process: ForkServerProcess | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        if error is not None:
            error.add_note(self._said.read_text(encoding="utf-8", errors="replace")[-4000:])
        self._said.unlink()

    def start(self, workers: int = 1) -> None:
        """Returns once it can be reached."""
        words = ["serve", "--port", str(self.port), "--workers", str(workers)]
        self._process = _forking.Process(target=_serve, args=(words, self._environment, self._said))
        self._process.start()
        wait_for(self.port)

    def kill(self) -> None:
        """At once, with every worker; harmless where nothing runs."""
        if self._process is None or self._process.pid is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.join(20)
        self._process.close()
        self._process = None
        # Workers are nobody's children any more: they are gone when their port is.
        wait_until_free(self.port)


def _serve(words: list[str], environment: dict[str, str], said: Path) -> None:
    os.setsid()
    os.chdir(ROOT)
    os.environ.update(environment)
    with Path(os.devnull).open("rb") as nothing, said.open("ab") as log:
        for stream, place in enumerate((nothing, log, log)):
            os.dup2(place.fileno(), stream)
    sys.stdin = os.fdopen(0)
    sys.argv = ["ansvarsregister", *words]
    main()
