"""Editing exported workbooks in tests, as a person does in another program."""

from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook


def opened(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def headers(book: Workbook) -> list[str]:
    return [str(cell.value) for cell in book.worksheets[0][1]]


def row_of(book: Workbook, key: str) -> int:
    """The number of the row with the register's id."""
    sheet = book.worksheets[0]
    return next(at for at, row in enumerate(sheet.iter_rows(values_only=True), start=1) if key in row)


def put(book: Workbook, key: str, header: str, value: Any) -> None:
    """Type a value into the cell of that row below the header."""
    book.worksheets[0].cell(row_of(book, key), headers(book).index(header) + 1).value = value


def edited(content: bytes, *edits: tuple[str, str, Any]) -> bytes:
    """The workbook, saved again after some cells were edited: key, header, value."""
    book = opened(content)
    for key, header, value in edits:
        put(book, key, header, value)
    return saved(book)
