"""The thread that writes anchors while a process serves."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from app.core.clock import Clock
from app.core.config import Settings
from app.core.database import Database

#: What the thread is called.
THREAD = "anchors"
#: How long the end of a process waits for its last anchor.
LAST_SECONDS = 5.0


@contextmanager
def keeping_anchors(settings: Settings, database: Database, clock: Clock) -> Iterator[None]:
    """Write anchors in a thread of its own until the end, and one at the end; nothing without ANCHOR_TO.

    Raises ValueError for a destination or a key that cannot be used: who asked for anchors must not run without them.
    """
    if not settings.anchor_to:
        yield
        return
    # Cryptography takes a tenth of a second to load; whoever keeps no anchors does not wait for it.
    from app.anchors.keeper import Keeper, destination_of, signing_key  # noqa: PLC0415 - see above

    stop = Event()
    keeper = Keeper(database, clock, signing_key(settings), destination_of(settings))
    # A daemon: a destination that hangs does not keep the process from ending.
    thread = Thread(target=keeper.run, args=(stop, settings.anchor_every_seconds), name=THREAD, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(LAST_SECONDS)
