from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tabular import values
from app.tabular.amounts import money_dkk
from app.tabular.cells import BadValue, Remarked
from app.tabular.cells import text as text_of
from app.tabular.days import day as day_of
from app.vocabulary import Criticality


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1234567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("1.234", 1234),
        ("1.234,00", 1234),
        ("kr. 1.200", 1200),
        ("1 200 kr.", 1200),
        ("1\u00a0200 kr", 1200),
        ("DKK 500", 500),
        ("1.200,-", 1200),
        ("0", 0),
        (12, 12),
        (12.0, 12),
        (1e6, 1_000_000),
    ],
)
def test_amount(cell: Any, amount: int) -> None:
    assert money_dkk(cell) == amount


@pytest.mark.parametrize(("cell", "amount"), [("1.234,5", 1_234_500), (1.5, 1500), ("2", 2000), (0.001, 1)])
def test_amount_in_thousands(cell: Any, amount: int) -> None:
    assert money_dkk(cell, 1000) == amount


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("-5", "negative-amount"),
        ("5-", "negative-amount"),
        ("(5)", "negative-amount"),
        (-1, "negative-amount"),
        ("1,234", "ambiguous-amount"),
        ("1,234.50", "ambiguous-amount"),
        ("1.2.3", "not-an-amount"),
        ("12.34", "not-an-amount"),
        ("mange", "not-an-amount"),
        ("1,", "not-an-amount"),
        ("#REF!", "error-cell"),
    ],
)
def test_amount_that_could_mean_something_else_is_refused(cell: Any, code: str) -> None:
    with pytest.raises(BadValue) as refused:
        money_dkk(cell)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "cell",
    [
        *("31-12-2026", "31.12.2026", "31/12-2026", "31/12 2026", "31-12-26", "2026-12-31", "2026-12-31 00:00:00"),
        *(date(2026, 12, 31), datetime.fromisoformat("2026-12-31"), 46387, 46387.0, "46387"),
    ],
)
def test_date(cell: Any) -> None:
    assert day_of(cell) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31-02-2025", "impossible-date"),
        ("snart", "not-a-date"),
        (7, "not-a-date"),
        ("12-2026", "month-not-a-day"),
        ("01/2024", "month-not-a-day"),
        ("Q1 2024", "quarter-not-a-day"),
        ("1. kvartal 2024", "quarter-not-a-day"),
        ("2024", "year-not-a-day"),
        ("løbende", "no-day"),
    ],
)
def test_what_is_no_date_is_refused(cell: Any, code: str) -> None:
    with pytest.raises(BadValue) as refused:
        day_of(cell)
    assert refused.value.code == code


def test_kle_that_a_spreadsheet_has_made_a_number_of() -> None:
    assert values.kle(17.01) == ["17.01"]
    noted = values.kle(5.1)
    assert isinstance(noted, Remarked)
    assert noted.value == ["05.10"]


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1.234,50 kr.", 1235),
        (12.4, 12),
        ("1,2345 mio. kr.", 1_234_500),
        ("900 t.kr.", 900_000),
        ("1.5", None),
    ],
)
def test_amounts_with_units_and_ore(cell: Any, amount: int | None) -> None:
    if amount is None:
        with pytest.raises(BadValue):
            money_dkk(cell)
        return
    read = money_dkk(cell)
    assert (read.value if isinstance(read, Remarked) else read) == amount


def test_months_and_line_breaks() -> None:
    assert [values.months(cell) for cell in (6, "6 mdr.", "6 måneder", "1 år")] == [6, 6, 6, 12]
    read = values.one_line("To\nlinjer")
    assert isinstance(read, Remarked)
    assert read.value == "To linjer"


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("27", ["27"]),
        ("5", ["05"]),
        (5, ["05"]),
        (5.0, ["05"]),
        ("5.01.02", ["05.01.02"]),
        ("27.18, 5.10\n85", ["27.18", "05.10", "85"]),
    ],
)
def test_kle_with_eaten_zeros(cell: Any, numbers: list[str]) -> None:
    assert values.kle(cell) == numbers


@pytest.mark.parametrize(("cell", "code"), [("abc", "not-kle"), ("1.2.3.4", "not-kle"), ("271", "not-kle")])
def test_kle_that_cannot_be_repaired_is_refused(cell: Any, code: str) -> None:
    with pytest.raises(BadValue) as refused:
        values.kle(cell)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (12.0, "12"),
        ("  æ\u00a0", "æ"),
        ("'=1+1", "=1+1"),
        ("'#REF!", "#REF!"),
        (True, "ja"),
        (date(2026, 1, 2), "2026-01-02"),
        ("a\r\nb", "a\nb"),
    ],
)
def test_text(cell: Any, expected: str) -> None:
    assert text_of(cell) == expected


@pytest.mark.parametrize("cell", ["#REF!", "#N/A", "#I/T", "#VÆRDI!", "#navn?"])
def test_error_cells_are_never_text(cell: str) -> None:
    with pytest.raises(BadValue) as refused:
        text_of(cell)
    assert refused.value.code == "error-cell"


@pytest.mark.parametrize(
    "cell", ["businessCritical", "forretningskritisk", " Forretningskritisk ", "FORRETNINGSKRITISK"]
)
def test_choice_by_code_or_danish_label(cell: str) -> None:
    assert values.choice(cell, Criticality.labels()) == "businessCritical"


def test_choice_that_is_not_there_names_the_labels() -> None:
    with pytest.raises(BadValue) as refused:
        values.choice("vigtig", Criticality.labels())
    assert "samfundskritisk, forretningskritisk, ikke kritisk, ukendt" in refused.value.detail


@pytest.mark.parametrize(
    ("cell", "said"), [("Ja", True), ("x", True), (1, True), (True, True), ("nej", False), (0, False)]
)
def test_boolean(cell: Any, said: bool) -> None:
    assert values.boolean(cell) is said


@pytest.mark.parametrize(
    ("cell", "said"), [("ja", "yes"), ("Nej", "no"), ("ved ikke", "unknown"), ("ukendt", "unknown")]
)
def test_answer(cell: str, said: str) -> None:
    assert values.answer(cell) == said


@pytest.mark.parametrize(
    ("parse", "cell"),
    [(values.boolean, "måske"), (values.answer, "måske"), (values.year, "26"), (values.integer, "tre")],
)
def test_other_words_are_refused(parse: Callable[[Any], Any], cell: str) -> None:
    with pytest.raises(BadValue):
        parse(cell)


@pytest.mark.parametrize(
    ("parse", "cell", "value"), [(values.year, 2026.0, 2026), (values.integer, "1.200", 1200), (values.integer, 3.0, 3)]
)
def test_whole_numbers(parse: Callable[[Any], Any], cell: Any, value: int) -> None:
    assert parse(cell) == value


@given(st.integers(0, 10**12))
def test_every_whole_amount_is_read_back_in_danish(amount: int) -> None:
    assert money_dkk(f"{amount:,}".replace(",", ".")) == amount


@given(st.dates(date(2000, 1, 1), date(2079, 12, 31)))
def test_every_date_is_read_back_in_danish(day: date) -> None:
    assert day_of(day.strftime("%d-%m-%Y")) == day
    assert day_of(day.strftime("%d.%m.%y")) == day
