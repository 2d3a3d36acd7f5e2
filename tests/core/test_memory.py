"""The service looks for rings of objects seldom, never at what it was loaded with, and threads share their memory."""

import platform
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


_MANY_THREADS = """
import ctypes, re, threading
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
library = ctypes.CDLL(None)
library.fdopen.restype = ctypes.c_void_p
stream = ctypes.c_void_p(library.fdopen(1, b"w"))
library.malloc_info(0, stream)
library.fflush(stream)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="arenas are glibc's")
def test_threads_share_two_arenas() -> None:
    told = subprocess.run([sys.executable, "-c", _MANY_THREADS], check=True, stdout=subprocess.PIPE, text=True)
    assert 1 <= told.stdout.count("<heap nr=") <= 2
