"""What is measured: each scenario gives one figure that is a ratio, and the goal it is held against."""

import csv
import io
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import KW_ONLY, dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import event

from app.imports.choices import ImportKind
from app.imports.request import ImportRequest
from app.imports.schemas import ImportOptions
from app.imports.service import run_import
from app.register.evaluation import all_system_ids
from app.register.register import Register
from app.systems.schemas import SystemPatch
from app.systems.service import change_system
from bench.load import Load
from bench.portfolio import AUTHOR, build_organisation, file_with_a_past, open_register, sqlite_file, token
from bench.serving import PORT, fetch, serving, share_of_static

FEW = "/v1/systems?limit=5"
PAGE = "/v1/systems?limit=100"
#: Another instant in every request: nothing can be answered from memory.
COLD_PAGE = PAGE + "&changedSince=2000-01-01T00:00:00.{n}Z"
FILTERS = "&rule=FUN001&criticality=businessCritical&sort=-severityRank"
WHO = "/v1/systems/{id}/escalation?duty=fix"
WHO_BY_KEY = "/v1/systems/by-key/bench/{n}/escalation?duty=fix"
#: Another instant of the same day in every request.
WHO_ANSWERED = "/v1/responsibilities?limit=100&at={day}T10:00:00.{n}Z"
SUMMARY = "/v1/dashboard/summary"


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` is a ratio unless `unit` says otherwise; one of the two bounds is its goal."""

    name: str
    value: float
    _: KW_ONLY
    at_least: float | None = None
    at_most: float | None = None
    unit: str = ""

    @property
    def goal(self) -> str:
        return f"≥ {self.at_least:g}" if self.at_least is not None else f"≤ {self.at_most:g}"

    @property
    def reached(self) -> bool:
        if self.at_least is not None:
            return self.value >= self.at_least
        return self.at_most is not None and self.value <= self.at_most


def reads(folder: Path) -> Iterator[Figure]:
    """Pages and summary of 10,000 systems, as a share of a static route with the same number of bytes."""
    url = sqlite_file(folder, 10_000)
    with opened(url) as register:
        secret = token(register)
    headers = {"Authorization": f"Bearer {secret}"}
    with serving(url, static_bytes=1):
        page, summary = len(fetch(PAGE, secret)), len(fetch(SUMMARY, secret))
    with serving(url, page):
        yield Figure("Page of 100 cards, cold / static", share_of_static(Load(PORT, COLD_PAGE, headers)), at_least=0.06)
        yield Figure("Page of 100 cards, repeated / static", share_of_static(Load(PORT, PAGE, headers)), at_least=0.30)
    with serving(url, summary):
        yield Figure("Summary, repeated / static", share_of_static(Load(PORT, SUMMARY, headers)), at_least=0.30)


def doors(folder: Path) -> Iterator[Figure]:
    """What it costs to find out who asks and what they may: the same list of the same service without that."""
    url = sqlite_file(folder, 10_000)
    with opened(url) as register:
        load = Load(PORT, FEW, {"Authorization": f"Bearer {token(register)}"})
    shares: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(3):
        for open_doors in (True, False):
            with serving(url, static_bytes=1000, open_doors=open_doors):
                shares[open_doors].append(share_of_static(load))
    yield Figure(
        "Short list, repeated, with authentication, authorisation and quotas / without",
        median(shares[False]) / median(shares[True]),
        at_least=0.85,
    )


def escalation(folder: Path) -> Iterator[Figure]:
    """Who acts, of 50,000 systems in a tree that is twelve deep, as a share of a static route of the same size."""
    url = sqlite_file(folder, 50_000)
    with opened(url) as register:
        secret, system_id = token(register), _some_system(register)
    headers = {"Authorization": f"Bearer {secret}"}
    with serving(url, static_bytes=1):
        chain = fetch(WHO.format(id=system_id), secret)
    with serving(url, len(chain)):
        repeated = Load(PORT, WHO.format(id=system_id), headers)
        # Another system each time: nothing can be answered from memory.
        cold = Load(PORT, WHO_BY_KEY, headers)
        yield Figure("Escalation, cold / static", share_of_static(cold), at_least=0.20)
        yield Figure("Escalation, repeated / static", share_of_static(repeated), at_least=1.0)


def who_answered(folder: Path) -> Iterator[Figure]:
    """A page of 100 of all stretches that held on a day, of 50,000 systems: all of them, and one person's."""
    url = sqlite_file(folder, 50_000)
    with opened(url) as register:
        secret, day = token(register), register.clock.today() - timedelta(days=30)
    headers = {"Authorization": f"Bearer {secret}"}
    path = WHO_ANSWERED.replace("{day}", day.isoformat())
    for name, more in (("all", ""), ("of duty and criticality", "&duty=owner&criticality=businessCritical")):
        with serving(url, static_bytes=1):
            page = len(fetch(path.replace("{n}", "0") + more, secret))
        with serving(url, page):
            share = share_of_static(Load(PORT, path + more, headers))
            yield Figure(f"Who answered on a day ({name}), cold / static", share, at_least=0.10)


def as_of(folder: Path) -> Iterator[Figure]:
    """A page of 100 of 50,000 systems as known a year ago, in a register of two years, against the same page now."""
    url = file_with_a_past(folder, 50_000)
    with opened(url) as register:
        register.follow_the_day()
        secret = token(register)
        year_ago = register.clock.now() - timedelta(days=365)
    headers = {"Authorization": f"Bearer {secret}"}
    # Another instant each time, between the same two writes.
    then = f"&knownAt={year_ago:%Y-%m-%dT%H:%M:%S}.{{n}}Z"
    with serving(url, static_bytes=1):
        for name, filters in (("all", ""), ("filtered", FILTERS)):
            now, past = (share_of_static(Load(PORT, page + filters, headers)) for page in (COLD_PAGE, PAGE + then))
            yield Figure(f"Page as known a year ago ({name}), cold: time / now", now / past, at_most=3.0)


def one_write(folder: Path, rounds: int = 80) -> Iterator[Figure]:
    """A PATCH of a system's name at 250 and at 50,000 systems, in turn."""
    with opened(sqlite_file(folder, 250)) as small, opened(sqlite_file(folder, 50_000)) as large:
        systems = {register: _some_system(register) for register in (small, large)}
        numbers = count()
        costs: dict[Register, list[float]] = {small: [], large: []}
        for _ in range(rounds):
            for register, system_id in systems.items():
                begin = perf_counter()
                _rename(register, system_id, f"Omdøbt {next(numbers)} {begin}")
                costs[register].append(perf_counter() - begin)
        yield Figure("One write at 50,000 / at 250 systems", median(costs[large]) / median(costs[small]), at_most=1.5)


def rebuild(folder: Path) -> Iterator[Figure]:
    """Everything evaluated anew, in a process of its own: cost per system, and the process's peak memory."""
    small, _ = _rebuild_in_process(sqlite_file(folder, 5_000))
    large, peak = _rebuild_in_process(sqlite_file(folder, 50_000))
    yield Figure("Rebuild: cost per system at 50,000 / at 5,000", (large / 50_000) / (small / 5_000), at_most=1.3)
    yield Figure("Rebuild of 50,000: peak memory", peak, at_most=500, unit="MB")


def imports() -> Iterator[Figure]:
    """10,000 systems with owners, then as many budget lines, against a quarter of them."""
    quarter_seconds, quarter_statements = _import(2_500)
    whole_seconds, whole_statements = _import(10_000)
    yield Figure("Import: cost per row at 10,000 / at 2,500", whole_seconds / quarter_seconds / 4, at_most=1.3)
    yield Figure("Import: SQL statements per row at 10,000", whole_statements / 20_000, at_most=0.05)
    yield Figure("Import: statements at 10,000 / at 2,500", whole_statements / quarter_statements, at_most=4.5)


@contextmanager
def opened(url: str) -> Iterator[Register]:
    register = open_register(url)
    yield register
    register.database.dispose()


def _some_system(register: Register) -> str:
    with register.database.reading() as session:
        return all_system_ids(session)[7]


def _rename(register: Register, system_id: str, name: str) -> None:
    patch = SystemPatch.model_validate({"name": name})
    today = register.clock.today()
    register.write(AUTHOR, lambda session: change_system(session, system_id, patch, today), lambda *_: None)


def _rebuild_in_process(url: str) -> tuple[float, float]:
    """Seconds and megabytes."""
    code = (
        "import resource, sys, time\n"
        "from bench.portfolio import open_register\n"
        "register = open_register(sys.argv[1])\n"
        "register.follow_the_day()\n"
        "begin = time.perf_counter()\n"
        "register.evaluate()\n"
        "print(time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, url], check=True, capture_output=True, text=True)
    seconds, megabytes = done.stdout.split()
    return float(seconds), float(megabytes)


def _import(rows: int) -> tuple[float, int]:
    """Seconds and SQL statements for so many systems with owners, and a budget line for each."""
    with TemporaryDirectory() as folder:
        register = build_organisation(f"sqlite:///{folder}/import.db", rows)
        statements = 0

        @event.listens_for(register.database.engine, "before_cursor_execute")
        def counted(*_: object) -> None:
            nonlocal statements
            statements += 1

        begin = perf_counter()
        for kind, content in (
            (ImportKind.SYSTEMS, systems_csv(rows)),
            (ImportKind.BUDGETS, _budgets_csv(rows, register)),
        ):
            options = ImportOptions(kind=kind, source="bench")
            report = run_import(register, AUTHOR, ImportRequest(content, options))
            if report.rejected or report.created != rows:
                raise RuntimeError(f"the import of {kind} went wrong: {report.problems[:3]}")
        seconds = perf_counter() - begin
        register.database.dispose()
        return seconds, statements


def systems_csv(rows: int) -> bytes:
    return _csv(
        ["Nøgle", "System", "Beskrivelse", "Kritikalitet", "Status", "KLE", "Leverandør", "Systemejer"],
        (
            [
                f"S{number}",
                f"Fagsystem {number:06}",
                f"Understøtter sagsbehandling nummer {number}.",
                "forretningskritisk",
                "i drift",
                "27.00.00",
                f"Leverandør {number % 50}",
                f"Stilling {number // 20:03}",
            ]
            for number in range(rows)
        ),
    )


def _budgets_csv(rows: int, register: Register) -> bytes:
    year = register.clock.today().year
    return _csv(
        ["System", "År", "Art", "Skøn", "Bevilling"],
        ([f"S{number}", year, "drift", "100.000", "100.000"] for number in range(rows)),
    )


def _csv(headers: list[str], rows: Iterator[list[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(headers)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")
