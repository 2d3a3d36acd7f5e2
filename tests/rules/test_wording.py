from datetime import date

from app.rules.wording import danish_date, kroner, level, listed, to_do
from app.vocabulary import Duty


def test_amounts_have_thousands_dots() -> None:
    assert [kroner(amount) for amount in (0, 999, 1_000, 1_234_567)] == [
        "0 kr.",
        "999 kr.",
        "1.000 kr.",
        "1.234.567 kr.",
    ]


def test_dates_are_day_month_year() -> None:
    assert danish_date(date(2026, 3, 1)) == "01-03-2026"
    assert danish_date(date(33, 10, 15)) == "15-10-0033"


def test_levels_are_named() -> None:
    assert level(4) == "niveau 4 (teamleder)"


def test_lists_end_with_og() -> None:
    assert listed(["a"]) == "a"
    assert listed(iter(["a", "b"])) == "a og b"
    assert listed(["a", "b", "c"]) == "a, b og c"


def test_duties_read_as_a_sentence() -> None:
    assert to_do([Duty.FIX, Duty.RETIRE]) == "ansvaret for at fejlrette eller afvikle systemet"
