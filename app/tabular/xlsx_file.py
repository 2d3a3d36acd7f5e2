"""Reading XLSX through python-calamine, after making sure that what is packed in it is not too large to unpack."""

import io
import zipfile
import zlib
from datetime import timedelta

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from app.core.languages import Text
from app.tabular.table import Cell, Limits, Table, UnreadableFile, assemble

_CHUNK = 1_048_576
_MAX_ENTRIES = 2000


def read_xlsx(content: bytes, limits: Limits) -> Table:
    """The first visible sheet that has content; raises UnreadableFile. Formulas give the value that Excel saved."""
    _refuse_bomb(content, limits)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for sheet in workbook.sheets_metadata:
            if sheet.visible is not SheetVisibleEnum.Visible:
                continue
            opened = workbook.get_sheet_by_name(sheet.name)
            # Rows above the first filled one are left out of `to_python`, and have to be counted.
            first = (opened.start or (0, 0))[0] + 1
            rows = opened.to_python(skip_empty_area=True)
            if any(any(cell != "" for cell in row) for row in rows):
                return assemble(
                    [(first + index, [_cell(cell) for cell in row]) for index, row in enumerate(rows)], limits
                )
    except (CalamineError, OSError, ValueError) as error:
        raise _broken() from error
    raise UnreadableFile(
        "no-header",
        Text(
            "It is empty. The first row has to hold the headers of the columns.",
            da="Regnearket er tomt. Den første række skal indeholde kolonnernes overskrifter.",
        ),
    )


def _cell(value: Cell | timedelta) -> Cell:
    """A duration is text to us: nothing that is read from spreadsheets is one."""
    if isinstance(value, timedelta):
        return str(value)
    return None if value == "" else value


def _refuse_bomb(content: bytes, limits: Limits) -> None:
    """Unpack everything once without keeping it, since the sizes that an archive declares may be lies."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
                raise UnreadableFile(
                    "not-a-spreadsheet",
                    Text(
                        "It is no spreadsheet. Send an .xlsx or .csv file.",
                        da="Filen er ikke et regneark. Send en .xlsx- eller .csv-fil.",
                    ),
                )
            if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > limits.max_unpacked_bytes:
                raise _too_large(limits)
            unpacked = 0
            for entry in entries:
                with archive.open(entry) as stream:
                    while chunk := stream.read(_CHUNK):
                        unpacked += len(chunk)
                        if unpacked > limits.max_unpacked_bytes:
                            raise _too_large(limits)
    # NotImplementedError: packed by a method that zipfile cannot unpack.
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _broken() from error


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
