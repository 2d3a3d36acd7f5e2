"""The stretches of holders as they were known: at any instant those of a position leave no day out, and share none."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlmodel import Session, col, select

from app.models import HolderStretch, JournalEntry, Position
from app.register.audit.difference import Difference

_CHUNK = 500
_DAY = timedelta(days=1)


def gaps_in_stretches(session: Session) -> Iterator[Difference]:
    """Position by position, in the order of their ids."""
    stretch = HolderStretch
    columns: Any = select(  # type: ignore[call-overload]
        stretch.position_id, stretch.valid_from, stretch.valid_until, stretch.known_from, stretch.known_until
    )
    statement = columns.order_by(col(stretch.position_id), col(stretch.valid_from)).execution_options(yield_per=_CHUNK)
    with session.execute(statement) as found:
        for position_id, rows in groupby(found, key=attrgetter("position_id")):
            if not all(_is_whole(session, position_id, *known) for known in _as_known(list(rows))):
                problem = "what was known of it leaves days out, or has them twice"
                yield Difference(str(stretch.__tablename__), position_id, problem)


def _as_known(rows: Sequence[Any]) -> Iterator[tuple[datetime, Sequence[Any]]]:
    """What stood from each instant on at which something changed; `rows` in the order of their first days."""
    begun, ended = {row.known_from for row in rows}, {row.known_until for row in rows if row.known_until is not None}
    for instant in begun | ended:
        yield (
            instant,
            [
                row
                for row in rows
                if row.known_from <= instant and (row.known_until is None or row.known_until > instant)
            ],
        )


def _is_whole(session: Session, position_id: str, instant: datetime, standing: Sequence[Any]) -> bool:
    return _tiles(standing) if standing else _was_deleted(session, position_id, instant)


def _was_deleted(session: Session, position_id: str, instant: datetime) -> bool:
    entry = JournalEntry
    statement = select(entry.revision).where(
        entry.resource == Position.resource,
        entry.resource_id == position_id,
        entry.action == "delete",
        entry.at == instant,
    )
    return session.exec(statement).first() is not None


def _tiles(rows: Iterable[Any]) -> bool:
    free: date | None = date.min
    for row in rows:
        if free is None or row.valid_from != free:
            return False
        last = row.valid_until
        free = None if last is None or last == date.max else last + _DAY
    return free is None
