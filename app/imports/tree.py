"""Trees as mappings from a row to the one above it: circles, and an order from the top down. Pure."""

from collections.abc import Iterable, Mapping

Upwards = Mapping[str, str | None]


def circles(above: Upwards) -> list[list[str]]:
    """Every circle, each as its members, following the line upwards."""
    found: list[list[str]] = []
    settled: set[str] = set()
    for start in above:
        path: list[str] = []
        place: dict[str, int] = {}
        current: str | None = start
        while current is not None and current not in settled and current not in place:
            place[current] = len(path)
            path.append(current)
            current = above.get(current)
        if current is not None and current in place:
            found.append(path[place[current] :])
        settled.update(path)
    return found


def depths(above: Upwards, wanted: Iterable[str]) -> dict[str, int]:
    """How many rows stand above each of the wanted ones. There must be no circle."""
    known: dict[str, int] = {}
    for start in wanted:
        path: list[str] = []
        current: str | None = start
        while current is not None and current not in known:
            path.append(current)
            current = above.get(current)
        depth = -1 if current is None else known[current]
        for step in reversed(path):
            depth += 1
            known[step] = depth
    return known
