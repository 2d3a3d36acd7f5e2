"""Threads share what the C library keeps of memory, where that can be."""

import subprocess
import sys

import pytest

from app.core.arenas import share_arenas

THREADS = """
import ctypes, re, sys, threading
from app.core.arenas import share_arenas
if sys.argv[1:]:
    share_arenas()
held, go = [], threading.Barrier(9)
def allocate():
    held.append([bytearray(5_000) for _ in range(200)])
    go.wait()
threads = [threading.Thread(target=allocate) for _ in range(8)]
for thread in threads: thread.start()
go.wait()
ctypes.CDLL(None).malloc_stats()
"""


def arenas(*arguments: str) -> int:
    ended = subprocess.run([sys.executable, "-c", THREADS, *arguments], capture_output=True, text=True, check=True)
    return ended.stderr.count("Arena ")


@pytest.mark.skipif(sys.platform != "linux", reason="glibc alone has arenas")
def test_threads_share_two() -> None:
    assert arenas("shared") <= 2 < arenas()


def test_another_library_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ctypes.CDLL", lambda _: object())
    share_arenas()
