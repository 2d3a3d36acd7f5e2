"""The demonstration's files as spreadsheets: what the import cannot know is wrong with them."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from app.core.cpr import contains_cpr
from app.vocabulary import (
    Acquisition,
    Audience,
    Basis,
    BudgetKind,
    Criticality,
    Duty,
    Lifecycle,
    PersonalData,
    Term,
    UnitKind,
)
from tests.demo.sheets import (
    BUDGETS,
    CONTRACTS,
    DAYS,
    NAMES,
    PEOPLE,
    PERSON,
    POSITION,
    POSITIONS,
    SYSTEM,
    SYSTEMS,
    TODAY,
    UNIT,
    UNITS,
    Row,
    amount,
    day,
    lines,
    raw,
    rendered,
    rows,
    several,
)
from tests.support.headers import IMPORTED

KINDS = dict(
    zip(
        NAMES,
        ("units", "people", "positions", "systems", "responsibilities", "budgets", "contracts"),
        strict=True,
    )
)

DATES = {
    "02_personer": ["Fratræder"],
    "04_systemer": ["Ibrugtaget", "Udfases", "Senest bekræftet"],
    "05_ansvar": ["Fra", "Til"],
    "07_kontrakter": ["Start", "Slut"],
}
AMOUNTS = {"03_stillinger": ["Beløbsgrænse"], "06_budgetter": ["Skøn", "Bevilling"]}
REFERENCES = [
    ("01_enheder", "Overordnet enhed", UNIT),
    ("03_stillinger", "Enhed", UNIT),
    ("03_stillinger", "Indehaver", PERSON),
    ("03_stillinger", "Stedfortræder", PERSON),
    ("03_stillinger", "Refererer til", POSITION),
    ("04_systemer", "Enhed", UNIT),
    ("04_systemer", "Brugende enheder", UNIT),
    ("05_ansvar", "System", SYSTEM),
    ("05_ansvar", "Stilling", POSITION),
    ("06_budgetter", "System", SYSTEM),
    ("06_budgetter", "Budgetholder", POSITION),
    ("07_kontrakter", "Systemer", SYSTEM),
]
CLOSED: list[tuple[str, str, type[Term]]] = [
    ("01_enheder", "Type", UnitKind),
    ("04_systemer", "Kritikalitet", Criticality),
    ("04_systemer", "Status", Lifecycle),
    ("04_systemer", "Personoplysninger", PersonalData),
    ("04_systemer", "Anskaffelse", Acquisition),
    ("04_systemer", "Målgruppe", Audience),
    ("05_ansvar", "Ansvar", Duty),
    ("05_ansvar", "Grundlag", Basis),
    ("06_budgetter", "Art", BudgetKind),
]


@pytest.mark.parametrize("name", NAMES)
def test_file_is_what_danish_excel_writes(name: str) -> None:
    content = raw(name)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    outside_quotes = b"".join(content.split(b'"')[::2])
    assert not re.search(rb"(?<!\r)\n", outside_quotes)


@pytest.mark.parametrize("name", NAMES)
def test_headers_are_those_that_the_import_expects(name: str) -> None:
    header = lines(name, TODAY)[0]
    assert len(header) == len(set(header))
    assert set(header) <= set(IMPORTED[KINDS[name]].values())
    assert ("Nøgle" in header) == ("externalId" in IMPORTED[KINDS[name]])


@pytest.mark.parametrize("name", NAMES)
def test_every_row_has_a_cell_for_every_header(name: str) -> None:
    header, *body = lines(name, TODAY)
    assert {len(cells) for cells in body} == {len(header)}
    assert all(cell == cell.strip() for cells in body for cell in cells)


def test_some_cell_holds_a_line_break() -> None:
    assert any("\n" in cell for row in SYSTEMS for cell in row.values())


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_placeholders_render_on_any_day(today: date) -> None:
    for name in NAMES:
        assert not re.search(r"[{}]", rendered(name, today)), name
        for row in rows(name, today):
            for column in DATES.get(name, []):
                day(row[column])


def test_dates_and_years_follow_the_day_of_loading() -> None:
    for name in ("04_systemer", "05_ansvar", "06_budgetter", "07_kontrakter"):
        assert rendered(name, TODAY) != rendered(name, TODAY + timedelta(days=365)), name


def test_amounts_are_written_as_danes_write_them() -> None:
    for name, columns in AMOUNTS.items():
        for row in rows(name, TODAY):
            for column in columns:
                assert re.fullmatch(r"(\d{1,3}(\.\d{3})*)?", row[column]), row
    assert any(amount(row["Bevilling"]) == 0 for row in BUDGETS)
    assert any(amount(row["Bevilling"]) is None for row in BUDGETS)


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_nothing_reads_as_a_cpr_number(today: date) -> None:
    for name in NAMES:
        text = rendered(name, today)
        assert not contains_cpr(text), name
        assert not re.search(r"\d{10}", text), name
        assert not re.search(r"\d{6}[- ]\d{4}", text), name


def test_municipality_has_the_size_of_a_municipality() -> None:
    assert len(SYSTEMS) >= 260
    assert 55 <= len(UNITS) <= 65
    assert 95 <= len(POSITIONS) <= 115
    assert 90 <= len(PEOPLE) <= 115
    assert len(CONTRACTS) >= 100
    assert {row["Ledelsesniveau"] for row in POSITIONS} == set("012345")
    assert {row["Type"] for row in UNITS} >= {"byråd", "direktion", "forvaltning", "center", "institution", "team"}


@pytest.mark.parametrize(
    ("name", "column"),
    [
        *((name, "Nøgle") for name in NAMES if name not in {"05_ansvar", "06_budgetter"}),
        ("01_enheder", "Enhed"),
        ("02_personer", "Navn"),
        ("03_stillinger", "Stilling"),
        ("04_systemer", "System"),
        ("07_kontrakter", "Kontrakt"),
    ],
)
def test_keys_and_names_are_unique(name: str, column: str) -> None:
    found = Counter(row[column].casefold() for row in rows(name, TODAY))
    assert "" not in found
    assert [value for value, times in found.items() if times > 1] == []


@pytest.mark.parametrize("column", ["E-mail", "Telefon"])
def test_nobody_has_the_number_or_the_address_of_another(column: str) -> None:
    found = Counter(row[column] for row in rows("02_personer", TODAY) if row[column])
    assert max(found.values()) == 1


@pytest.mark.parametrize(("name", "column", "targets"), REFERENCES)
def test_references_lead_somewhere(name: str, column: str, targets: dict[str, Row]) -> None:
    named = {key for row in rows(name, TODAY) for key in several(row[column])}
    assert named
    assert named <= set(targets)


@pytest.mark.parametrize(("name", "column", "closed"), CLOSED)
def test_labels_are_of_the_closed_lists(name: str, column: str, closed: type[Term]) -> None:
    used = {label for row in rows(name, TODAY) for label in several(row[column])}
    assert used
    assert used <= set(closed.labels().values())
