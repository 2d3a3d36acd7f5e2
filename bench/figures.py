"""What a figure is: one number of one run that says something on every machine, and the goal it is held against."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

SHARE, TIMES, MEGABYTES, SECONDS = "%", "x", "MB", "s"
_DECIMALS_BELOW = 10


@dataclass(frozen=True, slots=True)
class Goal:
    """What is asked of a scenario, on each database; None: nothing is. More is better unless it is `at_most`."""

    key: str
    name: str
    unit: str
    sqlite: float | None = None
    postgres: float | None = None
    at_most: bool = False
    large: bool = False
    """Only of 100,000 systems."""

    def on(self, database: str) -> float | None:
        return self.postgres if database == "PostgreSQL" else self.sqlite

    def words(self, database: str) -> str:
        bound = self.on(database)
        return "" if bound is None else f"{'≤' if self.at_most else '≥'} {shown(bound, self.unit)}"

    def reached(self, database: str, value: float) -> bool:
        bound = self.on(database)
        return bound is None or (value <= bound if self.at_most else value >= bound)


@dataclass(frozen=True, slots=True)
class Figure:
    """`spread`: how far the rounds lay apart, as a share of the value. `value` None: not available, and `note` why."""

    key: str
    database: str
    value: float | None
    spread: float = 0.0
    note: str = ""

    @classmethod
    def of(cls, key: str, database: str, rounds: Sequence[float], note: str = "") -> "Figure":
        middle = median(rounds)
        return cls(key, database, middle, (max(rounds) - min(rounds)) / middle, note)

    @property
    def identity(self) -> str:
        """What the history calls it."""
        return f"{self.key} {self.database}"


def shown(value: float, unit: str) -> str:
    if unit == TIMES:
        return f"{value:.1f} x" if value < _DECIMALS_BELOW and value != round(value) else f"{value:.0f} x"
    number = f"{value:.1f}" if value < _DECIMALS_BELOW and value != round(value) else f"{value:.0f}"
    return f"{number} {unit}"
