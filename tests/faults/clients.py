"""Many clients in a closed loop, nine reads to a write, from a process of its own that the service cannot starve."""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from bench.load import exchange, header

#: What the pages and the clients of a town hall ask for; `{id}` is some system.
READS = (
    "/v1/systems?limit=50",
    "/v1/systems?rule=OWN001&limit=20",
    "/v1/systems/{id}",
    "/v1/systems/{id}",
    "/v1/systems/{id}/duties",
    "/v1/findings?limit=20",
    "/v1/dashboard/summary",
)
_WRITES_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Crowd:
    """`systems`: ids of those that are read."""

    port: int
    secret: str
    systems: list[str]
    clients: int
    seconds: float
    seed: int


@dataclass
class Outcome:
    """`seconds`: of each request, by whether it was a read. `known`: by path, what acknowledged writes said last."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: dict[bool, list[float]] = field(default_factory=lambda: {True: [], False: []})
    acknowledged: int = 0
    known: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


class Client:
    def __init__(self, crowd: Crowd, number: int, outcome: Outcome) -> None:
        self._crowd, self._outcome, self._number = crowd, outcome, number
        self._random = Random(f"{crowd.seed} {number}")  # noqa: S311 - repeatable, not secret
        self._own: tuple[str, str] | None = None
        self._written = 0

    async def begin(self) -> None:
        """The first requests of a service that has just started take longer; they are not among the times."""
        await self._connect()
        await self._write()
        path = READS[self._number % len(READS)].replace("{id}", self._crowd.systems[0])
        await self._ask("GET", path, {})

    async def _connect(self) -> None:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._crowd.port)

    async def work(self, until: float) -> None:
        # Whoever began first has waited for the others, and the service closes what is idle.
        self._writer.close()
        await self._connect()
        while perf_counter() < until:
            if self._random.random() < _WRITES_SHARE:
                await self._write()
            else:
                path = self._random.choice(READS).replace("{id}", self._random.choice(self._crowd.systems))
                await self._ask("GET", path, {})
        self._writer.close()

    async def _write(self) -> None:
        """Make a system, or change the one that was made last."""
        self._written += 1
        word = f"client {self._number} write {self._written}"
        if self._own is not None and self._random.random() < 0.7:
            path, tag = self._own
            said = {"notes": word}
            head = await self._ask("PATCH", path, {"If-Match": tag}, said)
        else:
            said = {"name": word, "description": word}
            headers = {"Idempotency-Key": word}
            head = await self._ask("POST", "/v1/systems", headers, said)
            path = header(head, "location")
        if head:
            self._outcome.acknowledged += 1
            self._outcome.known[path] = self._outcome.known.get(path, {}) | said
            self._own = path, header(head, "etag")

    async def _ask(self, method: str, path: str, headers: Mapping[str, str], said: Any = None) -> bytes:
        """The head of the answer, where it is one of success."""
        headers = {"Authorization": f"Bearer {self._crowd.secret}", **headers}
        body = b"" if said is None else json.dumps(said).encode()
        begun = perf_counter()
        status, head, answer = await exchange(self._reader, self._writer, method, path, headers, body)
        self._outcome.seconds[method == "GET"].append(perf_counter() - begun)
        self._outcome.statuses[status] += 1
        if status >= 400:
            self._outcome.faults.append(f"{method} {path}: {status} {answer[:300].decode(errors='replace')}")
            return b""
        return head


async def _run(crowd: Crowd) -> Outcome:
    outcome = Outcome()
    clients = [Client(crowd, number, outcome) for number in range(crowd.clients)]
    await asyncio.gather(*(client.begin() for client in clients))
    for seconds in outcome.seconds.values():
        seconds.clear()
    until = perf_counter() + crowd.seconds
    await asyncio.gather(*(client.work(until) for client in clients))
    return outcome


def milliseconds(seconds: list[float]) -> tuple[float, float]:
    """The median, and what 99 of 100 are below; zeros where there is next to nothing."""
    if len(seconds) < 2:
        return 0.0, 0.0
    return round(median(seconds) * 1000, 1), round(quantiles(seconds, n=100)[98] * 1000, 1)


def main() -> None:
    """Read a crowd as JSON from standard input, print what came of it."""
    outcome = asyncio.run(_run(Crowd(**json.load(sys.stdin))))
    json.dump(
        {
            "statuses": outcome.statuses,
            "reads": len(outcome.seconds[True]),
            "readMs": milliseconds(outcome.seconds[True]),
            "writeMs": milliseconds(outcome.seconds[False]),
            "acknowledged": outcome.acknowledged,
            "known": outcome.known,
            "faults": outcome.faults,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
