"""Reading CSV as Danish spreadsheets write it: semicolons or commas, UTF-8 or Windows-1252."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile, islice

from app.core.languages import Text
from app.tabular.limits import BLANK_ROWS, Limits, UnreadableFile, too_many_cells, too_many_rows
from app.tabular.table import Table, assemble, filled
from app.tabular.wanted import LOOKED_AT, SoughtTable, heading_of

_DELIMITERS = ";,\t"
_HINT = "sep="
#: What the csv module says of a quotation mark that is not closed by the end.
_NEVER_ENDS = "unexpected end of data"
_LETTER = re.compile("[\u00c0-\u00ff]")
_LINE = re.compile(r"[^\r\n]+")


def read_csv(content: bytes, limits: Limits, wanted: SoughtTable) -> Table:
    """The table of a text file; raises UnreadableFile. A row's number is the one that a spreadsheet shows beside it."""
    # A file may end with millions of empty lines; where a quotation mark is open, it stays open.
    text = decoded(content).rstrip("\r\n")
    if "\x00" in text:
        raise UnreadableFile(
            "nul-byte",
            Text(
                "It holds characters that are no text. Save it as CSV (UTF-8) or .xlsx.",
                da="Filen indeholder tegn, som ikke er tekst. Gem den som CSV (UTF-8) eller .xlsx.",
            ),
        )
    text, delimiter = delimiter_of(text)
    csv.field_size_limit(limits.max_bytes)
    try:
        records = list(_records(text, delimiter, limits))
    except csv.Error as error:
        raise UnreadableFile(
            "broken-csv",
            Text(
                "It cannot be read as CSV: a quotation mark is never closed. Put it right, or save the file as XLSX.",
                da="Filen kan ikke læses som CSV: et anførselstegn er ikke afsluttet. "
                "Ret det, eller gem filen som XLSX.",
            ),
        ) from error
    rows = filled(records)
    return assemble(rows, limits, heading_of(rows, wanted).index)


def decoded(content: bytes) -> str:
    """The text, in whichever way it is written. Raises UnreadableFile."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise UnreadableFile(
                "bad-encoding",
                Text(
                    "Its characters cannot be read. Save it as CSV (UTF-8).",
                    da="Filens tegn kan ikke læses. Gem den som CSV (UTF-8).",
                ),
            ) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        _refuse_mixed(content, fault)
        # Five bytes mean nothing in Windows-1252; a file that holds one of them is something else.
        try:
            return content.decode("cp1252")
        except UnicodeDecodeError as error:
            raise UnreadableFile(
                "bad-encoding",
                Text(
                    "Its characters cannot be read. Save it as CSV (UTF-8) or as .xlsx, and try again.",
                    da="Filens tegn kan ikke læses. Gem den som CSV (UTF-8) eller som .xlsx, og prøv igen.",
                ),
            ) from error


def _refuse_mixed(content: bytes, fault: UnicodeDecodeError) -> None:
    """Raises UnreadableFile for UTF-8 with bytes of something else in it, as where lines were pasted into a file.

    A letter of UTF-8 would be two signs in Windows-1252, `Ã` and another one, which no text has beside each other.
    """
    if _LETTER.search(content.decode("utf-8", "replace")) is None:
        return
    line = content.count(b"\n", 0, fault.start) + 1
    raise UnreadableFile(
        "bad-encoding",
        Text(
            f"Its characters are written in two ways: most as UTF-8, those of line {line} not. "
            "Open it, correct the line, and save it as CSV (UTF-8).",
            da=f"Filens tegn er skrevet på to måder: det meste som UTF-8, men ikke linje {line}. "
            "Åbn filen, ret linjen, og gem den som CSV (UTF-8).",
        ),
    )


def delimiter_of(text: str) -> tuple[str, str]:
    """The text behind a hint of Excel's (`sep=;`), which Excel does not show either, and the delimiter."""
    first, _, rest = text.partition("\n")
    hint = first.strip().strip('"').lower()
    if hint.startswith(_HINT) and len(hint) == len(_HINT) + 1:
        return rest, hint[-1]
    lines = [_unquoted(line) for line in islice(_filled_lines(text), LOOKED_AT)]
    # A title above the headers holds none of them, or a comma of its own: the line that is divided most tells.
    counts = {delimiter: max((line.count(delimiter) for line in lines), default=0) for delimiter in _DELIMITERS}
    header = lines[0] if lines else ""
    if below := _below_titles(lines):
        return text, below
    return text, max(_DELIMITERS, key=lambda delimiter: (header.count(delimiter), counts[delimiter]))


def _below_titles(lines: Sequence[str]) -> str | None:
    """What divides every line below titles with commas of their own; None where nothing alone does."""
    body = list(dropwhile(lambda line: ";" not in line and "\t" not in line, lines))
    steady = [delimiter for delimiter in _DELIMITERS if all(delimiter in line for line in body)]
    return steady[0] if 1 < len(body) < len(lines) and len(steady) == 1 else None


def _filled_lines(text: str) -> Iterator[str]:
    return (found[0] for found in _LINE.finditer(text) if found[0].strip(" ;,\t\u00a0"))


def _unquoted(line: str) -> str:
    """The line without what stands in quotes, where a delimiter is only a character."""
    return "".join(line.split('"')[::2])


def _records(text: str, delimiter: str, limits: Limits) -> Iterator[tuple[int, list[str | None]]]:
    """The records that hold anything, so that millions of empty lines take no memory.

    Raises csv.Error where the last one never ends: what follows a quotation mark would be one cell of it.
    """
    reader = csv.reader(_lines(text), delimiter=delimiter)
    begins = ends = cells_in_all = 0
    for number, record in enumerate(reader, start=1):
        begins, ends = ends, reader.line_num
        # An empty line is told from the record itself: there may be millions of them.
        if record and any(record):
            cells = [cell or None for cell in record]
            cells_in_all += len(cells) - cells.count(None)
            if number > limits.max_rows + BLANK_ROWS + 1:
                raise too_many_rows(limits)
            if cells_in_all > limits.max_cells:
                raise too_many_cells(limits)
            yield number, cells
    _refuse_unclosed(islice(_lines(text), begins, None), delimiter)


def _lines(text: str) -> Iterable[str]:
    """As the csv module wants them: with their ends, of which a cell may hold some."""
    return io.StringIO(text, newline="")


def _refuse_unclosed(record: Iterable[str], delimiter: str) -> None:
    try:
        list(csv.reader(record, delimiter=delimiter, strict=True))
    except csv.Error as fault:
        # Strictly, nothing may follow a closing mark either; people write `"12" skærm"`, and it is read.
        if str(fault) == _NEVER_ENDS:
            raise
