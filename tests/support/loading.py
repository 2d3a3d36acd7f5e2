"""While the program and its tests are loaded, nothing is made that goes again: looking for it cost a fifth of the time.

Importing this module stops the collector of garbage.
"""

import gc

gc.disable()


def ended() -> None:
    """Nothing is loaded any more: the collector goes on."""
    gc.enable()
