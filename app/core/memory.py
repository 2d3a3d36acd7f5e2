"""How a process uses memory: how often Python looks for objects that hold each other, and where threads get theirs.

Python counts what is made, and a large write makes some fifty objects for each of its rows, nearly all of which live
until the write is over: with Python's own 700 a quarter of an import's time went there. What is freed by counting
references is freed at once in any case.

The C library gives threads arenas of their own, eight for each processor, and what was freed in one serves no other.
Threads of Python seldom allocate at the same time. With two arenas a worker needs a tenth less.

It also learns from what is freed: once an array of some megabytes has gone, it keeps room for others of that size. A
worker makes large arrays when it reads the columns, and seldom again. Where large pieces always go back, a worker needs
four per cent less; a page, below that size, is as quick as before.
"""

import ctypes
import gc
from contextlib import suppress

#: Objects made before the youngest are looked at: some 4 MB of them at most wait for it.
_YOUNGEST = 20_000
#: As glibc calls its settings, and what they are: a number of arenas; bytes of a piece that goes back as soon as it is
#: free; and bytes at the end of the first arena that may wait for the next.
_M_ARENA_MAX, _M_MMAP_THRESHOLD, _M_TRIM_THRESHOLD = -8, -3, -1
_SETTINGS = {_M_ARENA_MAX: 2, _M_MMAP_THRESHOLD: 1_048_576, _M_TRIM_THRESHOLD: 4 * 1_048_576}


def economise() -> None:
    """For the whole process; called where it begins."""
    _, middle, oldest = gc.get_threshold()
    gc.set_threshold(_YOUNGEST, middle, oldest)
    # Another C library has no such settings, and needs none.
    with suppress(AttributeError, OSError, TypeError):
        library = ctypes.CDLL(None)
        for setting, value in _SETTINGS.items():
            library.mallopt(setting, value)


def keep_for_good() -> None:
    """What stands now stays until the process ends: it is not looked at again. Called when the program is loaded."""
    gc.freeze()
