"""An exported workbook comes back: what was edited counts, and only where the register has not moved on."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.api import Api
from tests.support.exports import download
from tests.support.furnishing import furnished
from tests.support.imports import codes, counts, revision, run, upload
from tests.support.living import edited, headers, opened, put, row_of, saved
from tests.support.properties import FEW

in_memory = pytest.mark.one_database("how workbooks are read")


def back(api: Api, content: bytes, kind: str = "systems", **form: Any) -> dict[str, Any]:
    response = upload(api, kind, content, name="fil.xlsx", **form)
    assert response.status_code in (200, 201), response.text
    report: dict[str, Any] = response.json()
    return report


def details(report: dict[str, Any]) -> list[str]:
    return [problem["detail"] for problem in report["problems"]]


@pytest.fixture
def town(api: Api) -> dict[str, dict[str, Any]]:
    return furnished(api, make_town)


def make_town(api: Api) -> dict[str, dict[str, Any]]:
    units = {name: api.unit(name) for name in ("Skoler", "Veje")}
    chiefs = {name: api.position(2, unit, title=f"Chef for {name}") for name, unit in units.items()}
    person = api.person("Åse Ærø", email="aase@example.org")
    tenure = api.hold(chiefs["Skoler"], person)
    dubu = api.system("DUBU", unitId=units["Skoler"]["id"], supplier="A", description="x", personalData=["cpr"])
    aula = api.system("Aula", supplier="A", description="x")
    duty = api.assign(dubu, chiefs["Skoler"])
    line = api.budget(dubu, estimatedDkk=100)
    contract = api.make("/v1/contracts", {"name": "Drift", "systemIds": [dubu["id"]]})
    named = {"dubu": dubu, "aula": aula, "line": line, "person": person, "tenure": tenure, "duty": duty}
    return {**units, **{f"chef {name}": chief for name, chief in chiefs.items()}, **named, "contract": contract}


def test_what_was_not_edited_changes_nothing_whatever_happened_since(api: Api, town: dict[str, Any]) -> None:
    kinds = ("systems", "responsibilities", "budgets", "units", "positions", "people", "contracts")
    files = {kind: saved(opened(download(api, f"{kind}.xlsx"))) for kind in kinds}
    api.patch(f"/v1/units/{town['Skoler']['id']}", {"name": "Børn og unge"})
    api.patch(f"/v1/positions/{town['chef Skoler']['id']}", {"title": "Direktør", "managementLevel": 1})
    api.patch(f"/v1/systems/{town['dubu']['id']}", {"name": "Nyt navn", "supplier": "B", "personalData": ["none"]})
    api.patch(f"/v1/people/{town['person']['id']}", {"email": "ny@example.org"})
    api.patch(f"/v1/budget-lines/{town['line']['id']}", {"estimatedDkk": 200})
    api.patch(f"/v1/contracts/{town['contract']['id']}", {"systemIds": []})
    before = revision(api)
    for kind, content in files.items():
        report = back(api, content, kind)
        assert report["problems"] == [], kind
        assert counts(report) == {"unchanged": report["rows"]}, kind
    assert revision(api) == before


def test_what_was_edited_is_taken_and_the_rest_left_as_it_is_now(api: Api, town: dict[str, Any]) -> None:
    content = edited(download(api, "systems.xlsx"), (town["dubu"]["id"], "Leverandør", "B"))
    api.patch(f"/v1/systems/{town['dubu']['id']}", {"description": "y"})
    assert counts(back(api, content)) == {"updated": 1, "unchanged": 1}
    card = api.card(town["dubu"])
    assert (card["supplier"], card["description"]) == ("B", "y")


@pytest.mark.parametrize(
    ("kind", "row", "header", "value"),
    [
        ("systems", "dubu", "Kritikalitet", "samfundskritisk"),
        ("systems", "dubu", "Enhed", "Veje"),
        ("systems", "dubu", "Systemejer", "Chef for Veje"),
        ("budgets", "line", "Skøn", 300),
        ("units", "Veje", "Overordnet enhed", "Skoler"),
        ("positions", "chef Veje", "Indehaver", "Åse Ærø"),
        ("people", "person", "Telefon", "+45 11223344"),
        ("contracts", "contract", "Systemer", "Aula"),
        ("responsibilities", "duty", "Ansvar til", "31-12-2027"),
    ],
)
def test_edits_of_every_kind_are_taken(
    api: Api, town: dict[str, Any], kind: str, row: str, header: str, value: Any
) -> None:
    content = edited(download(api, f"{kind}.xlsx"), (town[row]["id"], header, value))
    report = back(api, content, kind)
    assert report["problems"] == []
    assert counts(report) == {"updated": 1} | ({"unchanged": report["rows"] - 1} if report["rows"] > 1 else {})


def test_the_same_cell_on_both_sides_is_a_conflict_that_says_both(api: Api, town: dict[str, Any]) -> None:
    dubu = town["dubu"]["id"]
    content = edited(download(api, "systems.xlsx"), (dubu, "Leverandør", "B"), (dubu, "Enhed", "Veje"))
    other = api.unit("Havnen")
    api.patch(f"/v1/systems/{dubu}", {"supplier": "C", "unitId": other["id"]})
    report = back(api, content)
    assert (report["applied"], [code for _, code in codes(report)]) == (False, ["conflict"] * 2)
    assert any("Filen siger »B«, registret siger nu »C«" in detail for detail in details(report))
    assert any("Filen siger »Veje«, registret siger nu »Havnen«" in detail for detail in details(report))
    sides = {(problem["value"], problem["registerValue"]) for problem in report["problems"]}
    assert sides == {("B", "C"), ("Veje", "Havnen")}
    for grouping in ({}, {"groupBy": "problem"}):
        kept = api.read(f"/v1/imports/{report['id']}/problems", **grouping)["items"]
        assert {(problem["value"], problem["registerValue"]) for problem in kept} == sides


@pytest.mark.parametrize(("wins", "supplier"), [("file", "B"), ("register", "C")])
def test_whoever_imports_says_which_side_counts(api: Api, town: dict[str, Any], wins: str, supplier: str) -> None:
    content = edited(download(api, "systems.xlsx"), (town["dubu"]["id"], "Leverandør", "B"))
    api.patch(f"/v1/systems/{town['dubu']['id']}", {"supplier": "C"})
    report = back(api, content, conflicts=wins)
    assert (report["applied"], report["warnings"]) == (True, 1)
    assert api.card(town["dubu"])["supplier"] == supplier


def test_an_edit_to_what_the_register_says_by_now_is_none(api: Api, town: dict[str, Any]) -> None:
    content = edited(download(api, "systems.xlsx"), (town["dubu"]["id"], "Leverandør", "B"))
    api.patch(f"/v1/systems/{town['dubu']['id']}", {"supplier": "B"})
    report = back(api, content)
    assert (counts(report), report["problems"]) == ({"unchanged": 2}, [])


def test_the_same_in_other_words_is_no_edit(api: Api, town: dict[str, Any]) -> None:
    unit = town["Skoler"]["id"]
    content = edited(
        download(api, "systems.xlsx"),
        (town["dubu"]["id"], "Enhed", unit),
        (town["dubu"]["id"], "Status", "inOperation"),
    )
    api.patch(f"/v1/systems/{town['dubu']['id']}", {"unitId": town["Veje"]["id"]})
    assert counts(back(api, content)) == {"unchanged": 2}
    assert api.card(town["dubu"])["unitId"] == town["Veje"]["id"]


def test_how_people_are_reached_is_not_repeated_in_a_conflict(api: Api, town: dict[str, Any]) -> None:
    person = town["person"]["id"]
    content = edited(download(api, "people.xlsx"), (person, "E-mail", "fil@example.org"))
    api.patch(f"/v1/people/{person}", {"email": "register@example.org"})
    report = back(api, content, "people")
    assert [code for _, code in codes(report)] == ["conflict"]
    assert [problem["registerValue"] for problem in report["problems"]] == [None]
    assert "register@example.org" not in str(report)


def test_an_emptied_cell_is_asked_about(api: Api, town: dict[str, Any]) -> None:
    report = back(api, edited(download(api, "systems.xlsx"), (town["dubu"]["id"], "Leverandør", None)))
    assert ([code for _, code in codes(report)], counts(report)) == (["emptied"], {"unchanged": 2})
    assert api.card(town["dubu"])["supplier"] == "A"


@in_memory
def test_rows_that_are_missing_are_named_and_stay(api: Api) -> None:
    for number in range(14):
        api.system(f"S{number:02}", description="x")
    book = opened(download(api, "systems.xlsx"))
    book.worksheets[0].delete_rows(3, 12)
    report = back(api, saved(book))
    assert [code for _, code in codes(report)] == ["row-missing"] * 11
    assert details(report)[-1].startswith("Yderligere 2 rækker")
    assert api.read("/v1/systems")["total"] == 14


@in_memory
def test_a_row_that_was_copied_or_has_another_id_is_refused(api: Api, town: dict[str, Any]) -> None:
    book = opened(download(api, "systems.xlsx"))
    sheet = book.worksheets[0]
    sheet.append([cell.value for cell in sheet[row_of(book, town["dubu"]["id"])]])
    assert [code for _, code in codes(back(api, saved(book), dryRun=True))] == ["key-repeated"]
    book = opened(download(api, "systems.xlsx"))
    put(book, town["dubu"]["id"], "Register-id", "01890a5d-ac96-774b-bcce-b302099a8057")
    assert "key-unknown" in {code for _, code in codes(back(api, saved(book), dryRun=True))}
    book = opened(download(api, "systems.xlsx"))
    put(book, town["dubu"]["id"], "Register-id", None)
    assert "key-removed" in {code for _, code in codes(back(api, saved(book), dryRun=True))}


@in_memory
def test_a_new_row_is_made(api: Api, town: dict[str, Any]) -> None:
    book = opened(download(api, "systems.xlsx"))
    names = headers(book)
    row = {"System": "Nyt", "Beskrivelse": "Et nyt system", "Enhed": "Veje"}
    book.worksheets[0].append([row.get(name) for name in names])
    report = back(api, saved(book))
    assert (counts(report), report["problems"]) == ({"created": 1, "unchanged": 2}, [])


@in_memory
def test_rows_columns_and_sheets_may_be_moved(api: Api, town: dict[str, Any]) -> None:
    book = opened(download(api, "systems.xlsx"))
    put(book, town["dubu"]["id"], "Leverandør", "B")
    sheet = book.worksheets[0]
    sheet.title = "Mine rettelser"
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    sheet.delete_rows(1, len(rows))
    gone = rows[0].index("Beskrivelse")
    for row in (rows[0], *reversed(rows[1:])):
        del row[gone]
        sheet.append([*reversed(row), None])
    sheet.insert_cols(2)
    sheet.cell(1, 2).value = "Min bemærkning"
    sheet.auto_filter.add_filter_column(0, ["x"])
    sheet.row_dimensions[3].hidden = True
    book.move_sheet(sheet, offset=1)
    api.patch(f"/v1/systems/{town['dubu']['id']}", {"version": "2"})
    report = back(api, saved(book))
    assert {code for _, code in codes(report)} == {"unread-column", "hidden-rows"}
    assert counts(report) == {"updated": 1, "unchanged": 1}
    assert (api.card(town["dubu"])["supplier"], api.card(town["dubu"])["version"]) == ("B", "2")


def test_what_was_deleted_since_is_not_made_again(api: Api, town: dict[str, Any]) -> None:
    content = download(api, "budgets.xlsx")
    api.delete(f"/v1/budget-lines/{town['line']['id']}")
    report = back(api, saved(opened(content)), "budgets")
    assert ([code for _, code in codes(report)], counts(report)) == (["row-gone"], {"unchanged": 1})
    report = back(api, edited(content, (town["line"]["id"], "Skøn", 5)), "budgets")
    assert ([code for _, code in codes(report)], counts(report)) == (["row-gone"], {"rejected": 1})
    assert api.read("/v1/exports/budgets.json")["total"] == 0


def test_the_period_of_a_person_is_not_edited_in_silence(api: Api, town: dict[str, Any]) -> None:
    content = download(api, "responsibilities.xlsx")
    report = back(api, edited(content, (town["duty"]["id"], "Til", "31-12-2026")), "responsibilities")
    assert (counts(report), codes(report)) == ({"unchanged": 1}, [(2, "stretch-kept")])
    own = back(api, edited(content, (town["duty"]["id"], "Ansvar til", "31-12-2026")), "responsibilities")
    assert (counts(own), codes(own)) == ({"updated": 1}, [])


def test_account_that_is_edited_is_the_lines_own_whatever_it_pays_for(api: Api, town: dict[str, Any]) -> None:
    head = "System;År;Konto;Andel;Skøn"
    run(api, "budgets", head, "Aula;2026;HALV;50;100", "Aula;2026;ANDRE;100;100", source="økonomi")
    before = api.read(f"/v1/systems/{town['dubu']['id']}/budget-lines")["items"]
    for account, told in (("NY", []), ("HALV", ["share-unknown"]), ("ANDRE", ["share-unknown"])):
        content = download(api, "budgets.xlsx")
        line = town["line"]["id"]
        content = edited(content, (line, "Konto", account), (line, "Skøn", 777))
        report = back(api, content, "budgets", source="økonomi")
        assert (counts(report)["updated"], [code for _, code in codes(report)]) == (1, told), account
        (now,) = api.read(f"/v1/systems/{town['dubu']['id']}/budget-lines")["items"]
        assert (now["account"], now["estimatedDkk"]) == (account, 777)
        api.patch(f"/v1/budget-lines/{line}", {"estimatedDkk": before[0]["estimatedDkk"]})


def test_a_budget_line_is_not_moved_to_another_system(api: Api, town: dict[str, Any]) -> None:
    report = back(api, edited(download(api, "budgets.xlsx"), (town["line"]["id"], "System", "Aula")), "budgets")
    assert [code for _, code in codes(report)] == ["row-moved"]


def test_whoever_was_erased_is_not_brought_back(api: Api, town: dict[str, Any]) -> None:
    content = edited(download(api, "people.xlsx"), (town["person"]["id"], "Telefon", "+45 11223344"))
    api.patch(f"/v1/tenures/{town['tenure']['id']}", {"validUntil": "2026-03-01"})
    api.patch(f"/v1/people/{town['person']['id']}", {"leavesOn": "2026-03-01"})
    assert api.post(f"/v1/people/{town['person']['id']}/erasure").status_code == 200
    report = back(api, content, "people")
    assert ([code for _, code in codes(report)], counts(report)) == (["erased"], {"unchanged": 1})


@in_memory
@pytest.mark.parametrize(
    "kind", ["systems", "units", "positions", "people", "contracts", "responsibilities", "budgets"]
)
@pytest.mark.parametrize("source", ["default", "andre"])
def test_no_row_without_its_id_is_made_a_second_time(api: Api, town: dict[str, Any], kind: str, source: str) -> None:
    run(api, "systems", "Nøgle;System;Beskrivelse", "12;Opus;x", source="kitos")
    run(api, "units", "Nøgle;Enhed", "E1;Havnen", source="kitos")
    book = opened(download(api, f"{kind}.xlsx"))
    names, before = headers(book), revision(api)
    key = "Ansvarets id" if kind == "responsibilities" else "Register-id"
    book.worksheets[0].delete_cols(names.index(key) + 1)
    report = back(api, saved(book), kind, source=source, partial=True)
    assert counts(report) == {"rejected": report["rows"]}
    assert {code for _, code in codes(report)} == {"key-removed"}
    assert revision(api) == before


@in_memory
def test_a_row_is_known_without_its_id_whatever_the_register_calls_it_by_now(api: Api, town: dict[str, Any]) -> None:
    dubu = town["dubu"]["id"]
    book = opened(download(api, "systems.xlsx"))
    put(book, dubu, "Register-id", None)
    api.patch(f"/v1/systems/{dubu}", {"name": "Nyt navn"})
    report = back(api, saved(book), partial=True)
    assert (codes(report)[0][1], counts(report)) == ("key-removed", {"rejected": 1, "unchanged": 1})
    assert dubu in details(report)[0]


@in_memory
def test_a_copy_of_a_row_that_is_still_there_may_be_a_new_one(api: Api, town: dict[str, Any]) -> None:
    chief = town["chef Skoler"]
    book = opened(download(api, "positions.xlsx"))
    names, sheet = headers(book), book.worksheets[0]
    copied = dict(zip(names, (cell.value for cell in sheet[row_of(book, chief["id"])]), strict=True))
    copied |= {"Register-id": None, "Nøgle": None, "Enhed": "Veje", "Indehaver": None}
    sheet.append([copied[name] for name in names])
    assert counts(back(api, saved(book), "positions")) == {"created": 1, "unchanged": 2}


@in_memory
@pytest.mark.parametrize("changed", ["Navn", "E-mail", None])
@pytest.mark.parametrize("emptied", ["cell", "column", "copy"])
def test_whoever_was_erased_is_not_made_anew_from_an_older_workbook(
    api: Api, town: dict[str, Any], changed: str | None, emptied: str
) -> None:
    person = town["person"]["id"]
    book = opened(download(api, "people.xlsx"))
    names, sheet = headers(book), book.worksheets[0]
    if changed:
        put(book, person, changed, "aase.aeroe@example.org")
    if emptied == "copy":
        row = dict(zip(names, (cell.value for cell in sheet[row_of(book, person)]), strict=True))
        sheet.append([(row | {"Register-id": None})[name] for name in names])
    elif emptied == "cell":
        put(book, person, "Register-id", None)
    else:
        sheet.delete_cols(names.index("Register-id") + 1)
    api.patch(f"/v1/tenures/{town['tenure']['id']}", {"validUntil": "2026-03-01"})
    api.patch(f"/v1/people/{person}", {"leavesOn": "2026-03-01"})
    assert api.post(f"/v1/people/{person}/erasure").status_code == 200
    report = back(api, saved(book), "people")
    problem = report["problems"][0]
    assert (report["applied"], problem["code"], problem["severity"]) == (False, "erased", "error")
    assert "Åse" not in str(report)
    assert api.read("/v1/people")["total"] == 1


@in_memory
def test_a_dry_run_and_an_import_in_steps_say_the_same(api: Api, town: dict[str, Any]) -> None:
    content = edited(download(api, "systems.xlsx"), (town["dubu"]["id"], "Leverandør", "B"))
    assert counts(back(api, content, dryRun=True)) == counts(back(api, content, partial=True))
    assert api.card(town["dubu"])["supplier"] == "B"


VALUES = st.sampled_from(["A", "B", "C", "D"])
FIELDS = {"supplier": "Leverandør", "notes": "Bemærkninger", "version": "Version"}
EDITS = st.dictionaries(st.tuples(st.integers(0, 2), st.sampled_from(sorted(FIELDS))), VALUES, max_size=6)


@FEW
@given(base=VALUES, mine=EDITS, theirs=EDITS)
def test_whatever_both_sides_do_nothing_is_lost(
    api: Api, base: str, mine: dict[tuple[int, str], str], theirs: dict[tuple[int, str], str]
) -> None:
    systems = [api.system(description="x", **dict.fromkeys(FIELDS, base)) for _ in range(3)]
    content = download(api, "systems.xlsx")
    untouched = saved(opened(content))
    content = edited(content, *((systems[at]["id"], FIELDS[field], said) for (at, field), said in mine.items()))
    for (at, field), said in theirs.items():
        api.patch(f"/v1/systems/{systems[at]['id']}", {field: said})
    total, before = api.read("/v1/systems")["total"], revision(api)
    assert back(api, untouched)["updated"] == 0
    assert revision(api) == before
    report = back(api, content, partial=True)
    fought = {
        (at, field)
        for (at, field), said in mine.items()
        if said != base and theirs.get((at, field), base) not in (base, said)
    }
    told = [problem for problem in report["problems"] if problem["code"] == "conflict"]
    assert len(told) == len(fought)
    for at, field in fought:
        both = f"Filen siger »{mine[at, field]}«, registret siger nu »{theirs[at, field]}«"
        assert any(both in problem["detail"] and problem["registerValue"] == theirs[at, field] for problem in told)
    for at, system in enumerate(systems):
        card = api.card(system)
        refused = any(at == row for row, _ in fought)
        for field in FIELDS:
            theirs_now = theirs.get((at, field), base)
            edit = mine.get((at, field), base)
            assert card[field] == (theirs_now if refused or edit == base else edit)
    assert api.read("/v1/systems")["total"] == total


@dataclass(frozen=True)
class Handling:
    """What becomes of a workbook of some rows: numbers of its rows, which may be the same or in any order.

    `taught`: what the source was last sent with, of headers that are ours.
    """

    deleted: frozenset[int]
    without_id: frozenset[int]
    added: int
    order: tuple[int, ...]
    is_column_gone: bool
    taught: dict[str, str | None]


ROWS = st.frozensets(st.integers(0, 3), max_size=2)
TAUGHT = st.dictionaries(st.sampled_from(sorted(FIELDS.values())), st.sampled_from(["notes", None]), max_size=1)
HANDLINGS = st.builds(
    Handling,
    deleted=ROWS,
    without_id=ROWS,
    added=st.integers(0, 2),
    order=st.permutations(range(4)).map(tuple),
    is_column_gone=st.booleans(),
    taught=TAUGHT,
)


def handled(content: bytes, handling: Handling, tag: str) -> bytes:
    """The workbook as its keeper leaves it. `tag`: what new rows are called by."""
    book = opened(content)
    sheet, names = book.worksheets[0], headers(book)
    rows: list[dict[str, Any]] = [
        dict(zip(names, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)
    ]
    rows.sort(key=lambda row: str(row["System"]))
    sheet.delete_rows(2, len(rows))
    for number in handling.without_id:
        rows[number]["Register-id"] = None
    kept = [rows[number] for number in handling.order if number not in handling.deleted]
    added: list[dict[str, Any]] = [
        {"System": f"{tag} tilføjet {number}", "Beskrivelse": "x"} for number in range(handling.added)
    ]
    for row in [*added, *kept]:
        sheet.append([row.get(name) for name in names])
    if handling.is_column_gone:
        sheet.delete_cols(names.index("Register-id") + 1)
    return saved(book)


AS_IT_WAS = Handling(frozenset(), frozenset(), 0, (0, 1, 2, 3), is_column_gone=False, taught={})


@FEW
@given(handling=HANDLINGS, mine=EDITS)
@example(handling=replace(AS_IT_WAS, is_column_gone=True, added=1), mine={})
@example(handling=replace(AS_IT_WAS, without_id=frozenset({0, 3})), mine={(0, "notes"): "B"})
@example(handling=replace(AS_IT_WAS, taught={"Leverandør": "notes"}), mine={(1, "supplier"): "B"})
@example(handling=replace(AS_IT_WAS, taught={"Bemærkninger": None}), mine={(1, "notes"): "B"})
def test_however_a_workbook_is_handled_no_row_is_doubled_or_written_over(
    api: Api, handling: Handling, mine: dict[tuple[int, str], str]
) -> None:
    """What was edited in a row that has its id is taken, and no more."""
    tag = f"Nr{revision(api)}x"
    keys: list[dict[str, str]] = [{}, {}, {"source": tag, "externalId": "2"}, {"source": "k", "externalId": tag}]
    before = dict.fromkeys(FIELDS, "A")
    systems = [api.system(f"{tag} {number}", description="x", **before, **key) for number, key in enumerate(keys)]
    if handling.taught:
        head = ";".join(["Navn", "Tekst", *handling.taught])
        mapping = {"Navn": "name", "Tekst": "description", **handling.taught}
        assert run(api, "systems", head, f"Lærer{';x' * (len(mapping) - 1)}", source=tag, mapping=mapping)["applied"]
    content = edited(
        download(api, "systems.xlsx", q=tag),
        *((systems[at]["id"], FIELDS[field], value) for (at, field), value in mine.items()),
    )
    known = api.read("/v1/systems")["total"]
    report = back(api, handled(content, handling, tag), source=tag, partial=True)
    lost = (frozenset(range(4)) if handling.is_column_gone else handling.without_id) - handling.deleted
    assert (report["created"], report["rejected"]) == (handling.added if report["applied"] else 0, len(lost))
    assert api.read("/v1/systems")["total"] == known + report["created"]
    for at, system in enumerate(systems):
        card = api.card(system)
        said = (
            {} if at in lost | handling.deleted else {field: value for (row, field), value in mine.items() if row == at}
        )
        assert {field: card[field] for field in FIELDS} == before | said
