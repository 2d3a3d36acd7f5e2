"""A table as lines of JSON between the process that reads a file and the one that asked for it.

Headers first, then one line per row, what the file was made from, then the number of rows; or a refusal instead of
what is still to come. JSON and not pickle: whoever takes over the reader must not be able to run anything here.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

import orjson

from app.core.languages import Text
from app.core.spilling import SpilledList
from app.tabular.basis import MadeFrom, gathered
from app.tabular.limits import UnreadableFile
from app.tabular.table import Cell, Row, SheetFacts, Table
from app.tabular.wanted import SoughtTable

# Without it dates would come as text, and could not be told from text any more.
_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_APPEND_NEWLINE


def lines_of(table: Table) -> Iterator[bytes]:
    facts = table.source
    yield _line(
        {
            "headers": table.headers,
            "sheet": table.sheet,
            "headerRow": table.header_row,
            "hidden": sorted(facts.hidden),
            "merged": sorted(facts.merged),
            "uncomputed": sorted(facts.uncomputed),
            "equalSheets": facts.equal_sheets,
            "above": table.above,
        }
    )
    for row in table.rows:
        yield _line([row.number, *row.cells])
    if table.basis is not None:
        yield from _lines_of_basis(table.basis)
    yield _line({"rows": len(table.rows)})


def _lines_of_basis(basis: MadeFrom) -> Iterator[bytes]:
    yield _line({"basis": {"kind": basis.kind, "revision": basis.revision, "fields": basis.fields}})
    for key, digests in basis.rows.items():
        for _ in range(basis.times_of(key)):
            yield _line([key, digests])


def line_of(fault: UnreadableFile) -> bytes:
    return _line({"code": fault.code, "en": fault.detail.en, "da": fault.detail.da})


def line_of_wanted(wanted: SoughtTable) -> bytes:
    return _line({"headers": sorted(wanted.headers), "sheet": wanted.sheet, "basis": wanted.basis})


def wanted_of(line: bytes) -> SoughtTable:
    said = orjson.loads(line)
    return SoughtTable(frozenset(said["headers"]), said["sheet"], said["basis"])


def table_of(lines: Iterable[bytes]) -> Table:
    """Raises UnreadableFile where the lines say so, and ValueError where they do not say everything."""
    head: dict[str, Any] = {}
    rows = SpilledList[Row]()
    basis: dict[str, Any] = {}
    kept: list[tuple[str, str]] = []
    for line in lines:
        said = orjson.loads(line)
        match said:
            case [int(number), *cells]:
                # Only dates are objects; most rows hold none.
                rows.append(Row(number, tuple([_date(cell) if type(cell) is dict else cell for cell in cells])))
            case [str(key), str(digests)]:
                kept.append((key, digests))
            case {"basis": {"kind": str(_), "revision": int(_), "fields": [*_]}}:
                basis = said["basis"]
            case {"headers": [*_], "headerRow": int(_)}:
                head = said
            case {"code": str(code), "en": str(english), "da": str(danish)}:
                raise UnreadableFile(code, Text(english, da=danish))
            case {"rows": int(count)} if head and count == len(rows):
                headers = tuple(map(str, head["headers"]))
                made_from = gathered(basis, kept) if basis else None
                above = tuple(map(str, head["above"]))
                return Table(headers, rows, head["sheet"], head["headerRow"], _facts(head), made_from, above)
            case _:
                raise ValueError("no line of a table")
    raise ValueError("the table ends before its time")


def _facts(head: dict[str, Any]) -> SheetFacts:
    uncomputed = frozenset((int(row), int(column)) for row, column in head["uncomputed"])
    equal = tuple(map(str, head["equalSheets"]))
    return SheetFacts(frozenset(head["hidden"]), frozenset(head["merged"]), uncomputed, equal)


def _line(said: object) -> bytes:
    return orjson.dumps(said, default=_tagged, option=_OPTIONS)


def _tagged(moment: object) -> dict[str, str]:
    # A datetime is a date as well, and has to be asked for first.
    for kind in (datetime, date, time):
        if isinstance(moment, kind):
            return {kind.__name__: moment.isoformat()}
    raise TypeError(type(moment).__name__)


def _date(cell: dict[str, str]) -> Cell:
    match cell:
        case {"datetime": said}:
            return datetime.fromisoformat(said)
        case {"date": said}:
            return date.fromisoformat(said)
        case {"time": said}:
            return time.fromisoformat(said)
        case _:
            raise ValueError("no cell of a table")
