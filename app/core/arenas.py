"""How much memory the C library keeps for threads.

glibc gives each thread an arena of its own, up to eight for each core, and each keeps what its largest answer needed: a
worker with a dozen threads holds tens of megabytes that way which nobody uses. Threads of Python seldom allocate at the
same moment, so that a few arenas serve all of them as quickly.
"""

import ctypes
from contextlib import suppress

#: `M_ARENA_MAX` of malloc.h.
_ARENA_MAX = -8
_FEW = 2


def share_arenas() -> None:
    """For the whole process; called before there are threads. Other C libraries have no such thing, and are left."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, _FEW)
