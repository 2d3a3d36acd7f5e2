"""What others wait for while a file is imported, by the order of events: a dry run is waited for by nobody."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from app.core.errors import Conflict
from app.core.languages import Text
from app.imports import references, steps
from app.imports.choices import ImportKind
from app.imports.reports import Reporting
from app.imports.request import ImportRequest, Sender
from app.imports.schemas import ImportOptions, ImportReport
from app.imports.service import run_import
from app.journal.append import Author
from tests.support.api import Api
from tests.support.extent import sampled
from tests.support.imports import counts, csv, run, upload

AUTHOR = Author("cli", "Årets fil")
ROWS = ["System;Beskrivelse;Nøgle", *(f"System {number};x;{number}" for number in range(1000))]
FEW = ROWS[:401]


def importing(api: Api, rows: list[str] = FEW, **options: Any) -> ImportReport:
    request = ImportRequest(csv(*rows), ImportOptions(kind=ImportKind.SYSTEMS, **options))
    return run_import(api.register, Sender(AUTHOR), request)


def between(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, act: Callable[[int], object]) -> list[int]:
    """Do something each time before the function is called; gives the calls as they come."""
    original = getattr(module, name)
    calls: list[int] = []

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        calls.append(len(calls) + 1)
        act(calls[-1])
        return original(*args, **kwargs)

    monkeypatch.setattr(module, name, wrapped)
    return calls


@pytest.fixture
def wait_little(api: Api) -> None:
    """Whoever would have to wait for the import waits in vain: it cannot go on meanwhile."""
    api.register.database.lock_timeout_seconds = 0.1


@pytest.mark.usefixtures("wait_little")
def test_others_write_during_a_dry_run(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = between(monkeypatch, references, "weed_out", lambda _: api.unit())
    report = importing(api, dry_run=True)
    assert (calls, report.created, report.applied) == ([1], 400, False)
    assert api.read("/v1/systems")["total"] == 0


@pytest.mark.usefixtures("wait_little")
def test_others_write_between_the_steps_of_a_partial_import(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "_FIRST", 100)
    monkeypatch.setattr(steps, "_MOST", 100)
    calls = between(monkeypatch, steps, "sleep", lambda _: api.unit())
    report = importing(api, partial=True)
    assert len(calls) >= 2
    assert (report.created, report.rejected, report.applied) == (400, 0, True)
    assert api.read(f"/v1/imports/{report.id}")["created"] == 400
    assert api.read("/v1/systems")["total"] == 400
    entries = api.read("/v1/changes", resource="system", limit=200)["items"]
    assert {entry["reason"] for entry in entries} == {"Årets fil"}


@pytest.mark.usefixtures("wait_little")
@pytest.mark.parametrize("times", sampled([1, 5], {5}))
def test_an_overtaken_plan_is_made_anew(api: Api, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    def overtake(call: int) -> None:
        # The third plan is made inside the lock, where nobody comes in between.
        if call <= min(times, 2):
            api.system(f"System {call}", externalId=str(call), source="regneark")

    calls = between(monkeypatch, references, "weed_out", overtake)
    report = importing(api, ROWS, source="regneark")
    assert len(calls) == min(times, 2) + 1
    assert (report.created, report.updated, report.rejected) == (1000 - min(times, 2), min(times, 2), 0)
    assert api.read("/v1/systems")["total"] == 1000


def test_the_second_import_of_a_source_sees_what_the_first_has_written(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports: list[ImportReport] = []

    def import_it_too(call: int) -> None:
        if call == 1:
            reports.append(importing(api, ROWS[:121], source="regneark"))

    between(monkeypatch, references, "weed_out", import_it_too)
    reports.append(importing(api, [*ROWS[:121], "System 120;x;120"], source="regneark"))
    assert [(report.created, report.unchanged, report.rejected) for report in reports] == [(120, 0, 0), (1, 120, 0)]
    assert api.read("/v1/systems")["total"] == 121


def test_two_imports_of_a_source_at_once_follow_each_other(api: Api) -> None:
    together = Barrier(2)

    def import_it(rows: list[str]) -> ImportReport:
        together.wait()
        return importing(api, rows, source="regneark")

    with ThreadPoolExecutor(2) as threads:
        one, other = threads.map(import_it, (ROWS[:121], [*ROWS[:61], *ROWS[121:181]]))
    assert one.applied
    assert other.applied
    assert one.created + other.created == api.read("/v1/systems")["total"] == 180
    assert one.unchanged + other.unchanged == 60


def test_rows_that_became_impossible_meanwhile_are_rejected(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "_FIRST", 2)
    rows = ["System;Beskrivelse;Nøgle;Status", *(f"System {n};x;{n};planlagt" for n in range(6))]

    def retire(call: int) -> None:
        if call == 1:
            api.system("System 5", externalId="5", source="regneark", lifecycle="retired")

    between(monkeypatch, steps, "sleep", retire)
    report = importing(api, rows, source="regneark", partial=True)
    assert (report.created, report.rejected) == (5, 1)
    assert [(problem.row, problem.code) for problem in report.problems] == [(7, "impossible-transition")]
    assert api.read("/v1/systems")["total"] == 6


def test_what_is_in_when_the_process_dies_is_whole_and_told(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_FIRST", "_FEWEST", "_MOST"):
        monkeypatch.setattr(steps, name, 2)

    def die(call: int) -> None:
        if call == 2:
            raise KeyboardInterrupt

    between(monkeypatch, steps, "sleep", die)
    made: list[str] = []
    original = Reporting.keep

    def keep(self: Any, session: Any, report: ImportReport) -> ImportReport:
        made.append(report.id)
        return original(self, session, report)

    monkeypatch.setattr(Reporting, "keep", keep)
    with pytest.raises(KeyboardInterrupt):
        importing(api, ROWS[:21], partial=True)
    monkeypatch.undo()
    stored = api.read(f"/v1/imports/{made[0]}")
    there = api.read("/v1/systems")["total"]
    assert there == 4
    assert (stored["applied"], stored["rows"], stored["created"]) == (True, 20, there)
    again = importing(api, ROWS[:21], partial=True)
    assert (again.unchanged, again.created) == (there, 20 - there)


def test_what_the_gate_refuses_in_a_step_is_that_row_alone(api: Api) -> None:
    def guard(_session: Any, changes: Any, *_: object) -> None:
        if any((change.after or {}).get("name") == "System 3" for change in changes):
            raise Conflict(Text("No.", da="Nej."), code="refused")

    request = ImportRequest(csv(*ROWS[:9]), ImportOptions(kind=ImportKind.SYSTEMS, partial=True))
    report = run_import(api.register, Sender(AUTHOR, guard), request)
    assert (report.created, report.rejected) == (7, 1)
    assert [(problem.row, problem.code, problem.detail) for problem in report.problems] == [(5, "refused", "Nej.")]


def test_a_retry_of_a_partial_import_gets_the_first_answer(api: Api) -> None:
    headers = {"Idempotency-Key": "en-gang"}
    first = upload(api, "systems", csv(*ROWS[:5]), headers=headers, partial=True)
    again = upload(api, "systems", csv(*ROWS[:5]), headers=headers, partial=True)
    assert (again.headers["idempotent-replayed"], again.json()) == ("true", first.json())
    other = upload(api, "systems", csv(*ROWS[:6]), headers=headers, partial=True)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency-key-reused")
    assert api.read("/v1/systems")["total"] == 4
    assert counts(run(api, "systems", *ROWS[:5])) == {"unchanged": 4}
