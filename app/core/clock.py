"""The one place that asks what time it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_NOON = time(12)
_MIDNIGHT = time()


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """`now` is aware UTC; `today` is the date in the municipality's own time zone.

    A `when` is a day, or an instant (a `datetime`, which Python takes for a kind of `date`).
    """

    zone: tzinfo
    now: Callable[[], datetime] = _utc_now

    def today(self) -> date:
        return self.day_of(self.now())

    def day_of(self, when: date) -> date:
        """The date in the municipality's time zone at the instant; a day is itself."""
        if not isinstance(when, datetime):
            return when
        try:
            return when.astimezone(self.zone).date()
        except OverflowError:
            # The first or the last hours that there are.
            return when.date()

    def noon_of(self, when: date) -> datetime:
        """The middle of a day; an instant is itself."""
        return when if isinstance(when, datetime) else self._at(when, _NOON)

    def beginning_of(self, when: date) -> datetime:
        """The first instant of a day; an instant is itself."""
        return when if isinstance(when, datetime) else self._at(when, _MIDNIGHT)

    def end_of(self, when: date) -> datetime:
        """The last microsecond of a day; an instant is itself."""
        if isinstance(when, datetime):
            return when
        if when == date.max:
            return datetime.max.replace(tzinfo=UTC)
        return self._at(when + timedelta(days=1), _MIDNIGHT) - timedelta(microseconds=1)

    def _at(self, day: date, hour: time) -> datetime:
        try:
            return datetime.combine(day, hour, self.zone).astimezone(UTC)
        except OverflowError:
            return datetime.combine(day, hour, UTC)
