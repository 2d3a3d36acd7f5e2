"""The one place that asks what time it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """`now` is aware UTC; `today` is the date in the municipality's own time zone."""

    zone: tzinfo
    now: Callable[[], datetime] = _utc_now

    def today(self) -> date:
        return self.day_of(self.now())

    def day_of(self, at: datetime) -> date:
        """The date in the municipality's time zone at the instant."""
        try:
            return at.astimezone(self.zone).date()
        except OverflowError:
            # The first or the last hours that there are.
            return at.date()
