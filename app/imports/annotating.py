"""A file as it was sent, with its problems written into it."""

from collections import defaultdict

import orjson

from app.core.errors import InvalidInput
from app.imports.report_queries import all_problems, kept_file
from app.imports.schemas import REPORT
from app.security.reader import Reader
from app.sysap.reading import is_turtle, table_of
from app.tabular.apart import mark_apart
from app.tabular.extent import column_number
from app.tabular.limits import Limits, UnreadableFile
from app.tabular.marks import Mark, Marks
from app.tabular.writing import write_csv

_DIGITS = "0123456789"


def annotated(reader: Reader, report_id: str, limits: Limits) -> tuple[str, bytes]:
    """The file's new name and its bytes, XLSX whatever was sent.

    Raises NotFound where it is not kept, InvalidInput where it is beyond the limits.
    """
    row, content = kept_file(reader, report_id)
    report = orjson.loads(REPORT.up_to_date(row.body, row.shape))
    rows: dict[int, list[Mark]] = defaultdict(list)
    for problem in all_problems(reader.session, report_id):
        column = column_number(problem.cell.rstrip(_DIGITS)) - 1 if problem.cell else None
        rows[problem.row].append(Mark(column, problem.severity == "error", problem.detail))
    # What concerns a whole column is no fault of a row.
    rows.pop(report["headerRow"], None)
    marks = Marks(report["sheet"], report["headerRow"], rows)
    try:
        if is_turtle(content):
            table = table_of(content, limits)
            content = b"".join(write_csv(table.headers, (row.cells for row in table.rows), "danish"))
        return f"import-{report_id}-fejl.xlsx", mark_apart(content, marks, limits)
    except UnreadableFile as fault:
        raise InvalidInput(fault.detail) from fault
