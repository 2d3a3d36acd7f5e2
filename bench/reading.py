"""What is asked when the register is read. Cold: every request asks something else, so that memory holds no answer."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from bench.databases import Ground
from bench.figures import Figure
from bench.generators import generator, raw_server, requests_per_second
from bench.load import Load
from bench.portfolio import opened, token
from bench.server import STATIC
from bench.serving import ROUNDS, Served, serving, shares_of_static
from bench.words import COMMON

PAGE = "/v1/systems?limit=100"
FULL = 100
#: Another instant in every request, before any system was there: it leaves nothing out.
_COLD = "&changedSince=2000-01-01T00:00:00.{n}Z"
_ONE, _TWO = "&criticality=businessCritical", "&criticality=businessCritical&lifecycle=inOperation"
_BAD_REQUEST, _NOT_MODIFIED = 400, 304
PAGES = {
    "none-name": "&sort=name",
    "one-name": f"{_ONE}&sort=name",
    "two-name": f"{_TWO}&sort=name",
    "none-updated": "&sort=-updatedAt",
    "one-severity": f"{_ONE}&sort=-severityRank",
    "two-severity": f"{_TWO}&sort=-severityRank",
}
#: The page that others are compared with.
ONE_FILTER = f"{PAGE}{PAGES['one-name']}{_COLD}"


@dataclass(frozen=True, slots=True)
class Question:
    """`items`: how many the answer must have; None: it is no list. `below`: as a load has it."""

    key: str
    path: str
    items: int | None = FULL
    status: int = 200
    below: int = 1_000_000

    def load(self, served: Served, headers: dict[str, str], seconds: float) -> Load:
        if self.status == _NOT_MODIFIED:
            headers = {**headers, "If-None-Match": served.tag(self.path, headers)}
        return Load(served.port, self.path, headers, seconds=seconds, expected_status=self.status, below=self.below)


def pages(keys: Collection[str] = PAGES, prefix: str = "page") -> list[Question]:
    return [Question(f"{prefix}-{key}", f"{PAGE}{PAGES[key]}{_COLD}") for key in keys]


def questions(systems: int, year_ago: str) -> list[Question]:
    """Of a register of so many systems that has a past."""
    one = f"{systems // 2:06}"
    system = "/v1/systems/by-key/bench/{n}"
    return [
        *pages(),
        Question("search-full", f"{PAGE}&q={COMMON}{_COLD}"),
        Question("search-one", f"{PAGE}&q={one}{_COLD}", items=1),
        Question("facets", f"{PAGE}{_COLD}&facets=criticality,lifecycle,fundingState,ownerLevel"),
        # Another instant each time, between the same two writes.
        Question("known-at", f"{PAGE}&knownAt={year_ago}.{{n}}Z"),
        Question("escalation", f"{system}/escalation?duty=fix", items=None, below=systems),
        Question("card", system, items=None, below=systems),
        Question("repeated", PAGE),
        Question("not-modified", PAGE, status=_NOT_MODIFIED),
    ]


def prepared(ground: Ground) -> tuple[dict[str, str], str]:
    """The headers of somebody who may see all, and an instant a year back but for its fraction."""
    with opened(ground.url) as register:
        register.follow_the_day()
        year_ago = register.clock.now() - timedelta(days=365)
        return {"Authorization": f"Bearer {token(register)}"}, f"{year_ago:%Y-%m-%dT%H:%M:%S}"


def reads(ground: Ground, seconds: float) -> Iterator[Figure]:
    """Everything that is read, as a percentage of a static route of the same service with as many bytes."""
    headers, year_ago = prepared(ground)
    asked: list[tuple[Question, int, str]] = []
    with serving(ground.url) as served:
        for question in questions(ground.systems, year_ago):
            size, note = look(served, question, headers)
            if size is None:
                yield Figure(question.key, ground.database, None, note=note)
            else:
                asked.append((question, size, note))
    with serving(ground.url, [size for _, size, _ in asked]) as served:
        for question, size, note in asked:
            load = question.load(served, headers, seconds)
            [rounds] = shares_of_static([load], [max(size, 1)])
            yield Figure.of(question.key, ground.database, rounds, note)
        yield from memory(served, ground.database, "memory")


def look(served: Served, question: Question, headers: dict[str, str]) -> tuple[int | None, str]:
    """Bytes of the answer, None where the service has no such question; and what is not as it should be."""
    status, body = served.fetch(question.path.replace("{n}", "000007"), headers)
    if status == _BAD_REQUEST:
        return None, "not available"
    if status != 200:  # noqa: PLR2004
        raise RuntimeError(f"{question.path} was answered {status}: {body[:500]!r}")
    if question.status == _NOT_MODIFIED:
        # As many bytes as the page that need not be sent.
        return len(body), ""
    found = None if question.items is None else len(json.loads(body)["items"])
    return len(body), "" if found == question.items else f"{found} rows, not {question.items}"


def memory(served: Served, database: str, key: str) -> Iterator[Figure]:
    for each, field in ((key, "VmRSS"), (f"{key}-peak", "VmHWM")):
        yield Figure(each, database, served.megabytes(field))


def ceiling(ground: Ground, seconds: float) -> Iterator[Figure]:
    """How much faster than the static route the load generator could be: what it measures is not itself."""
    size = 100_000
    rounds = []
    with serving(ground.url, [size]) as served, raw_server(size) as port:
        for _ in range(ROUNDS):
            most = requests_per_second(Load(port, "/", {}, seconds=seconds))
            static = requests_per_second(Load(served.port, f"{STATIC}/{size}", {}, seconds=seconds))
            rounds.append(most / static)
    yield Figure.of("generator", ground.database, rounds, note=f"measured with {generator()}")


def by_size(small: Ground, large: Ground, seconds: float) -> Iterator[Figure]:
    """The same pages of 100, of 250 systems and of all: what the number of systems costs."""
    asked = pages(("none-name", "one-name", "two-name"), "size")
    (few, _), (many, _) = prepared(small), prepared(large)
    with serving(small.url) as first, serving(large.url) as second:
        for question in asked:
            notes = {look(served, question, headers)[1] for served, headers in ((first, few), (second, many))}
            rounds = []
            for number in range(ROUNDS):
                begin = number * question.below // ROUNDS
                reference = requests_per_second(replace(question.load(first, few, seconds), first=begin))
                rate = requests_per_second(replace(question.load(second, many, seconds), first=begin))
                rounds.append(100 * rate / reference)
            yield Figure.of(question.key, large.database, rounds, "; ".join(filter(None, notes)))


def memory_after_reads(ground: Ground, seconds: float) -> Iterator[Figure]:
    """The reads once each, not compared with anything, and what the worker holds then."""
    headers, year_ago = prepared(ground)
    with serving(ground.url) as served:
        for question in questions(ground.systems, year_ago):
            # Such a register has no past: nothing was known a year ago.
            if question.key != "known-at" and look(served, question, headers)[0] is not None:
                requests_per_second(question.load(served, headers, seconds))
        yield from memory(served, ground.database, "memory-large")
