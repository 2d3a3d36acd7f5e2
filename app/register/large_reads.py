"""Large reads: a replica answers them where it has what the primary has committed, else the primary itself."""

import logging
from collections.abc import Callable
from time import monotonic, sleep
from typing import TypeVar

from prometheus_client import Counter
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from app.core.database import Database
from app.core.replica import Replica
from app.register.columns.reading import head_at
from app.register.edition import Edition, peek, read_edition

T = TypeVar("T")
READS = Counter(
    "ansvarsregister_large_reads_total", "Large reads that a replica was there for, by who answered.", ("server",)
)
_BY_REPLICA, _BY_PRIMARY = READS.labels("replica"), READS.labels("primary")
_PAUSE_SECONDS = 0.01
log = logging.getLogger(__name__)


class OtherTimeline(Exception):
    """The replica's journal is not the primary's: it follows another server, or none."""


def read_large(database: Database, peeked: Edition, read: Callable[[Session], T]) -> T:
    """What `read` makes of a session whose snapshot has the edition, or a later one; `read` closes the session.

    `peeked`: the edition that was read from the primary after the request had arrived. Where the replica fails,
    `read` is called again with a session of the primary. It may take long: not on the event loop.
    """
    replica = database.replica
    if replica is None:
        return read(database.reading())
    if not replica.rests:
        try:
            session = _caught_up(database, replica, peeked)
            if session is not None:
                answer = read(session)
                _BY_REPLICA.inc()
                return answer
            replica.leave_alone("does not stand where the primary stands")
        except OtherTimeline:
            replica.leave_alone("has another journal than the primary")
        except PoolTimeout:
            log.info("every connection to the replica is in use")
        except DBAPIError as error:
            # Of any kind: a migration may not have arrived there yet.
            replica.leave_alone(f"does not answer: {type(error).__name__}")
    _BY_PRIMARY.inc()
    return read(database.reading())


def _caught_up(database: Database, replica: Replica, peeked: Edition) -> Session | None:
    """A session of the replica whose snapshot has the edition; None where it does not come in time.

    Raises OtherTimeline.
    """
    until = monotonic() + replica.patience_seconds
    while True:
        session = replica.reading()
        try:
            found = read_edition(session)
            if found.has(peeked) and _is_on_primary(database, peeked, found):
                return session
        except BaseException:
            session.close()
            raise
        session.close()
        if monotonic() >= until:
            return None
        sleep(_PAUSE_SECONDS)


def _is_on_primary(database: Database, peeked: Edition, found: Edition) -> bool:
    """Whether the primary shows all that the replica has.

    A synchronous replica may show a write before the primary does: nobody is shown it before it is acknowledged. One
    that is further for good, as behind a primary that was lost, is never on it. Raises OtherTimeline.
    """
    head: str | None = peeked.head
    if found.revision > peeked.revision:
        now = peek(database)
        if now.revision < found.revision:
            return False
        head = now.head if now.revision == found.revision else _head_at(database, found.revision)
    if head != found.head:
        raise OtherTimeline
    return True


def _head_at(database: Database, revision: int) -> str | None:
    """On the primary, which has a later one."""
    with database.reading() as session:
        return head_at(session, revision)
