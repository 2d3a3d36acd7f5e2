"""A person's own file with what is wrong written into it: a column `Fejl`, and colours in the cells."""

import csv
import io
from typing import Any

import openpyxl
from openpyxl.cell import MergedCell
from openpyxl.styles import Alignment, Font, PatternFill

from app.tabular.csv_file import decoded, delimiter_of
from app.tabular.headers import folded_header
from app.tabular.kinds import ZIP
from app.tabular.marks import ERROR, HEADER, WARNING, Marks

_WIDTH = 60


def marked(content: bytes, marks: Marks) -> bytes:
    """The file as XLSX, everything else in it as it was; of text, a workbook with what it said."""
    return _marked_workbook(content, marks) if content.startswith(ZIP) else _workbook_of_text(content, marks)


def _marked_workbook(content: bytes, marks: Marks) -> bytes:
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    sheet: Any = workbook[marks.sheet or workbook.sheetnames[0]]
    workbook.active = sheet
    return _written(workbook, sheet, marks)


def _written(workbook: openpyxl.Workbook, sheet: Any, marks: Marks) -> bytes:  # noqa: ANN401 - a sheet of openpyxl
    column = _column_for_marks(sheet, marks)
    head = sheet.cell(marks.header_row, column, HEADER)
    head.font = Font(bold=True)
    sheet.column_dimensions[head.column_letter].width = _WIDTH
    for row in marks.rows:
        told = sheet.cell(row, column)
        told.value = marks.text(row)
        # Text that begins like a formula is no formula.
        told.data_type = "s"
        told.alignment = Alignment(wrap_text=True, vertical="top")
        told.fill = _fill(ERROR if any(mark.is_error for mark in marks.rows[row]) else WARNING)
        for index, colour in marks.colours(row).items():
            cell = sheet.cell(row, index + 1)
            if not isinstance(cell, MergedCell):
                cell.fill = _fill(colour)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _column_for_marks(sheet: Any, marks: Marks) -> int:  # noqa: ANN401 - a sheet of openpyxl
    """Behind the last header; or the one that an earlier round has left, emptied."""
    headers = [cell.value for cell in sheet[marks.header_row]]
    for index, header in enumerate(headers, start=1):
        if isinstance(header, str) and folded_header(header) == folded_header(HEADER):
            for row in range(marks.header_row + 1, sheet.max_row + 1):
                cell = sheet.cell(row, index)
                cell.value, cell.fill = None, PatternFill()
            return index
    return max((index for index, header in enumerate(headers, start=1) if header is not None), default=0) + 1


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


def _workbook_of_text(content: bytes, marks: Marks) -> bytes:
    text, delimiter = delimiter_of(decoded(content))
    workbook = openpyxl.Workbook()
    sheet: Any = workbook.active
    sheet.title = "Ark1"
    for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
        for column, said in enumerate(record, start=1):
            if said:
                cell = sheet.cell(number, column, said)
                cell.data_type = "s"
    sheet.freeze_panes = sheet.cell(marks.header_row + 1, 1)
    return _written(workbook, sheet, marks)
