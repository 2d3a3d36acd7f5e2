"""Writing XLSX as it is sent: no part is ever whole in memory, and the first bytes leave with the first rows."""

from collections.abc import Iterator, Sequence
from typing import IO, cast
from zipfile import ZipFile

from app.core.archives import entry
from app.core.pipe import Pipe
from app.tabular.sheet_xml import Sheet, sheet_xml
from app.tabular.workbook_parts import (
    ROOT_RELATIONS,
    STYLES,
    content_types,
    note_parts,
    workbook,
    workbook_relations,
)

#: What Excel takes as the name of a sheet.
_LONGEST_NAME = 31


def write_workbook(sheets: Sequence[Sheet]) -> Iterator[bytes]:
    """The file in pieces. Sheets are written in order, so that the rows of one may tell of those before."""
    pipe = Pipe()
    with ZipFile(cast("IO[bytes]", pipe), "w") as archive:
        for name, content in _parts(sheets):
            with archive.open(entry(name), "w") as part:
                for piece in content:
                    part.write(piece)
                    if written := pipe.taken():
                        yield written
    yield pipe.taken()


def sheet_title(text: str) -> str:
    """The text as Excel takes it for the name of a sheet."""
    return text[:_LONGEST_NAME]


def _parts(sheets: Sequence[Sheet]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Name → content of every part, what tells the format first."""
    yield "[Content_Types].xml", _whole(content_types(sheets))
    yield "_rels/.rels", _whole(ROOT_RELATIONS)
    yield "xl/workbook.xml", _whole(workbook(sheets))
    yield "xl/_rels/workbook.xml.rels", _whole(workbook_relations(sheets))
    yield "xl/styles.xml", _whole(STYLES)
    for number, sheet in enumerate(sheets, start=1):
        yield f"xl/worksheets/sheet{number}.xml", sheet_xml(sheet)
        if sheet.notes:
            for name, content in note_parts(number, sheet.notes).items():
                yield name, _whole(content)


def _whole(content: str) -> Iterator[bytes]:
    yield content.encode()
