"""What is asked when the register is read. Cold: every request asks something else, so that memory holds no answer."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from time import perf_counter
from urllib.request import Request, urlopen

from app.security.web_sessions import WebSessions
from app.web.engine import COOKIE
from bench.databases import Ground
from bench.figures import Figure
from bench.generators import generator, raw_server, requests_per_second
from bench.load import MANY, Load
from bench.portfolio import opened, token
from bench.server import STATIC
from bench.serving import ROUNDS, Served, in_turns, serving, shares_of_static
from bench.words import COMMON

PAGE = "/v1/systems?limit=100"
FULL = 100
#: About those of a page.
_SOME_BYTES = 100_000
_WARM_UP = 0.5
#: Another instant in every request, before any system was there: it leaves nothing out.
_COLD = "&changedSince=2000-01-01T00:00:00.{n}Z"
_ONE, _TWO = "&criticality=businessCritical", "&criticality=businessCritical&lifecycle=inOperation"
_BAD_REQUEST, _NOT_MODIFIED = 400, 304
#: Two services that do nearly the same differ by less than two rounds of one of them do.
_ROUNDS_OF_SIZES = 9
#: Bytes of an export that are read at once.
_PIECE = 1_048_576
#: A session lasts longer than any run.
_MINUTES, _HOURS = 600, 24
PAGES = {
    "none-name": "&sort=name",
    "one-name": f"{_ONE}&sort=name",
    "two-name": f"{_TWO}&sort=name",
    "none-updated": "&sort=-updatedAt",
    "one-severity": f"{_ONE}&sort=-severityRank",
    "two-severity": f"{_TWO}&sort=-severityRank",
}
#: The page that others are compared with.
_PEOPLE_LIST = f"/systemer?criticality=businessCritical{_COLD}"
ONE_FILTER = f"{PAGE}{PAGES['one-name']}{_COLD}"


@dataclass(frozen=True, slots=True)
class Question:
    """`items`: how many the answer must have; None: it is no list. `below`: as a load has it."""

    key: str
    path: str
    items: int | None = FULL
    status: int = 200
    below: int = MANY

    def load(self, served: Served, headers: dict[str, str], seconds: float) -> Load:
        if self.status == _NOT_MODIFIED:
            headers = {**headers, "If-None-Match": served.tag(self.path, headers)}
        # From one on: zero was asked to look at the answer.
        return Load(
            served.port, self.path, headers, seconds=seconds, expected_status=self.status, first=1, below=self.below
        )


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
        # A person's pages: the list asks the register anew, the front page is made anew of figures that are kept.
        Question("people-list", _PEOPLE_LIST, items=None),
        Question("people-front", "/?besked={n}", items=None),
        Question("people-repeated", "/", items=None),
        Question("repeated", PAGE),
        Question("not-modified", PAGE, status=_NOT_MODIFIED),
    ]


def prepared(ground: Ground) -> tuple[dict[str, str], str]:
    """The headers of somebody who may see all, by token and in a browser; and an instant a year back."""
    with opened(ground.url) as register:
        register.follow_the_day()
        year_ago = register.clock.now() - timedelta(days=365)
        secret = token(register)
        session = WebSessions(register, _MINUTES, _HOURS).sign_in(secret)
        headers = {"Authorization": f"Bearer {secret}", "Cookie": f"{COOKIE}={session}"}
        return headers, f"{year_ago:%Y-%m-%dT%H:%M:%S}"


def reads(ground: Ground, seconds: float) -> Iterator[Figure]:
    """Everything that is read, as a percentage of a static route of the same service with as many bytes."""
    headers, year_ago = prepared(ground)
    with serving(ground.url) as served:
        warm_up(served, headers)
        for question in questions(ground.systems, year_ago):
            yield measured(served, question, headers, ground.database, seconds)
        yield from memory(served, ground.database, "memory")
    with serving(ground.url, {"CARD_CACHE_BYTES": "0"}) as served:
        warm_up(served, headers)
        yield measured(served, Question("page-bodies", ONE_FILTER), headers, ground.database, seconds)
    yield _two_workers(ground, headers, seconds)


def _two_workers(ground: Ground, headers: dict[str, str], seconds: float) -> Figure:
    """What a second worker adds, where the load generator needs a part of the machine too."""
    with serving(ground.url) as one, serving(ground.url, workers=2) as two:
        for served in (one, two):
            # Whichever worker is asked must be warm.
            for _ in range(4):
                warm_up(served, headers)
        of_one, of_two = (Question("", ONE_FILTER).load(served, headers, seconds) for served in (one, two))
        rounds = in_turns(of_one, of_two)
    return Figure.of("two-workers", ground.database, rounds)


def warm_up(served: Served, headers: dict[str, str]) -> None:
    """What a worker does once, and the columns of all systems, are no part of any figure."""
    requests_per_second(Load(served.port, PAGE, headers, seconds=_WARM_UP))
    requests_per_second(Load(served.port, f"{STATIC}/{_SOME_BYTES}", {}, seconds=_WARM_UP))


def measured(served: Served, question: Question, headers: dict[str, str], database: str, seconds: float) -> Figure:
    size, note = look(served, question, headers)
    if size is None:
        return Figure(question.key, database, None, note=note)
    rounds = shares_of_static(question.load(served, headers, seconds), max(size, 1))
    return Figure.of(question.key, database, rounds, note)


def look(served: Served, question: Question, headers: dict[str, str]) -> tuple[int | None, str]:
    """Bytes of the answer, None where the service has no such question; and what is not as it should be."""
    status, body = served.fetch(question.path.replace("{n}", "000000"), headers)
    if status == _BAD_REQUEST:
        return None, "not available"
    if status != HTTPStatus.OK:
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
    rounds = []
    headers, _ = prepared(ground)
    with serving(ground.url) as served, raw_server(_SOME_BYTES) as port:
        warm_up(served, headers)
        for _ in range(ROUNDS):
            most = requests_per_second(Load(port, "/", {}, seconds=seconds))
            static = requests_per_second(Load(served.port, f"{STATIC}/{_SOME_BYTES}", {}, seconds=seconds))
            rounds.append(most / static)
    yield Figure.of("generator", ground.database, rounds, note=f"measured with {generator()}")


def pages_by_size(small: Ground, large: Ground, seconds: float) -> Iterator[Figure]:
    """The same pages of 100, of 250 systems and of all: what the number of systems costs."""
    yield from _by_size(small, large, pages(("none-name", "one-name", "two-name"), "size"), seconds)


def people_by_size(small: Ground, large: Ground, seconds: float) -> Iterator[Figure]:
    """The same of the list that people read."""
    yield from _by_size(small, large, [Question("people-size", _PEOPLE_LIST, items=None)], seconds)


def _by_size(small: Ground, large: Ground, asked: Sequence[Question], seconds: float) -> Iterator[Figure]:
    (few, _), (many, _) = prepared(small), prepared(large)
    with serving(small.url) as first, serving(large.url) as second:
        warm_up(first, few)
        warm_up(second, many)
        for question in asked:
            notes = {look(served, question, headers)[1] for served, headers in ((first, few), (second, many))}
            one, other = question.load(first, few, seconds), question.load(second, many, seconds)
            rounds = in_turns(one, other, _ROUNDS_OF_SIZES)
            yield Figure.of(question.key, large.database, rounds, "; ".join(filter(None, notes)))


def memory_when_small(small: Ground) -> Iterator[Figure]:
    headers, _ = prepared(small)
    with serving(small.url) as served:
        warm_up(served, headers)
        yield Figure("memory-small", small.database, served.megabytes("VmRSS"))


def memory_after_reads(ground: Ground, seconds: float) -> Iterator[Figure]:
    """The reads once each, not compared with anything, and what the worker holds then."""
    headers, year_ago = prepared(ground)
    with serving(ground.url) as served:
        for question in questions(ground.systems, year_ago):
            # Such a register has no past: nothing was known a year ago.
            if question.key != "known-at" and look(served, question, headers)[0] is not None:
                requests_per_second(question.load(served, headers, seconds))
        yield from memory(served, ground.database, "memory-large")


def exports(ground: Ground) -> Iterator[Figure]:
    """Every system as a workbook, of a worker that has served nothing else; read to its end, as a client would."""
    headers, _ = prepared(ground)
    with serving(ground.url) as served:
        begin = perf_counter()
        with urlopen(Request(f"http://127.0.0.1:{served.port}/v1/exports/systems.xlsx", headers=headers)) as answer:
            size = len(answer.read(1))
            first = perf_counter() - begin
            while piece := answer.read(_PIECE):
                size += len(piece)
        if size < ground.systems:
            raise RuntimeError(f"the export broke off after {size} bytes")
        yield Figure("export-first", ground.database, first)
        yield Figure("export-memory", ground.database, served.megabytes("VmHWM"))
