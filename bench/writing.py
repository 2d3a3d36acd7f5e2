"""What is asked when the register is written: one write, eight writers at once, and the first reading afterwards."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import count, repeat
from statistics import median
from time import perf_counter

from bench.databases import Ground
from bench.figures import Figure
from bench.plain import BareInserts, connected
from bench.reading import ONE_FILTER, prepared
from bench.serving import ROUNDS, Served, serving

SUMMARY = "/v1/dashboard/summary"
_WRITERS = 8
_WRITES_PER_ROUND = 20
_OK = 200


class Client:
    """Somebody who changes one system, over a connection that stays open."""

    def __init__(self, served: Served, headers: dict[str, str], number: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", served.port)
        self._headers = headers
        self._written = count()
        self._number = number
        _, tag, body = self.ask("GET", f"/v1/systems/by-key/bench/{number:06}")
        self._path, self._tag = f"/v1/systems/{json.loads(body)['id']}", tag

    def reopen(self) -> None:
        """The service closes a connection that has been idle for some seconds."""
        self._connection.close()

    def get(self, path: str) -> float:
        """Seconds until it is answered."""
        return self.ask("GET", path)[0]

    def write(self) -> float:
        """Seconds until another name of the system is kept."""
        name = f"Omdøbt {self._number} {next(self._written)} {perf_counter()}"
        seconds, self._tag, _ = self.ask("PATCH", self._path, json.dumps({"name": name}), {"If-Match": self._tag})
        return seconds

    def ask(
        self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
    ) -> tuple[float, str, bytes]:
        sent = {**self._headers, "Content-Type": "application/json", **(headers or {})}
        begin = perf_counter()
        self._connection.request(method, path, body and body.encode(), sent)
        answer = self._connection.getresponse()
        content = answer.read()
        seconds = perf_counter() - begin
        if answer.status != _OK:
            raise RuntimeError(f"{method} {path} was answered {answer.status}: {content[:300]!r}")
        return seconds, answer.getheader("ETag") or "", content


def writes(ground: Ground, seconds: float) -> Iterator[Figure]:
    headers, _ = prepared(ground)
    place = ground.fresh()
    with serving(ground.url) as served, connected(place) as connection:
        bare = BareInserts(connection, place)
        clients = [Client(served, headers, number) for number in range(1, _WRITERS + 1)]
        yield _summary_after_write(ground, clients[0])
        yield _one_write(ground, clients[0], bare)
        yield from _together(ground, clients, bare, seconds)


def _summary_after_write(ground: Ground, client: Client) -> Figure:
    """Nobody has asked anything since the write; then a page that nobody has asked for."""
    rounds, numbers = [], count(900_000)
    for _ in range(ROUNDS):
        summaries, pages = [], []
        client.reopen()
        for _ in range(_WRITES_PER_ROUND):
            client.write()
            summaries.append(client.get(SUMMARY))
            pages.append(client.get(ONE_FILTER.replace("{n}", f"{next(numbers):06}")))
        rounds.append(median(summaries) / median(pages))
    return Figure.of("summary-after-write", ground.database, rounds)


def _one_write(ground: Ground, client: Client, bare: BareInserts) -> Figure:
    """In turn, so that both find the same disk."""
    rounds = []
    for _ in range(ROUNDS):
        client.reopen()
        pairs = [(client.write(), bare.seconds()) for _ in range(_WRITES_PER_ROUND)]
        rounds.append(median(write for write, _ in pairs) / median(insert for _, insert in pairs))
    return Figure.of("write", ground.database, rounds)


def _together(ground: Ground, clients: list[Client], bare: BareInserts, seconds: float) -> Iterator[Figure]:
    shares, slowest = [], []
    for _ in range(ROUNDS):
        alone = [bare.seconds() for _ in range(5 * _WRITES_PER_ROUND)]
        begin = perf_counter()
        until = begin + seconds
        with ThreadPoolExecutor(_WRITERS) as pool:
            each = list(pool.map(_until, clients, repeat(until)))
        rate = sum(map(len, each)) / (perf_counter() - begin)
        spent = [write for writes_of_one in each for write in writes_of_one]
        shares.append(100 * rate * sum(alone) / len(alone))
        slowest.append(max(spent) / median(spent))
    yield Figure.of("writers-rate", ground.database, shares)
    yield Figure.of("writers-slowest", ground.database, slowest)


def _until(client: Client, until: float) -> list[float]:
    spent = []
    client.reopen()
    while perf_counter() < until:
        spent.append(client.write())
    return spent
