"""What is done to the whole register: everything evaluated anew, and a file of many systems brought in."""

import io
import subprocess
import sys
from collections.abc import Iterator
from time import perf_counter

from fastapi import UploadFile

from app.imports.choices import ImportKind
from app.imports.kinds import KINDS
from app.imports.proposals.schemas import ProposalForm
from app.imports.proposals.service import propose
from app.imports.reading import read_wanted, wanted_for
from app.imports.request import ImportRequest, Sender
from app.imports.schemas import ImportOptions
from app.imports.service import run_import
from app.models import BudgetLine, Responsibility, System
from app.register.register import Register
from app.tabular.limits import Limits
from bench.databases import Ground
from bench.figures import Figure
from bench.plain import same_rows
from bench.portfolio import AUTHOR, build_organisation
from bench.spreadsheets import budgets_csv, systems_csv

#: In a process of its own, that the one builds up no memory for the other.
_REBUILD = """
import sys
from time import perf_counter
from app.core.memory import economise
from app.register.helpers import processors
from bench.portfolio import opened
# As the command does.
economise()
with opened(sys.argv[1]) as register:
    register.follow_the_day()
    begin = perf_counter()
    register.evaluate(processes=processors())
    print(perf_counter() - begin)
"""
_READ_ALL = """
import json, sys
from time import perf_counter
from sqlalchemy import text
from bench.portfolio import opened
ALL = '''
    SELECT system.*, unit.name AS unit_name, position.title, person.name AS person_name
    FROM system
    LEFT JOIN unit ON unit.id = system.unit_id
    LEFT JOIN responsibility ON responsibility.system_id = system.id
        AND responsibility.duty = 'owner' AND responsibility.valid_until IS NULL
    LEFT JOIN position ON position.id = responsibility.position_id
    LEFT JOIN tenure ON tenure.position_id = position.id AND tenure.valid_until IS NULL AND tenure.role = 'holder'
    LEFT JOIN person ON person.id = tenure.person_id'''
with opened(sys.argv[1]) as register, register.database.reading() as session:
    begin = perf_counter()
    for row in session.execute(text(ALL)).mappings():
        json.dumps(dict(row), default=str, ensure_ascii=False)
    print(perf_counter() - begin)
"""
_IMPORT = """
import resource, sys
from app.core.memory import economise
from bench.bulk import imported
economise()
print(imported(sys.argv[1], int(sys.argv[2])), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
"""


def rebuild(ground: Ground, rounds: int = 2) -> Iterator[Figure]:
    """Against reading every system with owner and unit by plain SQL, and writing each as JSON."""
    ratios = [_apart(_REBUILD, ground.url)[0] / _apart(_READ_ALL, ground.url)[0] for _ in range(rounds)]
    yield Figure.of("rebuild", ground.database, ratios)


def _apart(code: str, *arguments: str) -> list[float]:
    """The numbers that a process of its own says, seconds first."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], check=True, stdout=subprocess.PIPE, text=True)
    return [float(said) for said in done.stdout.split()]


def imports(ground: Ground, rows: int = 10_000, rounds: int = 5) -> Iterator[Figure]:
    """A file of new systems with owners, then one of their budgets: each against the rows that it says, as they are.

    What follows from them (findings, cards, the journal) is the import's own affair. Several rounds of the executemany,
    which takes an instant.
    """
    place = ground.fresh()
    register = build_organisation(place, rows)
    owners = _seconds(register, ImportKind.SYSTEMS, systems_csv(rows), rows)
    content = budgets_csv(rows, register.clock.today().year)
    budgets = _seconds(register, ImportKind.BUDGETS, content, 2 * rows)
    register.database.dispose()
    plain = [same_rows(place, [[System, Responsibility], [BudgetLine]]) for _ in range(rounds)]
    yield Figure.of("import-owners", ground.database, [owners / of_owners for of_owners, _ in plain])
    yield Figure.of("import", ground.database, [(owners + budgets) / sum(each) for each in plain])


def large_imports(ground: Ground, rows: int) -> Iterator[Figure]:
    """How a row's time grows with the file, tenfold, and what a process needs at most that brings it in."""
    few, _ = _apart(_IMPORT, ground.fresh(), str(rows // 10))
    many, megabytes = _apart(_IMPORT, ground.fresh(), str(rows))
    yield Figure.of("import-growth", ground.database, [many / few / 10])
    yield Figure.of("import-memory", ground.database, [megabytes])


def imported(url: str, rows: int) -> float:
    """Seconds for new systems with owners, into an empty database."""
    register = build_organisation(url, rows)
    seconds = _seconds(register, ImportKind.SYSTEMS, systems_csv(rows), rows)
    register.database.dispose()
    return seconds


def _seconds(register: Register, kind: ImportKind, content: bytes, rows: int) -> float:
    """Of an import that makes so many rows."""
    options = ImportOptions(kind=kind, source="bench")
    begin = perf_counter()
    report = run_import(register, Sender(AUTHOR), ImportRequest(content, options))
    seconds = perf_counter() - begin
    if report.rejected or report.created != rows:
        raise RuntimeError(f"the import went wrong: {report.problems[:3]}")
    return seconds


def proposals(ground: Ground, rows: int = 5000, rounds: int = 3) -> Iterator[Figure]:
    """How a file may be read, against reading it."""
    register = build_organisation(ground.fresh(), rows)
    content, limits = systems_csv(rows), Limits()
    form = ProposalForm(file=UploadFile(io.BytesIO(content)), kind=ImportKind.SYSTEMS, source="bench")
    wanted = wanted_for(KINDS[form.kind].columns, [], None)
    ratios = []
    for _ in range(rounds):
        begin = perf_counter()
        read_wanted(content, wanted, limits)
        between = perf_counter()
        proposal = propose(register, form, content, limits)
        ratios.append((perf_counter() - between) / (between - begin))
        if proposal.rows != rows or proposal.unmapped:
            raise RuntimeError(f"the proposal went wrong: {proposal.unmapped}")
    register.database.dispose()
    yield Figure.of("proposal", ground.database, ratios)
