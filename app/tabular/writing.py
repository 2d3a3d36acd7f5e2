"""Writing spreadsheets: CSV as Danish Excel wants it or as RFC 4180 has it, and XLSX; in constant memory."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Literal

import xlsxwriter

from app.tabular.neutralise import neutralise
from app.tabular.table import Cell

Dialect = Literal["danish", "rfc4180"]
_ROWS_AT_A_TIME = 500
_WIDEST = 50


def write_csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]], dialect: Dialect) -> Iterator[bytes]:
    """The file in pieces. Danish: BOM, semicolons, dd-mm-yyyy, ja/nej. RFC 4180: commas, ISO dates, true/false."""
    danish = dialect == "danish"
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";" if danish else ",", lineterminator="\r\n")
    if danish:
        buffer.write("\ufeff")
    writer.writerow(headers)
    for count, row in enumerate(rows, start=1):
        writer.writerow([_danish(cell) if danish else _plain(cell) for cell in row])
        if count % _ROWS_AT_A_TIME == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def write_xlsx(path: Path, headers: Sequence[str], rows: Iterable[Sequence[Cell]], sheet: str) -> None:
    """The file at `path`: headers in bold, frozen and filtered; dates as dates."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "dd-mm-yyyy",
    }
    with xlsxwriter.Workbook(str(path), options) as workbook:
        worksheet = workbook.add_worksheet(sheet[:31])
        bold = workbook.add_format({"bold": True})
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        worksheet.freeze_panes(1, 0)
        for column, header in enumerate(headers):
            worksheet.set_column(column, column, min(max(12, len(header) + 4), _WIDEST))
            worksheet.write_string(0, column, header, bold)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, bool):
                    worksheet.write_string(last, column, "ja" if cell else "nej")
                elif isinstance(cell, str):
                    worksheet.write_string(last, column, neutralise(cell), wrapped if "\n" in cell else None)
                elif cell is not None:
                    worksheet.write(last, column, cell)
        worksheet.autofilter(0, 0, max(last, 1), max(len(headers) - 1, 0))


def _danish(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, datetime | date):
        return cell.strftime("%d-%m-%Y")
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    return _plain(cell)


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return neutralise(cell) if isinstance(cell, str) else str(cell)
