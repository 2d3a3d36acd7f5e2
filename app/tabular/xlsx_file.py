"""Reading XLSX through python-calamine, after making sure that what is packed in it is not too large to unpack."""

import io
import math
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorksheetNotFound,
)

from app.core.archives import DAMAGE
from app.core.languages import Text
from app.tabular import basis
from app.tabular.extent import refuse_far_cells
from app.tabular.limits import Limits, UnreadableFile, no_spreadsheet, too_many_cells, too_many_columns
from app.tabular.near import is_plainly_near
from app.tabular.sheet_facts import Beside, beside_values
from app.tabular.sheet_parts import SheetParts
from app.tabular.table import Cell, SheetFacts, Table, assemble, is_empty, refuse_empty
from app.tabular.wanted import HeaderRow, SoughtTable, heading_of
from app.tabular.xml_stream import XmlError

_CHUNK = 1_048_576
_MAX_ENTRIES = 2000
_MAX_SHEETS = 2000
#: Rows that merged cells may reach into, all of them together.
_MOST_MERGED = 1_000_000
#: Sheets that a message names.
_NAMED = 20


def read_xlsx(content: bytes, limits: Limits, wanted: SoughtTable) -> Table:
    """The sheet that fits best what is wanted; raises UnreadableFile. Formulas give the value that Excel saved.

    What it takes in memory and time is not bounded in the last resort: see `apart.py`, which reads strangers' files.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bomb(archive, limits)
            parts = SheetParts(archive)
            if not parts.has_workbook():
                raise no_spreadsheet()
            if len(parts) > _MAX_SHEETS:
                raise _too_many_sheets()
            return _Book(content, archive, parts, limits).table(wanted)
    except (CalamineError, WorksheetNotFound, XmlError, OSError, *DAMAGE) as error:
        raise _broken() from error


@dataclass(frozen=True, slots=True)
class _Found:
    """A sheet with content: `rows` are those that hold anything, `merged` those that were filled from above.

    `equal`: names of the others that know as many headers.
    """

    index: int
    name: str
    rows: Sequence[tuple[int, list[Cell]]]
    merged: set[int]
    heading: HeaderRow
    equal: tuple[str, ...] = ()


class _Book:
    def __init__(self, content: bytes, archive: zipfile.ZipFile, parts: SheetParts, limits: Limits) -> None:
        self._archive, self._parts, self._limits = archive, parts, limits
        self._workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        self._cells = 0

    def table(self, wanted: SoughtTable) -> Table:
        found = self._best(wanted)
        beside = self._beside(found.index)
        for number, cells in found.rows if beside.faults else ():
            for column, cell in enumerate(cells):
                if cell is None:
                    cells[column] = beside.faults.get((number, column))
        facts = SheetFacts(
            frozenset(number for number, _ in found.rows[found.heading.index + 1 :] if number in beside.hidden),
            frozenset(found.merged),
            frozenset(beside.uncomputed),
            found.equal,
        )
        table = assemble(found.rows, self._limits, found.heading.index, found.name, facts)
        return table if wanted.basis is None else replace(table, basis=self._made_from(wanted.basis, found.index))

    def _made_from(self, kind: str, taken: int) -> basis.MadeFrom | None:
        """What a sheet that nobody sees says of the one that was taken."""
        for index, sheet in enumerate(self._workbook.sheets_metadata):
            if index == taken or sheet.typ is not SheetTypeEnum.WorkSheet or not sheet.name.startswith(basis.SHEET):
                continue
            part = self._parts.part(index)
            if part is not None:
                _refuse_far_cells(self._archive, part, self._limits)
            rows = (cells for _, cells in _filled_rows(self._workbook.get_sheet_by_index(index), self._limits))
            found = basis.basis_of(rows, kind)
            if found is not None:
                return found
        return None

    def _best(self, wanted: SoughtTable) -> _Found:
        """The sheet that knows most of the headers; of several, the first. A cover sheet knows none."""
        best: _Found | None = None
        equal: list[str] = []
        fault: UnreadableFile | None = None
        for index in self._candidates(wanted):
            try:
                found = self._read(index, wanted)
            except UnreadableFile as unreadable:
                # Another sheet may well be what is meant.
                fault = fault or unreadable
                continue
            if found is not None and (best is None or found.heading.known > best.heading.known):
                best, equal = found, []
            elif found is not None and best is not None and found.heading.known == best.heading.known > 0:
                equal.append(found.name)
            if self._cells > self._limits.max_cells:
                # Looking further would cost more than one file may; what was read by now is a table, too.
                break
        if best is None:
            raise fault or refuse_empty()
        return replace(best, equal=tuple(equal))

    def _candidates(self, wanted: SoughtTable) -> list[int]:
        """The sheets with cells: the one that is asked for, else those that are seen."""
        sheets = [
            (index, sheet)
            for index, sheet in enumerate(self._workbook.sheets_metadata)
            if sheet.typ is SheetTypeEnum.WorkSheet
        ]
        if wanted.sheet is None:
            return [index for index, sheet in sheets if sheet.visible is SheetVisibleEnum.Visible]
        asked = wanted.sheet.strip()
        for index, sheet in sheets:
            if sheet.name.strip().casefold() == asked.casefold():
                return [index]
        number = int(asked) - 1 if asked.isascii() and asked.isdigit() and len(asked) < len("10000") else -1
        if number not in {index for index, _ in sheets}:
            raise _unknown_sheet([sheet.name for _, sheet in sheets])
        return [number]

    def _read(self, index: int, wanted: SoughtTable) -> _Found | None:
        part = self._parts.part(index)
        if part is not None:
            _refuse_far_cells(self._archive, part, self._limits)
        sheet = self._workbook.get_sheet_by_index(index)
        numbered = list(_filled_rows(sheet, self._limits))
        if not numbered:
            return None
        merged = _fill_merged(sheet, numbered)
        rows = [(number, cells) for number, cells in numbered if not all(map(is_empty, cells))]
        if not rows:
            return None
        self._cells += sum(len(cells) for _, cells in rows)
        return _Found(index, sheet.name, rows, merged, heading_of(rows, wanted))

    def _beside(self, index: int) -> Beside:
        part = self._parts.part(index)
        if part is None:
            return Beside()
        with self._archive.open(part) as stream:
            return beside_values(stream)


def _fill_merged(sheet: CalamineSheet, numbered: Sequence[tuple[int, list[Cell]]]) -> set[int]:
    """A cell that is merged over several rows says the same in each of them; gives the rows that it reaches into.

    Rows that hold nothing else stay empty: they are no rows.
    """
    reached: set[int] = set()
    ranges = [((top, left), bottom) for (top, left), (bottom, _) in sheet.merged_cell_ranges or () if bottom > top]
    if not ranges:
        return reached
    by_number = dict(numbered)
    left_over = _MOST_MERGED
    for (top, left), bottom in ranges:
        above = by_number.get(top + 1)
        value = above[left] if above is not None and left < len(above) else None
        left_over -= bottom - top
        if left_over < 0:
            break
        if value is None:
            continue
        for number in range(top + 2, bottom + 2):
            cells = by_number.get(number)
            if cells is not None and left < len(cells) and cells[left] is None:
                cells[left] = value
                reached.add(number)
    return reached


def _refuse_far_cells(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limits: Limits) -> None:
    with archive.open(part) as stream:
        if is_plainly_near(stream, limits):
            return
    with archive.open(part) as stream:
        refuse_far_cells(stream, limits)


def _filled_rows(sheet: CalamineSheet, limits: Limits) -> Iterator[tuple[int, list[Cell]]]:
    """Excel's number and the cells of each row that is not empty, from column A on."""
    # The reader begins at the first column that holds anything: cells would be called by the wrong names.
    left = 0 if sheet.start is None else sheet.start[1]
    if left > limits.max_columns:
        raise too_many_columns(limits, left + 1)
    filled = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [*[None] * left, *(_cell(cell) for cell in row)]
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
        raise no_spreadsheet()
    if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > limits.max_unpacked_bytes:
        raise _too_large(limits)
    unpacked = 0
    for entry in entries:
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > limits.max_unpacked_bytes:
                    raise _too_large(limits)


def _too_many_sheets() -> UnreadableFile:
    return UnreadableFile(
        "too-many-sheets",
        Text(
            f"It has more than {_MAX_SHEETS} sheets. Copy the one that is to be imported into a new workbook.",
            da=f"Regnearket har mere end {_MAX_SHEETS} ark. Kopiér det, der skal importeres, til en ny projektmappe.",
        ),
    )


def _unknown_sheet(names: Sequence[str]) -> UnreadableFile:
    more = ", …" if len(names) > _NAMED else ""
    return UnreadableFile(
        "unknown-sheet",
        Text(
            f"It has no such sheet. There are {', '.join(map(repr, names[:_NAMED]))}{more}.",
            da=f"Filen har ikke det ark. Den har {', '.join(f'»{name}«' for name in names[:_NAMED])}{more}.",
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
