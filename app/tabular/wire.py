"""A table as lines of JSON between the process that reads a file and the one that asked for it.

Headers first, then one line per row, then the number of rows; or a refusal instead of what is still to come. JSON and
not pickle: whoever takes over the reader must not be able to run anything here.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

import orjson

from app.core.languages import Text
from app.tabular.limits import UnreadableFile
from app.tabular.table import Cell, Row, Table

# Without it dates would come as text, and could not be told from text any more.
_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_APPEND_NEWLINE


def lines_of(table: Table) -> Iterator[bytes]:
    yield _line({"headers": table.headers})
    for row in table.rows:
        yield _line([row.number, *row.cells])
    yield _line({"rows": len(table.rows)})


def line_of(fault: UnreadableFile) -> bytes:
    return _line({"code": fault.code, "en": fault.detail.en, "da": fault.detail.da})


def table_of(lines: Iterable[bytes]) -> Table:
    """Raises UnreadableFile where the lines say so, and ValueError where they do not say everything."""
    headers: tuple[str, ...] = ()
    rows: list[Row] = []
    for line in lines:
        said = orjson.loads(line)
        match said:
            case [int(number), *cells]:
                # Only dates are objects; most rows hold none.
                rows.append(Row(number, tuple([_date(cell) if type(cell) is dict else cell for cell in cells])))
            case {"headers": [*said_headers]}:
                headers = tuple(map(str, said_headers))
            case {"code": str(code), "en": str(english), "da": str(danish)}:
                raise UnreadableFile(code, Text(english, da=danish))
            case {"rows": int(count)} if count == len(rows):
                return Table(headers, rows)
            case _:
                raise ValueError("no line of a table")
    raise ValueError("the table ends before its time")


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
