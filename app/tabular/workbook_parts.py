"""The parts of an XLSX beside its sheets (ECMA-376): what they are, how they hang together, how cells look. Pure."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import quoteattr

from app.tabular.sayable import said
from app.tabular.sheet_xml import Sheet, column_letters

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_STATES = {"visible": "", "hidden": ' state="hidden"', "veryHidden": ' state="veryHidden"'}

#: Plain, header, wrapped, day, amount, key: `sheet_xml` calls them by these numbers.
STYLES = f"""{_HEAD}<styleSheet xmlns="{_MAIN}">\
<numFmts count="1"><numFmt numFmtId="164" formatCode="dd\\-mm\\-yyyy"/></numFmts>\
<fonts count="3"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>\
<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font>\
<font><sz val="11"/><color rgb="FF6B7280"/><name val="Calibri"/><family val="2"/></font></fonts>\
<fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FFE4E9F0"/><bgColor indexed="64"/></patternFill></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FFF3F4F6"/><bgColor indexed="64"/></patternFill></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="6">\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top"/></xf>\
<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">\
<alignment vertical="top" wrapText="1"/></xf>\
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">\
<alignment vertical="top"/></xf>\
<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">\
<alignment vertical="top"/></xf>\
<xf numFmtId="0" fontId="2" fillId="3" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1">\
<alignment vertical="top"/></xf>\
</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""

ROOT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)


def content_types(sheets: Sequence[Sheet]) -> str:
    """What each part is."""
    parts = {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles"}
    for number, sheet in enumerate(sheets, start=1):
        parts[f"/xl/worksheets/sheet{number}.xml"] = "worksheet"
        if sheet.notes:
            parts[f"/xl/comments{number}.xml"] = "comments"
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{_TYPES}.{kind}+xml"/>' for name, kind in parts.items()
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        f"{overrides}</Types>"
    )


def workbook_relations(sheets: Sequence[Sheet]) -> str:
    """Where the workbook's sheets and styles are."""
    of_sheets = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number, _ in enumerate(sheets, start=1)
    )
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{of_sheets}'
        f'<Relationship Id="rId{len(sheets) + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    )


def workbook(sheets: Sequence[Sheet]) -> str:
    """The sheets by name; each repeats its header on every printed page."""
    named = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{number}" r:id="rId{number}"{_STATES[sheet.state]}/>'
        for number, sheet in enumerate(sheets, start=1)
    )
    repeated = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{index}">{said(_quoted(sheet.name))}!$1:$1</definedName>'
        for index, sheet in enumerate(sheets)
        if sheet.state == "visible"
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView activeTab="0"/></bookViews>'
        f"<sheets>{named}</sheets><definedNames>{repeated}</definedNames></workbook>"
    )


def note_parts(number: int, notes: Mapping[int, str]) -> dict[str, str]:
    """Name → content of what notes on the header take: the texts, the boxes that they are shown in, the way to both.

    `notes`: column, from 0 → text.
    """
    relations = (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/vmlDrawing" Target="../drawings/vmlDrawing{number}.vml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/comments" Target="../comments{number}.xml"/></Relationships>'
    )
    texts = "".join(
        f'<comment ref="{column_letters(column)}1" authorId="0"><text><r><t xml:space="preserve">{said(text)}</t></r>'
        "</text></comment>"
        for column, text in sorted(notes.items())
    )
    comments = (
        f'{_HEAD}<comments xmlns="{_MAIN}"><authors><author>Ansvarsregister</author></authors>'
        f"<commentList>{texts}</commentList></comments>"
    )
    boxes = "".join(_box(number, column) for column in sorted(notes))
    drawing = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel">'
        '<v:shapetype id="note" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"/>'
        f"{boxes}</xml>"
    )
    return {
        f"xl/worksheets/_rels/sheet{number}.xml.rels": relations,
        f"xl/comments{number}.xml": comments,
        f"xl/drawings/vmlDrawing{number}.vml": drawing,
    }


def _box(number: int, column: int) -> str:
    """What shows the note, hidden until someone points at the cell."""
    return (
        f'<v:shape id="note{number}_{column}" type="#note" fillcolor="#ffffe1" '
        'style="position:absolute;visibility:hidden"><v:textbox/><x:ClientData ObjectType="Note">'
        f"<x:Anchor>{column + 1}, 15, 1, 2, {column + 5}, 15, 9, 4</x:Anchor>"
        f"<x:AutoFill>False</x:AutoFill><x:Row>0</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
