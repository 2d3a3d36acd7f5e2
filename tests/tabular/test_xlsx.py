import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest

from app.tabular.limits import Limits, UnreadableFile
from app.tabular.reading import read_table

Book = Any


def workbook(fill: Callable[[Book], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(*rows: tuple[object, ...]) -> bytes:
    def fill(book: Book) -> None:
        for row in rows:
            book.active.append(row)

    return workbook(fill)


def test_values_keep_their_kinds() -> None:
    table = read_table(sheet(("Navn", "Tal", "Dato", "Ja"), ("Æble", 12, date(2026, 3, 2), True)))
    assert table.headers == ("Navn", "Tal", "Dato", "Ja")
    assert table.rows[0].number == 2
    name, number, day, yes = table.rows[0].cells
    assert (name, number, yes) == ("Æble", 12, True)
    assert isinstance(day, date)


def test_empty_rows_above_the_headers_count_in_the_row_numbers() -> None:
    def fill(book: Book) -> None:
        book.active["B3"], book.active["C3"] = "A", "B"
        book.active["B5"], book.active["C5"] = 1, 2

    table = read_table(workbook(fill))
    assert [header for header in table.headers if header] == ["A", "B"]
    assert [row.number for row in table.rows] == [5]


def test_first_visible_sheet_with_content_is_read() -> None:
    def fill(book: Book) -> None:
        book.active.title = "Tom"
        hidden = book.create_sheet("Skjult")
        hidden.append(["nej"])
        hidden.sheet_state = "hidden"
        book.create_sheet("Systemer").append(["System"])

    assert read_table(workbook(fill)).headers == ("System",)


def test_merged_cells_give_their_value_once() -> None:
    def fill(book: Book) -> None:
        book.active.append(["A", "B"])
        book.active.append(["x", None])
        book.active.merge_cells("A2:B2")

    assert read_table(workbook(fill)).rows[0].cells == ("x", None)


def test_empty_workbook_has_no_header() -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_table(sheet())
    assert refused.value.code == "no-header"


def zipped(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def test_zip_that_is_no_workbook_is_refused() -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_table(zipped(readme=b"hello"))
    assert refused.value.code == "not-a-spreadsheet"


def test_zip_bomb_is_refused_by_what_it_unpacks_to() -> None:
    bomb = zipped(**{"[Content_Types].xml": b"<a/>", "xl__sheet.xml": b"0" * 3_000_000})
    assert len(bomb) < 10_000
    with pytest.raises(UnreadableFile) as refused:
        read_table(bomb, Limits(max_unpacked_bytes=1_000_000))
    assert refused.value.code == "unpacked-too-large"


def test_zip_bomb_that_lies_about_its_size_is_refused() -> None:
    bomb = zipped(**{"[Content_Types].xml": b"<a/>", "xl__sheet.xml": b"0" * 3_000_000})
    lying = bomb.replace((3_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != bomb
    with pytest.raises(UnreadableFile):
        read_table(lying, Limits(max_unpacked_bytes=1_000_000))


@pytest.mark.parametrize("cut", [100, 1000, -200])
def test_broken_workbook_is_refused(cut: int) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_table(sheet(("A", "B"), (1, 2))[:cut])
    assert refused.value.code == "broken-xlsx"


def test_workbook_with_a_damaged_sheet_is_refused() -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_table(zipped(**{"[Content_Types].xml": b"<a/>", "xl__workbook.xml": b"<nonsense"}))
    assert refused.value.code == "broken-xlsx"
