"""How often Python looks for objects that hold each other.

It counts what is made, and a large write makes some fifty objects for each of its rows, nearly all of which live until
the write is over: with Python's own 700 a quarter of an import's time went there. What is freed by counting references
is freed at once in any case.
"""

import gc

#: Objects made before the youngest are looked at: some 4 MB of them at most wait for it.
_YOUNGEST = 20_000


def collect_seldom() -> None:
    """For the whole process; called where it begins."""
    _, middle, oldest = gc.get_threshold()
    gc.set_threshold(_YOUNGEST, middle, oldest)


def keep_for_good() -> None:
    """What stands now stays until the process ends: it is not looked at again. Called when the program is loaded."""
    gc.freeze()
