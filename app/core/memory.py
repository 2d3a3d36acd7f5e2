"""How a process uses memory: how often Python looks for objects that hold each other, and where threads get theirs.

Python counts what is made, and a large write makes some fifty objects for each of its rows, nearly all of which live
until the write is over: with Python's own 700 a quarter of an import's time went there. What is freed by counting
references is freed at once in any case.

The C library gives threads arenas of their own, eight for each processor, and what was freed in one serves no other.
Threads of Python seldom allocate at the same time. With two arenas a worker needs a tenth less.
"""

import ctypes
import gc
from contextlib import suppress

#: Objects made before the youngest are looked at: some 4 MB of them at most wait for it.
_YOUNGEST = 20_000
#: As glibc calls the setting, and the number.
_M_ARENA_MAX, _ARENAS = -8, 2


def economise() -> None:
    """For the whole process; called where it begins."""
    _, middle, oldest = gc.get_threshold()
    gc.set_threshold(_YOUNGEST, middle, oldest)
    # Another C library has no such setting, and needs none.
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)


def keep_for_good() -> None:
    """What stands now stays until the process ends: it is not looked at again. Called when the program is loaded."""
    gc.freeze()
