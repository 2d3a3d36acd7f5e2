"""Statements put aside before a revision and an instant are known that they hold, and run once they are.

Until then others stand in for the two: values that nothing else has, so that they can be told from it in any text.
"""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlmodel.sql.sqltypes import UTCDateTime

from app.core.canonical import instant

#: Far above what a register comes to, and within what JSON and both databases take for a whole number.
_LEAST, _RANGE = 2**52, 2**52


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a write gives to everything that it writes."""

    revision: int
    at: datetime


def stand_in(last: datetime) -> Stamp:
    """For a write that is yet to come. `last`: the latest instant that anything has.

    Never a whole second: those stand in texts that have nothing to do with it.
    """
    at = last + timedelta(microseconds=1)
    return Stamp(_LEAST + secrets.randbelow(_RANGE), at if at.microsecond else at + timedelta(microseconds=1))


@dataclass(frozen=True, slots=True)
class Sent:
    """A statement, the parameters of each time that it runs, and which of them a stamp is in."""

    statement: str
    parameters: list[Any]
    stamped: tuple[Any, ...]


class Tape:
    """Takes statements as a connection does, and runs none of them."""

    def __init__(self, dialect: Dialect, stamp: Stamp) -> None:
        self.dialect = dialect
        self._stamp = _Written(stamp, dialect)
        self._sent: list[Sent] = []

    def put(self, statement: str, parameters: Iterable[Any]) -> None:
        """Put it aside. `parameters`: of each time that it would run."""
        rows = list(parameters)
        stamped = {place for row in rows for place, value in _values(row) if self._stamp.is_in(value)}
        self._sent.append(Sent(statement, rows, tuple(stamped)))

    def take(self) -> list[Sent]:
        """What was put aside since this was asked last."""
        sent, self._sent = self._sent, []
        return sent


class Replay:
    """Writes another stamp wherever the stand-in is."""

    def __init__(self, connection: Connection, stand_in: Stamp, stamp: Stamp) -> None:
        self._connection = connection
        old, new = (_Written(each, connection.dialect) for each in (stand_in, stamp))
        self._values = {old.revision: new.revision, old.at: new.at}
        self._texts = tuple(zip(old.texts, new.texts, strict=True))
        self._bytes = tuple((one.encode(), other.encode()) for one, other in self._texts)

    def run(self, sent: Sent) -> bool:
        """Whether the database found a row for each time that it ran, where it says so."""
        rows = [self._stamped(row, sent.stamped) for row in sent.parameters]
        written = self._connection.exec_driver_sql(sent.statement, rows)
        return written.rowcount in {-1, len(rows)}

    def text(self, text: bytes) -> bytes:
        """The text with the other stamp."""
        for old, new in self._bytes:
            text = text.replace(old, new)
        return text

    def _stamped(self, row: Any, places: Iterable[Any]) -> Any:  # noqa: ANN401 - a tuple, or a dict
        changed = dict(row) if isinstance(row, dict) else list(row)
        for place in places:
            changed[place] = self._replaced(changed[place])
        return changed if isinstance(row, dict) else tuple(changed)

    def _replaced(self, value: Any) -> Any:  # noqa: ANN401 - as the driver takes it
        found = self._values.get(value)
        if found is not None or not isinstance(value, str):
            return value if found is None else found
        for old, new in self._texts:
            value = value.replace(old, new)
        return value


class _Written:
    """A stamp as the driver takes it, and as it stands in texts."""

    def __init__(self, stamp: Stamp, dialect: Dialect) -> None:
        bind = UTCDateTime().dialect_impl(dialect).bind_processor(dialect)
        self.revision = stamp.revision
        self.at: Any = stamp.at if bind is None else bind(stamp.at)
        self.texts = (str(stamp.revision), instant(stamp.at))

    def is_in(self, value: Any) -> bool:  # noqa: ANN401 - as the driver takes it
        if isinstance(value, str) and any(text in value for text in self.texts):
            return True
        return bool(value in (self.revision, self.at))


def _values(row: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - a tuple, or a dict
    """Place → value."""
    return iter(row.items()) if isinstance(row, dict) else enumerate(row)
