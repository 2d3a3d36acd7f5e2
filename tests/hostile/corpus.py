"""Spreadsheets that want to do harm, or that no program should trip over; built when they are asked for."""

import random
import zlib
from collections.abc import Callable

from tests.hostile.packing import HEAD, SHEET, book, cell, pack, parts, relations, workbook, worksheet

Builder = Callable[[], bytes]

BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]>"
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
FAR = cell("XFD1048576")
WORKBOOK, RELATIONS, STRINGS, STYLES = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
)
ONE = '<sheet name="Ark1" sheetId="1" r:id="rId1"/>'


def with_part(name: str, content: str | bytes, rows: str = HEAD) -> bytes:
    return book(rows, more={name: content})


def without(name: str) -> bytes:
    return pack({part: content for part, content in parts().items() if part != name})


def many_sheets(count: int) -> bytes:
    sheets = "".join(f'<sheet name="Ark{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, count + 1))
    return with_part(WORKBOOK, workbook(sheets), "")


def lying_size() -> bytes:
    size = 3_000_000
    honest = with_part("xl/media/a.bin", bytes(size))
    return honest.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))


def overlapping() -> bytes:
    """Every entry of the directory points at the first one's content."""
    content = bytearray(book())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 42 : at + 46] = bytes(4)
        at = content.find(b"PK\x01\x02", at + 1)
    return bytes(content)


def encrypted_flag() -> bytes:
    content = bytearray(book())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 1)
    return bytes(content)


def noise(size: int) -> bytes:
    return random.Random(size).randbytes(size)  # noqa: S311 - made up


def rows_of(count: int, cells: str = '<c r="A{0}"><v>{0}</v></c>') -> str:
    return HEAD + "".join(f'<row r="{n}">{cells.format(n)}</row>' for n in range(2, count + 1))


def columns_of(count: int) -> str:
    return "<row>" + "".join(f"<c><v>{n}</v></c>" for n in range(count)) + "</row>"


def strings(count: int, text: str = "tekst") -> str:
    return f"<sst>{f'<si><t>{text}</t></si>' * count}</sst>"


XLSX: dict[str, Builder] = {
    "far-cell": lambda: book(HEAD + FAR),
    "far-row": lambda: book(HEAD + cell("A1048576")),
    "far-column": lambda: book(HEAD + cell("XFD2")),
    "far-all-100000": lambda: book(HEAD + cell("ALL100000")),
    "far-without-references": lambda: book(HEAD + "<row/>" * 300_000 + "<row><c><v>1</v></c></row>"),
    "far-with-prefix": lambda: book(HEAD + '<row><x:c xmlns:x="u" r="XFD1048576"><x:v>1</x:v></x:c></row>'),
    "far-as-entity": lambda: book(HEAD + cell("&#88;FD1048576")),
    "far-in-odd-quotes": lambda: book(HEAD + "<row><c s=\">\" r = 'XFD1048576'><v>1</v></c></row>"),
    "far-beyond-the-format": lambda: book(HEAD + cell("ZZZ99999999")),
    "far-overflow": lambda: book(HEAD + cell("A" * 50 + "9" * 50)),
    "far-formatted-only": lambda: book(HEAD + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'),
    "far-hidden-sheet": lambda: pack(
        parts()
        | {
            WORKBOOK: workbook('<sheet name="B" sheetId="2" state="hidden" r:id="rId9"/>' + ONE),
            RELATIONS: relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId9", "worksheet", "b.xml")),
            "xl/b.xml": worksheet(HEAD + FAR),
        }
    ),
    "diagonal": lambda: book("".join(cell(f"{chr(65 + n % 26)}{n * 3900 + 1}") for n in range(26))),
    "reference-zero": lambda: book(cell("A0")),
    "reference-empty": lambda: book(cell("")),
    "billion-laughs": lambda: book('<row><c t="str"><v>&j;</v></c></row>', doctype=BOMB),
    "billion-laughs-workbook": lambda: with_part(WORKBOOK, workbook(ONE, doctype=BOMB)),
    "billion-laughs-strings": lambda: with_part(STRINGS, BOMB + "<sst><si><t>&j;</t></si></sst>"),
    "external-entity": lambda: book('<row><c t="str"><v>&j;</v></c></row>', doctype=EXTERNAL),
    "external-entity-far": lambda: book(HEAD + FAR + '<row><c t="str"><v>&j;</v></c></row>', doctype=EXTERNAL),
    "cell-of-300-mb": lambda: book(f'<row><c t="str"><v>{"x" * 300_000_000}</v></c></row>'),
    "cell-of-150-mb": lambda: book(f'<row><c r="A1" t="str"><v>{"x" * 150_000_000}</v></c></row>'),
    "attribute-of-100-mb": lambda: book(f'<row><c x="{"x" * 100_000_000}"><v>1</v></c></row>'),
    "many-styles": lambda: with_part(STYLES, f"<styleSheet><cellXfs>{'<xf/>' * 1_000_000}</cellXfs></styleSheet>"),
    "many-strings": lambda: with_part(STRINGS, strings(1_000_000)),
    "long-strings-often": lambda: with_part(
        STRINGS, strings(1, "x" * 9_999), rows_of(90_000, '<c r="A{0}" t="s"><v>0</v></c>')
    ),
    "string-out-of-range": lambda: book('<row><c r="A1" t="s"><v>99999999999</v></c></row>'),
    "negative-string": lambda: book('<row><c r="A1" t="s"><v>-1</v></c></row>'),
    "style-out-of-range": lambda: book(HEAD + cell("A2", 1, ' s="4294967296"')),
    "many-names": lambda: with_part(
        WORKBOOK,
        workbook(
            ONE, more="<definedNames>" + '<definedName name="a">Ark1!A1</definedName>' * 100_000 + "</definedNames>"
        ),
    ),
    "many-sheets": lambda: many_sheets(3000),
    "very-many-sheets": lambda: many_sheets(100_000),
    "many-merged": lambda: book(after="<mergeCells>" + '<mergeCell ref="A1:B1"/>' * 500_000 + "</mergeCells>"),
    "merged-everything": lambda: book(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    "merged-nonsense": lambda: book(after='<mergeCells><mergeCell ref="XFD9:A1:Z"/></mergeCells>'),
    "dimension-lies": lambda: book(before='<dimension ref="A1:XFD1048576"/>'),
    "dimension-small": lambda: book(rows_of(500), before='<dimension ref="A1"/>'),
    "dimension-nonsense": lambda: book(before='<dimension ref="ÆØÅ:-1"/>'),
    "wide": lambda: book(columns_of(16_384)),
    "wider-than-the-format": lambda: book(columns_of(20_000)),
    "long": lambda: book(rows_of(1_048_576)),
    "crowded": lambda: book("<row>" + "<c><v>1</v></c>" * 200 + "</row>" + columns_of(200) * 16_000),
    "deep": lambda: book("<a>" * 100_000 + "</a>" * 100_000),
    "unclosed": lambda: book("<row><c><v>1"),
    "formula-errors": lambda: book(HEAD + '<row r="2"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'),
    "numbers-without-end": lambda: book(HEAD + cell("A2", "1e999") + cell("A3", "NaN") + cell("A4", "-INF")),
    "number-of-a-million-digits": lambda: book(HEAD + cell("A2", "9" * 1_000_000)),
    "dates-far-out": lambda: with_part(
        STYLES,
        '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        HEAD + "".join(cell(f"A{n}", said, ' s="1"') for n, said in enumerate(("1e15", -5, 2958466, "1e308", 60), 2)),
    ),
    "date-text": lambda: book(HEAD + cell("A2", "99999-99-99T99:99", ' t="d"')),
    "duplicate-names": lambda: with_part(WORKBOOK, workbook(ONE * 3)),
    "sheet-missing": lambda: without(SHEET),
    "workbook-missing": lambda: without(WORKBOOK),
    "relations-missing": lambda: without(RELATIONS),
    "root-relations-missing": lambda: without("_rels/.rels"),
    "types-missing": lambda: without("[Content_Types].xml"),
    "relation-outside": lambda: with_part(RELATIONS, relations(("rId1", "worksheet", "../../../../etc/passwd"))),
    "relation-absolute": lambda: with_part(RELATIONS, relations(("rId1", "worksheet", "/etc/passwd"))),
    "relation-url": lambda: with_part(RELATIONS, relations(("rId1", "worksheet", "http://127.0.0.1:1/x"))),
    "relation-to-itself": lambda: with_part(RELATIONS, relations(("rId1", "worksheet", "workbook.xml"))),
    "names-outside": lambda: with_part("../../../tmp/evil", "x"),
    "name-absolute": lambda: with_part("/etc/passwd", "x"),
    "hidden-only": lambda: with_part(WORKBOOK, workbook(ONE.replace("r:id", 'state="hidden" r:id'))),
    "chart-only": lambda: with_part(RELATIONS, relations(("rId1", "chartsheet", "chartsheets/sheet1.xml"))),
    "no-sheets": lambda: with_part(WORKBOOK, workbook("")),
    "macros": lambda: with_part("xl/vbaProject.bin", noise(5000)),
    "binary-workbook": lambda: pack({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": noise(500)}),
    "open-document": lambda: pack(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}
    ),
    "nested-archives": lambda: with_part("xl/embeddings/a.zip", pack({"b.zip": pack({"c": bytes(10_000_000)})})),
    "many-entries": lambda: book(more={f"xl/media/{n}": "" for n in range(5000)}),
    "lying-size": lying_size,
    "overlapping": overlapping,
    "encrypted-entries": encrypted_flag,
    "utf-16-part": lambda: with_part(SHEET, worksheet(HEAD + FAR).encode("utf-16")),
    "not-utf-8": lambda: with_part(SHEET, worksheet(HEAD).encode() + b"\xff\xfe\xc0"),
    "nul-in-part": lambda: with_part(SHEET, worksheet(HEAD).replace("Navn", "Na\0vn")),
    "polyglot-behind": lambda: book() + b"%PDF-1.7\n" + noise(1000),
    "polyglot-before": lambda: b"MZ" + noise(500) + book(),
}

CSV: dict[str, Builder] = {
    "quotes": lambda: b"A;B\n" + b'"' * 15_000_001,
    "quotes-and-delimiters": lambda: b"A;B\n" + b'";' * 9_000_000,
    "one-line": lambda: b"x" * 20_000_000,
    "a-million-columns": lambda: b";".join([b"A"] * 1_000_000),
    "delimiters-only": lambda: b";" * 20_000_000,
    "empty-lines": lambda: b"\n" * 20_000_000,
    "empty-lines-between": lambda: b"Key;Name\n" + b"\n" * 20_000_000 + b"a;b\n",
    "empty-lines-before": lambda: b"\n" * 20_000_000 + b"Key;Name\na;b\n",
    "blanks-between": lambda: b"Key;Name\n" + b" \n" * 10_000_000 + b"a;b\n",
    "blanks-first": lambda: b" \n" * 40_000 + b"A;B\n1;2\n",
    "short-lines": lambda: b"A\n" + b"1\n" * 9_000_000,
    "blank-cells": lambda: b"A;B\n" + b" ; \n" * 4_000_000,
    "nul-bytes": lambda: b"A;B\n" + bytes(15_000_000),
    "utf-16-without-mark": lambda: "Navn;Andet\n1;2\n".encode("utf-16-le"),
    "utf-16-cut": lambda: "Navn;Andet\n".encode("utf-16")[:-1],
    "noise": lambda: noise(5_000_000),
    "small-noise": lambda: noise(2000),
    "odd-hint": lambda: b"sep=\xc3\xa6\nA\xc3\xa6B\n",
    "hint-of-quotes": lambda: b'sep="\nA"B\n',
    "carriage-returns": lambda: b"A;B\r" + b"\r" * 15_000_000,
    "infinite": lambda: b"Navn;Andet\ninf;nan\n1e999;-0\n",
    "formulas": lambda: b"Navn;Andet\n=cmd|'/C calc'!A0;@SUM(1)\n",
    "old-excel": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(5000),
    "pdf": lambda: b"%PDF-1.7\n" + zlib.compress(noise(5000)),
    "empty": lambda: b"",
}


def _cut(share: int) -> Builder:
    def build() -> bytes:
        whole = book(rows_of(200))
        return whole[: len(whole) * share // 12]

    return build


CORPUS: dict[str, Builder] = XLSX | CSV | {f"cut-{share}": _cut(share) for share in range(1, 12)}

#: Small ones of every kind, for the ordinary suite.
SAMPLE = (
    "far-cell",
    "far-all-100000",
    "far-with-prefix",
    "far-formatted-only",
    "billion-laughs",
    "external-entity-far",
    "wide",
    "deep",
    "numbers-without-end",
    "dates-far-out",
    "relation-outside",
    "hidden-only",
    "lying-size",
    "overlapping",
    "cut-6",
    "blanks-first",
    "utf-16-without-mark",
)
