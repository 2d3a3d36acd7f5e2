"""Small spreadsheets put together part by part, so that any part of one can be wrong."""

import io
import zipfile

_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<row r="1"><c r="A1" t="str"><v>Navn</v></c><c r="B1" t="str"><v>Andet</v></c></row>'
SHEET = "xl/worksheets/sheet1.xml"


def worksheet(rows: str, *, before: str = "", after: str = "", doctype: str = "") -> str:
    return f'{doctype}<worksheet xmlns="{_SHEETS}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def workbook(sheets: str, *, more: str = "", doctype: str = "") -> str:
    return f'{doctype}<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets>{more}</workbook>'


def relations(*relation: tuple[str, str, str]) -> str:
    said = (f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for key, kind, to in relation)
    return f'<Relationships xmlns="{_PACKAGE}">{"".join(said)}</Relationships>'


def parts(rows: str = HEAD, **sheet: str) -> dict[str, str | bytes]:
    """The parts of a book with one sheet, by name."""
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook('<sheet name="Ark1" sheetId="1" r:id="rId1"/>'),
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "sharedStrings", "sharedStrings.xml"),
            ("rId3", "styles", "styles.xml"),
        ),
        SHEET: worksheet(rows, **sheet),
    }


def pack(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def book(rows: str = HEAD, *, more: dict[str, str | bytes] | None = None, **sheet: str) -> bytes:
    """One sheet with these rows; `more` adds parts or replaces them."""
    return pack(parts(rows, **sheet) | (more or {}))


def cell(name: str, value: object = 1, attributes: str = "") -> str:
    return f'<row><c r="{name}"{attributes}><v>{value}</v></c></row>'
