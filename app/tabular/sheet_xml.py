"""One sheet of an XLSX as XML, row by row. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain, islice
from typing import Literal

from app.core.languages import danish_date
from app.tabular.checks import CellCheck, checks_xml
from app.tabular.neutralise import neutralise
from app.tabular.sayable import said
from app.tabular.table import Cell

#: The styles of `workbook_parts.STYLES`, in its order.
PLAIN, HEAD, WRAPPED, DAY, AMOUNT, KEY = range(6)
#: Rows that are looked at for the widths of the columns, and that become one piece.
ROWS_AT_A_TIME = 500
_NARROWEST, _WIDEST = 8, 60
#: Room beside the text: in the header for the button of the filter.
_MARGIN, _BUTTON = 2, 4
#: What Excel lets a header of a printed page have.
_LONGEST_PRINT_HEADER = 255
#: Excel counts days from here on, as if 1900 had been a leap year; earlier ones than the second it cannot say.
_DAY_ZERO, _FIRST_SURE_DAY = date(1899, 12, 30), date(1900, 3, 1)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column. `amount`: whole kroner, in thousands with separators. `key`: what rows are found by, in grey.

    `help`: a note on the header. `check`: what may be typed below it.
    """

    text: str
    amount: bool = False
    key: bool = False
    help: str | None = None
    check: CellCheck | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` are read once, when the sheets before have been written.

    `note`: on A1, and at the head of printed pages. `state`: whether it is seen; a very hidden one is not among those
    that Excel offers to show.
    """

    name: str
    headings: Sequence[SheetColumn]
    rows: Iterable[Sequence[Cell]]
    note: str | None = None
    state: Literal["visible", "hidden", "veryHidden"] = "visible"
    notes: dict[int, str] = field(init=False)
    """Column, from 0 → the note on its header."""

    def __post_init__(self) -> None:
        helps = {index: heading.help for index, heading in enumerate(self.headings)}
        notes = {0: self.note} if self.note is not None else {}
        object.__setattr__(self, "notes", {**{at: said for at, said in helps.items() if said is not None}, **notes})


def sheet_xml(sheet: Sheet) -> Iterator[bytes]:
    """The sheet's part in pieces: header frozen and filtered, columns as wide as the first rows need."""
    rows = iter(sheet.rows)
    first = list(islice(rows, ROWS_AT_A_TIME))
    longest = [_longest(index, first) for index in range(len(sheet.headings))]
    letters = [column_letters(index) for index in range(len(sheet.headings))]
    texts = [
        KEY if heading.key else WRAPPED if length > _WIDEST else PLAIN
        for heading, length in zip(sheet.headings, longest, strict=True)
    ]
    amounts = [AMOUNT if heading.amount else PLAIN for heading in sheet.headings]
    heads = "".join(
        _text(f"{letter}1", heading.text, HEAD) for letter, heading in zip(letters, sheet.headings, strict=True)
    )
    yield (_opening(sheet, longest) + f'<sheetData><row r="1">{heads}</row>').encode()
    last, lines = 1, list[str]()
    for last, row in enumerate(chain(first, rows), start=2):
        cells = (
            _cell(f"{letter}{last}", cell, text, amount)
            for letter, cell, text, amount in zip(letters, row, texts, amounts, strict=True)
            if cell is not None
        )
        lines.append(f'<row r="{last}">{"".join(cells)}</row>')
        if len(lines) == ROWS_AT_A_TIME:
            yield "".join(lines).encode()
            lines.clear()
    yield ("".join(lines) + _closing(sheet, letters[-1], last)).encode()


def column_letters(index: int) -> str:
    """`A`, `B` … `Z`, `AA`: what Excel calls the column; the first is 0."""
    before, last = divmod(index, 26)
    return (column_letters(before - 1) if before else "") + chr(ord("A") + last)


def _cell(place: str, cell: Cell, text_style: int, amount_style: int) -> str:
    if isinstance(cell, str):
        return _text(place, neutralise(cell), WRAPPED if "\n" in cell else text_style)
    if isinstance(cell, bool):
        return _text(place, "ja" if cell else "nej", PLAIN)
    if isinstance(cell, int | float):
        return f'<c r="{place}" s="{amount_style}"><v>{cell}</v></c>'
    if isinstance(cell, date) and not isinstance(cell, datetime):
        if cell >= _FIRST_SURE_DAY:
            return f'<c r="{place}" s="{DAY}"><v>{(cell - _DAY_ZERO).days}</v></c>'
        return _text(place, danish_date(cell), PLAIN)
    return _text(place, str(cell), PLAIN)


def _text(place: str, text: str, style: int) -> str:
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{said(text)}</t></is></c>'


def _longest(index: int, rows: Iterable[Sequence[Cell]]) -> int:
    """Characters of the column's longest line; a cell that is no text has as many as it shows."""
    cells = (row[index] for row in rows)
    return max((_length(cell) for cell in cells if cell is not None), default=0)


def _length(cell: Cell) -> int:
    if isinstance(cell, str):
        return max(map(len, cell.split("\n")))
    return len(f"{cell:,}") if isinstance(cell, int) else len(str(cell))


def _opening(sheet: Sheet, longest: Sequence[int]) -> str:
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{_width(heading.text, length)}" customWidth="1"/>'
        for number, (heading, length) in enumerate(zip(sheet.headings, longest, strict=True), start=1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{columns}</cols>"
    )


def _width(header: str, longest: int) -> int:
    return min(max(_NARROWEST, len(header) + _BUTTON, longest + _MARGIN), _WIDEST)


def _closing(sheet: Sheet, letter: str, last: int) -> str:
    """As many pages below each other as it takes, and one beside the other."""
    if sheet.state != "visible":
        return "</sheetData></worksheet>"
    printed = "" if sheet.note is None else _printed(sheet.note)
    shape = '<legacyDrawing r:id="rId1"/>' if sheet.notes else ""
    checks = [(column_letters(index), heading.check) for index, heading in enumerate(sheet.headings) if heading.check]
    return (
        f'</sheetData><autoFilter ref="A1:{letter}{last}"/>{checks_xml(checks, last)}'
        '<pageMargins left="0.4" right="0.4" top="0.8" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        f"<headerFooter>{printed}<oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>"
        f"{shape}</worksheet>"
    )


def _printed(note: str) -> str:
    """On one line, and cut where it is longer than Excel takes; an ampersand begins a code there."""
    line = "&L" + " · ".join(note.split("\n")).replace("&", "&&")
    if len(line) > _LONGEST_PRINT_HEADER:
        line = line[: _LONGEST_PRINT_HEADER - 1].rstrip("&") + "…"
    return f"<oddHeader>{said(line)}</oddHeader>"
