"""A read replica: a copy of the database on a server of its own, whose answers are welcome and never needed."""

import logging
import select
from time import monotonic
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import DisconnectionError
from sqlmodel import Session

from app.core.config import Settings
from app.core.engines import normalise_url

#: After a fault nobody asks the replica for so long: each who does may wait in vain.
REST_SECONDS = 5.0
#: So long a connection that was idle may take to say that its server is there.
_SIGN_OF_LIFE_MS = 1000
log = logging.getLogger(__name__)


class Replica:
    """Gives sessions for large reads; the engine's transactions are of one snapshot each.

    `patience_seconds`: how long a read waits for what the primary has committed.
    """

    def __init__(self, engine: Engine, patience_seconds: float) -> None:
        event.listen(engine, "checkout", _require_a_sign_of_life)
        # Here also what breaks off a file that is being sent: whoever asks for it again is not to meet the same.
        event.listen(engine, "handle_error", lambda context: self.leave_alone(_said(context)))
        self.patience_seconds = patience_seconds
        self._engine = engine
        self._not_before = 0.0

    @property
    def rests(self) -> bool:
        """Whether it is left alone for now."""
        return monotonic() < self._not_before

    def leave_alone(self, why: object) -> None:
        """Ask it nothing for a while."""
        if self.rests:
            return
        log.warning("the primary answers large reads for %.0f s: the replica %s", REST_SECONDS, why)
        self._not_before = monotonic() + REST_SECONDS

    def reading(self) -> Session:
        return Session(self._engine, autoflush=False)

    def dispose(self) -> None:
        """Close every connection that is not in use."""
        self._engine.dispose()


def replica_url(settings: Settings) -> URL | None:
    """The replica's address. Of several hosts one that is a standby comes first, unless the address says otherwise.

    Raises ValueError where it is none, and where the register itself is not on PostgreSQL.
    """
    if settings.replica_url is None:
        return None
    url = normalise_url(settings.replica_url, setting="REPLICA_URL", several="prefer-standby")
    register = normalise_url(settings.database_url)
    if {url.get_backend_name(), register.get_backend_name()} != {"postgresql"}:
        message = (
            "REPLICA_URL is for a register on PostgreSQL: it and DATABASE_URL are both postgresql://user@host/name."
        )
        raise ValueError(message)
    return url


def _said(context: ExceptionContext) -> str:
    """The name of the fault alone: its words may hold what was asked."""
    return f"does not answer: {type(context.original_exception).__name__}"


def _require_a_sign_of_life(connection: Any, _record: object, _proxy: object) -> None:  # noqa: ANN401 - the driver's
    """Have the pool open another connection unless the server answers an empty question in time.

    What SQLAlchemy itself would ask (`pool_pre_ping`) waits for a server that has stopped until it goes on.
    """
    import psycopg  # noqa: PLC0415 - loaded by then; who has SQLite does without

    server = connection.pgconn
    watched = select.poll()
    try:
        # A connection that is known to be lost has no socket any more.
        watched.register(server.socket, select.POLLIN)
        server.send_query(b"")
        server.flush()
        while server.is_busy():
            if not watched.poll(_SIGN_OF_LIFE_MS):
                raise DisconnectionError
            server.consume_input()
        while server.get_result() is not None:
            pass
        # What a server says in ending is an answer as well.
        if server.status != psycopg.pq.ConnStatus.OK:
            raise DisconnectionError
    except psycopg.Error as error:
        raise DisconnectionError from error
