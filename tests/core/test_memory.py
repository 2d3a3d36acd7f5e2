"""The service looks for rings of objects seldom, never at what it was loaded with, and threads share their memory."""

import platform
import re
import subprocess
import sys

import pytest

_SERVED = """
import gc
from app.main import application_from_environment
application_from_environment()
print(gc.get_threshold()[0], gc.get_freeze_count() > 100_000)
"""


def test_process_that_serves_looks_seldom(tmp_path: object) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SERVED],
        env={"DATABASE_URL": f"sqlite:///{tmp_path}/register.db"},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert done.stdout.split() == ["20000", "True"]


_TELL = """
library = ctypes.CDLL(None)
library.fdopen.restype = ctypes.c_void_p
stream = ctypes.c_void_p(library.fdopen(1, b"w"))
library.malloc_info(0, stream)
library.fflush(stream)
"""
_MANY_THREADS = f"""
import ctypes, threading
from app.core.memory import economise
economise()
gate = threading.Barrier(12)

def work():
    gate.wait()
    held = [bytearray(2_000) for _ in range(2_000)]
    gate.wait()

threads = [threading.Thread(target=work) for _ in range(12)]
for thread in threads: thread.start()
for thread in threads: thread.join()
{_TELL}"""
_LARGE_PIECES = f"""
import ctypes
from app.core.memory import economise
economise()
before = bytearray(8_000_000)
del before
after = bytearray(4_000_000)
{_TELL}"""
ON_GLIBC = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="arenas are glibc's")


@ON_GLIBC
def test_threads_share_two_arenas() -> None:
    assert 1 <= told_by(_MANY_THREADS).count("<heap nr=") <= 2


@ON_GLIBC
def test_a_large_piece_goes_back_however_large_one_before_it_was() -> None:
    told = re.search(r'<total type="mmap" count="(\d+)" size="(\d+)"/>', told_by(_LARGE_PIECES))
    assert told is not None
    assert 4_000_000 <= int(told[2]) < 8_000_000


def told_by(code: str) -> str:
    """What the C library says of its memory at the end of a process that runs the code."""
    return subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.PIPE, text=True).stdout
