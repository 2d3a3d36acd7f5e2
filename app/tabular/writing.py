"""Writing CSV as Danish Excel wants it, or as RFC 4180 has it; in constant memory."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Literal

from app.tabular.neutralise import neutralise
from app.tabular.table import Cell

Dialect = Literal["danish", "rfc4180"]
_ROWS_AT_A_TIME = 500


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


def _danish(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, datetime | date):
        # Four digits for every year, which not every platform's strftime writes.
        return f"{cell.day:02}-{cell.month:02}-{cell.year:04}"
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
