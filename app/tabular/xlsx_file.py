"""Reading XLSX through python-calamine, after making sure that what is packed in it is not too large to unpack."""

import io
import math
import zipfile
import zlib
from collections.abc import Iterator
from datetime import timedelta

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorksheetNotFound,
)

from app.core.languages import Text
from app.tabular.extent import refuse_far_cells
from app.tabular.limits import Limits, UnreadableFile, too_many_cells
from app.tabular.near import is_plainly_near
from app.tabular.sheet_parts import SheetParts
from app.tabular.table import Cell, Table, assemble
from app.tabular.xml_stream import XmlError

_CHUNK = 1_048_576
_MAX_ENTRIES = 2000
_MAX_SHEETS = 2000
#: NotImplementedError: packed by a method that zipfile cannot unpack; RuntimeError: with a password; EOFError: cut off.
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)


def read_xlsx(content: bytes, limits: Limits) -> Table:
    """The first visible sheet that has content; raises UnreadableFile. Formulas give the value that Excel saved.

    What it takes in memory and time is not bounded in the last resort: see `apart.py`, which reads strangers' files.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bomb(archive, limits)
            return _first_with_content(content, archive, limits)
    except (CalamineError, WorksheetNotFound, XmlError, OSError, ValueError, *_BROKEN_ZIP) as error:
        raise _broken() from error


def _first_with_content(content: bytes, archive: zipfile.ZipFile, limits: Limits) -> Table:
    parts = SheetParts(archive)
    if not parts.has_workbook():
        raise _no_spreadsheet()
    if len(parts) > _MAX_SHEETS:
        raise _too_many_sheets()
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for index, sheet in enumerate(workbook.sheets_metadata):
        if sheet.visible is not SheetVisibleEnum.Visible or sheet.typ is not SheetTypeEnum.WorkSheet:
            continue
        part = parts.part(index)
        if part is not None:
            _refuse_far_cells(archive, part, limits)
        rows = list(_filled_rows(workbook.get_sheet_by_index(index), limits))
        if rows:
            return assemble(rows, limits)
    raise UnreadableFile(
        "no-header",
        Text(
            "It is empty. The first row has to hold the headers of the columns.",
            da="Regnearket er tomt. Den første række skal indeholde kolonnernes overskrifter.",
        ),
    )


def _refuse_far_cells(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits) -> None:
    with archive.open(part) as stream:
        if is_plainly_near(stream, limits):
            return
    with archive.open(part) as stream:
        refuse_far_cells(stream, limits)


def _filled_rows(sheet: CalamineSheet, limits: Limits) -> Iterator[tuple[int, list[Cell]]]:
    """Excel's number and the cells of each row that is not empty."""
    filled = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [_cell(cell) for cell in row]
        here = len(cells) - cells.count(None)
        if here:
            filled += here
            if filled > limits.max_cells:
                raise too_many_cells(limits)
            yield number, cells


def _cell(value: Cell | timedelta) -> Cell:
    """A duration is text to us: nothing that is read from spreadsheets is one; nor is a number without end."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, timedelta) or (isinstance(value, float) and not math.isfinite(value)):
        return str(value)
    return value


def _refuse_bomb(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Unpack everything once without keeping it, since the sizes that an archive declares may be lies."""
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise _no_spreadsheet()
    if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > limits.max_unpacked_bytes:
        raise _too_large(limits)
    unpacked = 0
    for entry in entries:
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > limits.max_unpacked_bytes:
                    raise _too_large(limits)


def _no_spreadsheet() -> UnreadableFile:
    return UnreadableFile(
        "not-a-spreadsheet",
        Text(
            "It is no spreadsheet. Send an .xlsx or .csv file.",
            da="Filen er ikke et regneark. Send en .xlsx- eller .csv-fil.",
        ),
    )


def _too_many_sheets() -> UnreadableFile:
    return UnreadableFile(
        "too-many-sheets",
        Text(
            f"It has more than {_MAX_SHEETS} sheets. Copy the one that is to be imported into a new workbook.",
            da=f"Regnearket har mere end {_MAX_SHEETS} ark. Kopiér det, der skal importeres, til en ny projektmappe.",
        ),
    )


def _too_large(limits: Limits) -> UnreadableFile:
    return UnreadableFile(
        "unpacked-too-large",
        Text(
            f"It takes more than {limits.max_unpacked_bytes // 1_048_576} MB when it is unpacked. "
            "Remove pictures and empty rows, or split it.",
            da=f"Regnearket fylder mere end {limits.max_unpacked_bytes // 1_048_576} MB, når det pakkes ud. "
            "Fjern billeder og tomme rækker, eller del det.",
        ),
    )


def _broken() -> UnreadableFile:
    return UnreadableFile(
        "broken-xlsx",
        Text(
            "It is damaged. Open it in Excel, save it again, and try again.",
            da="Regnearket er beskadiget. Åbn det i Excel, gem det igen, og prøv igen.",
        ),
    )
