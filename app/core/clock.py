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
        return self.now().astimezone(self.zone).date()
