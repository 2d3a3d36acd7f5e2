"""What holds the cells: how workbooks are packed, by which program, and under which name."""

import csv
import io
import zipfile

import openpyxl
from openpyxl.styles import PatternFill

from tests.awkward.case import AULA, HEAD, KSD, Case, Refusal, Report, book, saved, sheets, text
from tests.hostile.packing import SHEET, worksheet
from tests.hostile.packing import book as packed

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PLAIN = (HEAD, KSD)


def workbook_without_a_cell() -> Case:
    return Case(saved(openpyxl.Workbook()), Refusal(400, "no-header"))


def workbook_of_charts_alone() -> Case:
    workbook = openpyxl.Workbook()
    workbook.create_chartsheet("Diagram")
    return Case(saved(workbook), Refusal(400, "no-header"))


def file_of_nothing() -> Case:
    return Case(b"", Refusal(400, "no-header"))


def two_hundred_sheets() -> Case:
    contents = {f"Skole {number}": (("Noter",), ("Intet",)) for number in range(1, 200)}
    return Case(saved(sheets(**contents, Systemer=_PLAIN)), Report(1, sheet="Systemer"))


def protected_sheet() -> Case:
    """Protection keeps people from typing, not anyone from reading."""

    def protect(sheet: object) -> None:
        sheet.protection.set_password("hemmelig")  # type: ignore[attr-defined]
        sheet.protection.enable()  # type: ignore[attr-defined]

    return Case(book(*_PLAIN, then=protect), Report(1, sheet="Ark1"))


def workbook_with_a_password() -> Case:
    """Encrypted, it is no archive any more but Microsoft's older container."""
    content = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)
    return Case(content, Refusal(400, "encrypted-or-old"))


def all_columns_that_a_sheet_can_have() -> Case:
    rows = ("".join(f'<c t="str"><v>K{number}</v></c>' for number in range(1, 16_385)),)
    content = packed("".join(f"<row>{cells}</row>" for cells in rows))
    return Case(content, Refusal(413, "too-many-columns", "16384"))


def empty_cells_with_colours_in_the_last_column() -> Case:
    """Cells that hold nothing are not there, however they look."""

    def colour(sheet: object) -> None:
        fill = PatternFill("solid", fgColor="FFFF00")
        sheet["XFD1"].fill = sheet["A1048576"].fill = fill  # type: ignore[index]

    return Case(book(*_PLAIN, then=colour), Report(1, sheet="Ark1"))


def stray_cell_in_the_last_row() -> Case:
    def stray(sheet: object) -> None:
        sheet["B1048576"] = "her?"  # type: ignore[index]

    return Case(book(*_PLAIN, then=stray), Refusal(413, "far-cell", "B1048576"))


def stray_cell_on_another_sheet() -> Case:
    """A sheet that cannot be read does not stand in the way of one that can."""
    workbook = sheets(Rod=(("x",),), Systemer=_PLAIN)
    workbook["Rod"]["B1048576"] = "her?"
    return Case(saved(workbook), Report(1, sheet="Systemer"))


def text_that_is_called_xlsx() -> Case:
    return Case(text("System;Beskrivelse", "KSD;x"), Report(1), name="systemer.xlsx")


def workbook_that_is_called_csv() -> Case:
    return Case(book(*_PLAIN), Report(1, sheet="Ark1"), name="systemer.csv")


def workbook_with_macros() -> Case:
    """Nothing in it is run; its cells are cells."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(*_PLAIN))) as plain, zipfile.ZipFile(out, "w") as archive:
        for name in plain.namelist():
            part = plain.read(name)
            if name == "[Content_Types].xml":
                part = part.replace(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")
            archive.writestr(name, part)
        archive.writestr("xl/vbaProject.bin", bytes(100))
    return Case(out.getvalue(), Report(1, sheet="Ark1"), name="systemer.xlsm")


def sheet_with_prefixed_names() -> Case:
    """XML in which every element has a prefix is the same XML."""
    rows = (HEAD, KSD, AULA)
    cells = "".join(
        f'<x:row r="{number}"{" hidden=" + chr(34) + "1" + chr(34) if number == 3 else ""}>'
        + "".join(
            f'<x:c r="{letter}{number}" t="inlineStr"><x:is><x:t>{said}</x:t></x:is></x:c>'
            for letter, said in zip("AB", row, strict=True)
        )
        + "</x:row>"
        for number, row in enumerate(rows, start=1)
    )
    part = f'<x:worksheet xmlns:x="{_MAIN}"><x:sheetData>{cells}</x:sheetData></x:worksheet>'
    return Case(packed(more={SHEET: part}), Report(2, [(1, "hidden-rows")], sheet="Ark1"))


def cells_without_names_of_their_own() -> Case:
    """Some programs leave the names of cells out; they follow each other."""
    rows = "".join("<row>" + "".join(f'<c t="str"><v>{said}</v></c>' for said in row) + "</row>" for row in (HEAD, KSD))
    return Case(packed(more={SHEET: worksheet(rows)}), Report(1, sheet="Ark1"))


def spreadsheet_of_another_office() -> Case:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office/>")
    return Case(out.getvalue(), Refusal(400, "not-a-spreadsheet"), name="systemer.ods")


def web_page_that_is_called_xls() -> Case:
    """Some systems export a table of HTML and call it a spreadsheet."""
    content = b"<html><body><table><tr><th>System</th></tr><tr><td>KSD</td></tr></table></body></html>"
    return Case(content, Refusal(400, "not-a-spreadsheet"), name="systemer.xls")


def cells_with_quotes_over_several_lines() -> Case:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([HEAD, ("KSD", 'Siger "ja",\n\nog nej'), ("", "uden navn")])
    return Case(out.getvalue().encode(), Report(1, [("A3", "missing")], rejected=1), name="fil.csv")
