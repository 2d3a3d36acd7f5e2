"""Reading a file where reading can be ended: in a process of its own, with limits of memory, computing time and time.

The reader of XLSX is a library in Rust that aborts the process when memory runs out, and cannot be interrupted.
"""

import logging
import os
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import IO

import orjson

from app.core.errors import Unavailable
from app.core.languages import Text
from app.core.processes import command
from app.tabular.limits import Limits, UnreadableFile
from app.tabular.marks import Marks
from app.tabular.table import Table
from app.tabular.wanted import SoughtTable
from app.tabular.wire import line_of_wanted, table_of

_log = logging.getLogger(__name__)

#: Files that are read at once, and those that wait for it besides: each may take the whole memory of its limit.
_READING = threading.BoundedSemaphore(2)
_PRESENT = threading.BoundedSemaphore(8)
_WAIT_SECONDS = 20.0
#: What the wall clock allows beyond the computing time.
_GRACE_SECONDS = 5.0

#: All that an interpreter needs of the environment. The password of the database stays here.
_KEPT_VARIABLES = ("LD_LIBRARY_PATH", "PATH", "SYSTEMROOT")


def _beyond_limits() -> UnreadableFile:
    return UnreadableFile(
        "beyond-limits",
        Text(
            "It cannot be read within the limits of memory and time. "
            "Copy what is to be imported into a new workbook with one sheet, or save that sheet as CSV, and try again.",
            da="Filen kan ikke læses inden for grænserne for hukommelse og tid. "
            "Kopiér det, der skal importeres, til en ny projektmappe med ét ark, eller gem arket som CSV, "
            "og prøv igen.",
        ),
    )


def read_apart(
    content: bytes,
    limits: Limits,
    wanted: SoughtTable,
    *,
    reader: str = "app.tabular.child",
    beyond: Callable[[], UnreadableFile] = _beyond_limits,
) -> Table:
    """As `parse_table`. Raises UnreadableFile also where the limits were not enough, Unavailable when many read.

    `reader`: the module whose `run` reads the file there. `beyond`: what is raised where the limits were not enough.
    """
    with _turn(), tempfile.TemporaryFile() as file:
        file.write(line_of_wanted(wanted))
        file.write(content)
        file.seek(0)
        with _process(reader, file, limits) as process:
            assert process.stdout is not None  # noqa: S101 - for mypy: it is a pipe
            try:
                return table_of(_lines(process.stdout, limits))
            except (ValueError, TypeError) as error:
                process.kill()
                _log.warning("A file was not read within the limits: the reader ended with %s.", process.wait())
                raise beyond() from error


@contextmanager
def _turn() -> Iterator[None]:
    if not _PRESENT.acquire(blocking=False):
        raise _busy()
    try:
        if not _READING.acquire(timeout=_WAIT_SECONDS):
            raise _busy()
        try:
            yield
        finally:
            _READING.release()
    finally:
        _PRESENT.release()


def mark_apart(content: bytes, marks: Marks, limits: Limits) -> bytes:
    """As `marked`. Raises UnreadableFile where the limits were not enough, Unavailable when many read."""
    rows = {str(row): [list(mark) for mark in said] for row, said in marks.rows.items()}
    said = {"sheet": marks.sheet, "headerRow": marks.header_row, "rows": rows}
    with _turn(), tempfile.TemporaryFile() as file:
        file.write(orjson.dumps(said, option=orjson.OPT_APPEND_NEWLINE))
        file.write(content)
        file.seek(0)
        with _process("app.tabular.marking_child", file, limits) as process:
            out, _ = process.communicate()
            if process.returncode != 0:
                raise _beyond_limits()
            return out


@contextmanager
def _process(module: str, file: IO[bytes], limits: Limits) -> Iterator[subprocess.Popen[bytes]]:
    """The process at its work; it is gone afterwards, however that ends, and at the deadline in any case.

    What it puts on the disk goes with it.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(  # noqa: S603 - our own interpreter and our own code
            command(module, asdict(limits)),
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ} | {"TMPDIR": folder},
        ) as process,
    ):
        deadline = threading.Timer(limits.cpu_seconds + _GRACE_SECONDS, process.kill)
        deadline.daemon = True
        deadline.start()
        try:
            yield process
        finally:
            deadline.cancel()
            process.kill()


def _lines(stream: IO[bytes], limits: Limits) -> Iterator[bytes]:
    """Line by line, so that nothing is held twice. Raises ValueError for more than a table may come to."""
    left = limits.max_read_bytes
    while line := stream.readline(left + 1):
        left -= len(line)
        if left < 0:
            raise ValueError("more than a table may come to")
        yield line


def _busy() -> Unavailable:
    return Unavailable(
        Text(
            "Too many files are being read right now. Try again in a moment.",
            da="Der læses for mange filer lige nu. Prøv igen om lidt.",
        ),
        retry_after=10,
    )
