"""The figures of earlier runs, and whether this one is worse than the last by more than chance."""

import csv
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Figure
from bench.goals import BY_KEY

ROOT = Path(__file__).resolve().parents[1]
HISTORY = ROOT / "docs" / "benchmarks-history.csv"
_COLUMNS = ["date", "commit", "figure", "value", "spread"]
#: Two runs on a quiet machine differ by as much although each lies within a narrow spread.
_ALWAYS = 0.10


@dataclass(frozen=True, slots=True)
class Recorded:
    commit: str
    value: float
    spread: float


def last_recorded(history: Path = HISTORY) -> dict[str, Recorded]:
    """By figure, what was written down last."""
    if not history.exists():
        return {}
    with history.open(newline="", encoding="utf-8") as file:
        return {
            row["figure"]: Recorded(row["commit"], float(row["value"]), float(row["spread"]))
            for row in csv.DictReader(file)
        }


def regressions(figures: Iterable[Figure], recorded: dict[str, Recorded]) -> list[str]:
    """A sentence for each figure that is worse than the last recorded one by more than noise.

    Noise: the spread of the rounds, (largest - smallest) / median, then and now together; a tenth at least.
    """
    found = []
    for figure in figures:
        before = recorded.get(figure.identity)
        if before is None or figure.value is None or not before.value or BY_KEY[figure.key].on(figure.database) is None:
            continue
        noise = max(before.spread + figure.spread, _ALWAYS)
        change = figure.value / before.value - 1
        worse = change if BY_KEY[figure.key].at_most else -change
        if worse > noise:
            found.append(
                f"{figure.identity}: {figure.value:.3g}, was {before.value:.3g} at {before.commit}; "
                f"{worse:.0%} worse, and the noise is {noise:.0%}"
            )
    return found


def record(figures: Iterable[Figure], history: Path = HISTORY) -> None:
    """Append a row for each figure that was measured."""
    begun = history.exists()
    day, commit = datetime.now(UTC).date().isoformat(), _commit()
    with history.open("a", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        if not begun:
            writer.writerow(_COLUMNS)
        for figure in figures:
            if figure.value is not None:
                writer.writerow([day, commit, figure.identity, f"{figure.value:.4g}", f"{figure.spread:.3f}"])


def _commit() -> str:
    """The one that is checked out; with a plus where files differ from it."""
    described = ("git", "-C", str(ROOT), "describe", "--always", "--exclude=*", "--dirty=+")
    done = subprocess.run(described, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"
