"""Of a large file few rows are in memory at once. Here three are, of files that need many at a time."""

import pytest

from app.imports import draft
from app.imports.draft import Draft, RowContents, spilling
from app.imports.problems import Problems
from tests.support.api import Api
from tests.support.imports import codes, counts, run

ROWS = 40


@pytest.fixture(autouse=True)
def three_rows_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft, "BLOCK", 1)
    monkeypatch.setattr(draft, "MOST", 3)


def test_every_row_is_written_with_all_that_it_says(api: Api) -> None:
    unit = api.unit("Skoler")
    owners = [api.position(1, unit, title=f"Leder {number}") for number in range(3)]
    header = "Nøgle;System;Beskrivelse;Systemejer;Afløses af"
    # Each is succeeded by the next one, which stands further down.
    rows = [f"S{n};Fag {n};Til {n};Leder {n % 3};{f'S{n + 1}' if n < ROWS else ''}" for n in range(1, ROWS + 1)]
    report = run(api, "systems", header, *rows)
    assert (counts(report), report["problems"]) == ({"created": ROWS}, [])
    cards = api.read("/v1/systems", limit=200)["items"]
    said = {card["externalId"]: (card["name"], card["owner"]["positionId"]) for card in cards}
    assert said == {f"S{n}": (f"Fag {n}", owners[n % 3]["id"]) for n in range(1, ROWS + 1)}
    by_key = {card["externalId"]: card for card in cards}
    for n in range(1, ROWS):
        assert api.card(by_key[f"S{n}"])["successorId"] == by_key[f"S{n + 1}"]["id"]
    assert counts(run(api, "systems", header, *rows)) == {"unchanged": ROWS}
    changed = [row.replace("Til ", "For ") if number % 2 else row for number, row in enumerate(rows)]
    assert counts(run(api, "systems", header, *changed)) == {"updated": ROWS // 2, "unchanged": ROWS // 2}


def test_every_fault_is_told_of_its_own_row(sqlite_api: Api) -> None:
    rows = [f"Fag {n};Til {n};{'findes ikke' if n % 4 == 0 else ''}" for n in range(ROWS)]
    report = run(sqlite_api, "systems", "System;Beskrivelse;Afløses af", *rows)
    assert codes(report) == [(n + 2, "unknown-reference") for n in range(0, ROWS, 4)]


def test_a_plan_leaves_what_was_read_as_it_was() -> None:
    """It may have to be made anew."""
    read = spilling(
        Draft(n, (RowContents({"name": f"Fag {n}"}, {"name": f"Fag {n}"}),), {}, Problems()) for n in range(9)
    )
    planned = spilling(each.copy(Problems()) for each in read)
    for each in planned:
        each.values["name"] = "et andet"
        each.references["unit"] = "en enhed"
        each.columns = {"name": "et andet"}
    assert [each.values["name"] for each in read] == [f"Fag {n}" for n in range(9)]
    assert not any(each.references or each.columns or each.writes_row for each in read)
    assert all(each.values["name"] == "et andet" and each.references and each.writes_row for each in planned)
