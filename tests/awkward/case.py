"""What an awkward spreadsheet is in these tests: bytes, how they are sent, and the report that has to come back."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.api import Api

#: The cell that a problem is about, or its row where no column is concerned, and its code.
Found = tuple[str | int, str]
HEAD = ("System", "Beskrivelse")
KSD = ("KSD", "Udbetaler sygedagpenge.")
AULA = ("Aula", "Skolernes samarbejde.")


@dataclass(frozen=True)
class Report:
    """What the report has to say. `sheet`: None for text."""

    created: int
    problems: Sequence[Found] = ()
    rejected: int = 0
    updated: int = 0
    sheet: str | None = None
    header_row: int = 1
    rows: int | None = None
    """None: as many as have an outcome."""


@dataclass(frozen=True)
class Refusal:
    """The file or the mapping cannot be used at all. `said`: something that the Danish reader has to be told."""

    status: int
    code: str
    said: str = ""


@dataclass(frozen=True)
class Case:
    """`before`: what has to be in the register first. `after`: checks what is in it then."""

    content: bytes
    expected: Report | Refusal
    kind: str = "systems"
    form: dict[str, Any] = field(default_factory=dict)
    name: str = "fil.xlsx"
    before: Callable[[Api], object] | None = None
    after: Callable[[Api], object] | None = None


def book(*rows: Sequence[Any], then: Callable[[Any], object] | None = None, title: str = "Ark1") -> bytes:
    """One sheet with the rows; `then` does to it what people do to sheets."""
    workbook = openpyxl.Workbook()
    sheet: Any = workbook.active
    sheet.title = title
    fill(sheet, *rows)
    if then is not None:
        then(sheet)
    return saved(workbook)


def sheets(**contents: Sequence[Sequence[Any]]) -> openpyxl.Workbook:
    """A workbook with a sheet of each name."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in contents.items():
        fill(workbook.create_sheet(title), *rows)
    return workbook


def fill(sheet: Worksheet, *rows: Sequence[Any]) -> None:
    """As given: an empty row stays one, and text that begins with = is a formula."""
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value is not None:
                sheet.cell(number, column, value)


def saved(workbook: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def text(*lines: str, encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    return (end.join(lines) + end).encode(encoding)
