"""Days: which number is the month, and what is nearly a day."""

from datetime import date, datetime
from typing import Any

from tests.awkward.case import Case, Found, Report, book, text

_HEAD = ("System", "Beskrivelse", "Ibrugtaget")


def _column(*written: str) -> bytes:
    return text(";".join(_HEAD), *(f"System {number};x;{said}" for number, said in enumerate(written)))


def _sheet(*written: Any) -> bytes:
    return book(_HEAD, *((f"System {number}", "x", said) for number, said in enumerate(written)))


def days_that_can_all_be_read_two_ways() -> Case:
    return Case(_column("01/02/2024", "03/04/2024"), Report(2, [("C1", "day-first-assumed")]))


def days_of_which_one_comes_before_the_month() -> Case:
    """One that can only be read so decides for all of them, and nothing is left to say."""
    return Case(_column("01/02/2024", "31/12/2024"), Report(2))


def days_of_which_one_comes_behind_the_month() -> Case:
    return Case(_column("01/02/2024", "12/31/2024"), Report(2, [("C1", "month-first")]))


def days_of_both_orders() -> Case:
    """What can only be read in one way is a day; the others are anybody's guess."""
    found: list[Found] = [("C2", "mixed-day-order"), ("C3", "mixed-day-order")]
    return Case(_column("01/02/2024", "12/31/2024", "31/12/2024"), Report(1, found, rejected=2))


def days_that_a_danish_spreadsheet_has_turned() -> Case:
    """It has made dates of those that it could, and left the others as they came from America."""
    content = _sheet(date(2024, 5, 3), date(2024, 7, 25), "3/25/2024")
    found: list[Found] = [("C1", "month-first"), ("C2", "mixed-day-order")]
    return Case(content, Report(2, found, rejected=1, sheet="Ark1"))


def days_as_danes_write_them() -> Case:
    return Case(
        _column("01-02-2024", "1.2.2024", "1/2 2024", "2024-02-01", "01-02-24", "01.02.2024 00:00"),
        Report(6, [("C1", "day-first-assumed")]),
    )


def days_with_hyphens_need_no_word() -> Case:
    return Case(_column("01-02-2024", "03-04-2024"), Report(2))


def months_quarters_and_years() -> Case:
    written = ("01/2024", "Q1 2024", "1. kvartal 2024", "2024", "løbende", "31-12-2024")
    codes = ("month-not-a-day", "quarter-not-a-day", "quarter-not-a-day", "year-not-a-day", "no-day")
    found: list[Found] = [(f"C{row}", code) for row, code in enumerate(codes, start=2)]
    return Case(_column(*written), Report(1, found, rejected=5))


def days_that_there_are_not() -> Case:
    found: list[Found] = [("C2", "impossible-date"), ("C3", "impossible-date")]
    return Case(_column("31-02-2024", "30/02/2024", "28-02-2024"), Report(1, found, rejected=2))


def serial_numbers_of_excel() -> Case:
    """What a day becomes when its cell is not formatted as one."""
    return Case(_sheet(45_292, 45_293.0, "45294"), Report(3, sheet="Ark1"))


def days_kept_as_text_beside_days() -> Case:
    return Case(
        _sheet(date(2024, 2, 1), "31-12-2024", datetime.fromisoformat("2024-05-06T07:08")), Report(3, sheet="Ark1")
    )


def days_before_excel_began() -> Case:
    """Excel has no days before 1900 and keeps them as text."""
    return Case(_sheet("31-12-1899", date(1901, 1, 1)), Report(2, sheet="Ark1"))


def digits_that_are_no_number() -> Case:
    """A raised two is a digit and no number, and five thousand nines are a number and no day."""
    content = _column("²", "9" * 5000, "31-12-2024")
    return Case(content, Report(1, [("C2", "not-a-date"), ("C3", "not-a-date")], rejected=2))
