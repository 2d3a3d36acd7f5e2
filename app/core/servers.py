"""Engines of PostgreSQL: how soon a server that is gone is missed, and what is then done about its connections."""

import select
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlmodel import SQLModel

from app.core.config import Settings
from app.core.engines import open_engine
from app.core.replica import Replica

#: A server whose machine is gone does not say so: without these its connections are waited for by the quarter of an
#: hour. An address that names other values in its query has them.
_NOTICE_SILENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
#: Nobody has to wait for a replica, since the primary can answer.
_NOTICE_REPLICA = {**_NOTICE_SILENCE, "connect_timeout": 2, "tcp_user_timeout": 3000}
#: After so long a connection to a replica is opened anew: of several hosts another may be the standby by then.
_REPLICA_RECYCLED_SECONDS = 300
_READ_ONLY = "25006"
#: Tables of these names that hold something, and of which the server thinks that they are empty, or nothing at all.
#: Only who owns a table may have it looked at: of another the server would complain in its log.
_UNKNOWN_TO_SERVER = (
    "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relkind = 'r' AND pg_table_is_visible(oid)"
    " AND pg_has_role(relowner, 'USAGE') AND reltuples <= 0 AND pg_relation_size(oid) > 0 ORDER BY relname"
)


def pooled(settings: Settings, wait_seconds: float, *, beyond: int = 0) -> dict[str, Any]:
    """`wait_seconds`: for a free connection. `beyond`: how many times as many there may be for a moment."""
    return {
        "pool_size": settings.pool_size,
        "max_overflow": settings.pool_size * beyond,
        "pool_timeout": wait_seconds,
    }


def postgres_engine(url: URL, settings: Settings, **pool: Any) -> Engine:  # noqa: ANN401 - SQLAlchemy's own options
    engine = _server_engine(url, settings, _NOTICE_SILENCE, isolation_level="READ COMMITTED", **pool)
    event.listen(engine, "checkout", _refuse_what_was_closed)

    @event.listens_for(engine, "handle_error", retval=True)
    def leave_a_standby(context: ExceptionContext) -> BaseException | None:
        """Who takes no writes is the primary no longer: find the one that is, from the next connection on."""
        if getattr(context.original_exception, "sqlstate", None) != _READ_ONLY:
            return None
        context.is_disconnect = True
        # The driver takes it for a fault of the program, as it would be within one server.
        return OperationalError(context.statement, None, context.original_exception, connection_invalidated=True)

    return engine


def _refuse_what_was_closed(connection: Any, _record: object, _proxy: object) -> None:  # noqa: ANN401 - the driver's
    """Have the pool open its connections anew where the server has ended this one.

    A server that goes ends them, and says nothing else unasked: there is something to read then. To ask it for a sign
    of life (`pool_pre_ping`) is another way there and back for each transaction.
    """
    if not connection.closed:
        watched = select.poll()
        watched.register(connection.fileno(), select.POLLIN)
        if not watched.poll(0):
            return
    raise InvalidatePoolError


def gather_statistics(connection: Connection) -> None:
    """Have the server look at what the tables hold that it knows nothing of: by that it chooses how to find rows.

    Once it has looked, it allows for growth, and looks again by itself.
    """
    unknown = connection.exec_driver_sql(_UNKNOWN_TO_SERVER, (list(SQLModel.metadata.tables),)).scalars().all()
    if unknown:
        quote = connection.dialect.identifier_preparer.quote
        connection.exec_driver_sql(f"ANALYZE {', '.join(map(quote, unknown))}")


def replica_of(url: URL, settings: Settings) -> Replica:
    """Who finds no connection free waits no longer than for what is committed, and is answered by the primary."""
    engine = _server_engine(
        url,
        settings,
        _NOTICE_REPLICA,
        **pooled(settings, settings.replica_wait_seconds),
        pool_recycle=_REPLICA_RECYCLED_SECONDS,
        isolation_level="REPEATABLE READ",
    )
    return Replica(engine, settings.replica_wait_seconds)


def _server_engine(url: URL, settings: Settings, silence: Mapping[str, int], **pool: Any) -> Engine:  # noqa: ANN401 - SQLAlchemy's own options
    """Of a server of PostgreSQL. `silence`: how soon one that does not answer is given up."""
    return open_engine(
        url,
        connect_args={
            **{name: value for name, value in silence.items() if name not in url.query},
            "options": (
                f"-c lock_timeout={int(settings.lock_timeout_seconds * 1000)}"
                f" -c statement_timeout={int(settings.statement_timeout_seconds * 1000)}"
                " -c timezone=UTC -c datestyle=ISO"
            ),
        },
        **pool,
    )
