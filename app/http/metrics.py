"""Figures about requests, for Prometheus. Paths are counted by their template, so that ids make no new series."""

from functools import lru_cache
from time import perf_counter

from prometheus_client import Counter, Histogram

REQUESTS = Counter("ansvarsregister_requests_total", "Requests answered.", ("method", "path", "status"))
SECONDS = Histogram(
    "ansvarsregister_request_seconds",
    "Time from the request's arrival to the start of its answer.",
    ("method", "path"),
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)


def started() -> float:
    return perf_counter()


def answered(method: str, path: str, status: int, since: float) -> None:
    """Count one answer."""
    counter, histogram = _series(method, path, status)
    counter.inc()
    histogram.observe(perf_counter() - since)


@lru_cache(4096)
def _series(method: str, path: str, status: int) -> tuple[Counter, Histogram]:
    """Kept: to find them by their labels takes longer than to count."""
    return REQUESTS.labels(method, path, status), SECONDS.labels(method, path)
