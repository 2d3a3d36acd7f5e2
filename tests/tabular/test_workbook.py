"""Workbooks as programs that are not ours read them."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from app.tabular.reading import read_table
from app.tabular.sheet_xml import Sheet, SheetColumn, column_letters
from app.tabular.table import Cell
from app.tabular.workbook import write_workbook


def made(*sheets: Sheet) -> Workbook:
    return load_workbook(BytesIO(b"".join(write_workbook(sheets))))


def printed(found: Any) -> str:
    """What stands to the left at the head of each page."""
    return str(found.oddHeader.left.text)


def sheet(*rows: list[Cell], note: str | None = None, **headings: bool) -> Sheet:
    return Sheet("Ark & 'co'", [SheetColumn(text, amount) for text, amount in headings.items()], rows, note)


def test_days_and_amounts_are_numbers_that_look_like_what_they_are() -> None:
    found = made(
        sheet([date(2026, 3, 2), 1_234_567, 2026], [date(1850, 1, 1), None, 1.5], dag=False, kr=True, år=False)
    )
    day, amount, year = found.worksheets[0][2]
    assert (str(day.value), day.number_format) == ("2026-03-02 00:00:00", "dd\\-mm\\-yyyy")
    assert (amount.value, amount.number_format) == (1_234_567, "#,##0")
    assert (year.value, year.number_format) == (2026, "General")
    # Excel knows no day before 1900.
    assert [cell.value for cell in found.worksheets[0][3]] == ["01-01-1850", None, 1.5]


def test_header_stays_in_sight_and_filters() -> None:
    found = made(sheet(["x", "y"], a=False, b=False)).worksheets[0]
    assert (found.freeze_panes, found.auto_filter.ref, found.print_title_rows) == ("A2", "A1:B2", "$1:$1")
    assert (found["A1"].font.bold, found["A2"].font.bold) == (True, False)


def test_columns_are_as_wide_as_what_is_in_them_and_long_text_is_wrapped() -> None:
    found = made(sheet(["x", "langt " * 30, "n" * 40], kort=False, lang=False, navn=False)).worksheets[0]
    short, long, name = (found.column_dimensions[letter].width for letter in "ABC")
    assert short < name < long == 60
    assert [cell.alignment.wrap_text for cell in found[2]] == [None, True, None]


def test_note_is_on_the_first_cell_and_on_paper() -> None:
    found = made(sheet(["x"], a=False, note="R&D pr. 02-03-2026\nIngen filtre")).worksheets[0]
    assert found["A1"].comment is not None
    assert found["A1"].comment.text == "R&D pr. 02-03-2026\nIngen filtre"
    assert printed(found) == "R&&D pr. 02-03-2026 · Ingen filtre"


def test_long_note_is_cut_on_paper_alone() -> None:
    found = made(sheet(["x"], a=False, note="&" * 300)).worksheets[0]
    assert found["A1"].comment.text == "&" * 300
    assert len(printed(found)) <= 255


def test_first_bytes_leave_before_the_last_row_is_asked_for() -> None:
    asked = []

    def rows() -> Iterator[list[Cell]]:
        for number in range(5000):
            asked.append(number)
            yield [number]

    pieces = write_workbook([Sheet("Ark", [SheetColumn("a")], rows())])
    begun = next(pieces)
    assert asked == []
    content = begun + b"".join(pieces)
    assert len(read_table(content).rows) == len(asked) == 5000


def test_rows_of_a_sheet_may_tell_of_the_sheet_before() -> None:
    seen: list[int] = []

    def rows() -> Iterator[list[Cell]]:
        for number in range(3):
            seen.append(number)
            yield ["x"]

    first = Sheet("1", [SheetColumn("a")], rows())
    second = Sheet("2", [SheetColumn("a")], ([len(seen)] for _ in range(1)))
    assert made(first, second).worksheets[1]["A2"].value == 3


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(str.strip))
def test_any_text_is_read_back(text: str) -> None:
    content = b"".join(write_workbook([Sheet("Ark", [SheetColumn("a"), SheetColumn("b")], [["x", text + "."]])]))
    (row,) = read_table(content).rows
    assert str(row.cells[1]).removeprefix("'").removesuffix(".") == text.removeprefix("'")


def test_columns_are_called_as_excel_calls_them() -> None:
    assert [column_letters(index) for index in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
