"""A file into drafts: its rows with every cell read, or a problem noted where a cell cannot be."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.core.errors import ApplicationError, FieldProblem, InvalidInput, TooLarge
from app.core.languages import Text
from app.imports.columns import Layout, Place, lay_out
from app.imports.draft import Draft
from app.imports.kind import Kind
from app.imports.kinds import KINDS
from app.imports.problems import HEADER_ROW, Problems
from app.imports.schemas import ImportOptions
from app.tabular.headers import folded_header
from app.tabular.limits import Limits, UnreadableFile
from app.tabular.reading import read_table
from app.tabular.table import Row, Table, is_empty
from app.tabular.values import BadValue, money_dkk, shown

_TOO_LARGE = {
    "beyond-limits",
    "far-cell",
    "file-too-large",
    "too-many-cells",
    "too-many-columns",
    "too-many-rows",
    "too-many-sheets",
    "unpacked-too-large",
}


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read. What is planned is a copy of its drafts, since a plan may have to be made anew."""

    layout: Layout
    drafts: Sequence[Draft]
    problems: Problems

    def copy(self, rows: Collection[int] | None = None) -> "ReadFile":
        """The whole file, or these of its rows."""
        if rows is None:
            problems = Problems(list(self.problems.found))
            drafts = self.drafts
        else:
            problems = Problems([problem for problem in self.problems.found if problem.row in rows])
            drafts = [draft for draft in self.drafts if draft.number in rows]
        return ReadFile(self.layout, [draft.copy(problems) for draft in drafts], problems)


def read_file(content: bytes, options: ImportOptions, limits: Limits | None = None) -> ReadFile:
    """Raises InvalidInput or TooLarge for a file that is no usable spreadsheet, and for headers that do not fit."""
    table = _read_table(content, limits)
    kind = KINDS[options.kind]
    layout = lay_out(table.headers, kind.columns, options.mapping, kind.required)
    problems = Problems()
    _warn_of_unread(layout, kind, problems)
    places = {place.column.name: place for place in layout.places}
    readers = [(place, _reader(place, options)) for place in layout.places]
    drafts = [_draft(row, readers, places, problems) for row in table.rows]
    return ReadFile(layout, drafts, problems)


def _read_table(content: bytes, limits: Limits | None) -> Table:
    try:
        return read_table(content, limits)
    except UnreadableFile as fault:
        raise _refusal(fault) from fault


def _refusal(fault: UnreadableFile) -> ApplicationError:
    error = TooLarge if fault.code in _TOO_LARGE else InvalidInput
    problem = FieldProblem("/file", fault.code, fault.detail)
    said = Text(f"The file cannot be used: {fault.detail.en}", da=f"Filen kan ikke bruges: {fault.detail.da}")
    return error(said, errors=(problem,))


def _warn_of_unread(layout: Layout, kind: type[Kind], problems: Problems) -> None:
    silent = {folded_header(header) for header in kind.passed_over}
    for header in layout.unread:
        if folded_header(header) not in silent:
            detail = "Kolonnen læses ikke: overskriften kendes ikke. Ret den, eller send den med i mapping."
            problems.add(HEADER_ROW, header, None, "unread-column", detail, "warning")


def _reader(place: Place, options: ImportOptions) -> Any:  # noqa: ANN401 - a parser
    if place.column.is_amount:
        return partial(money_dkk, factor=options.amount_unit.factor)
    return place.column.parse


def _draft(row: Row, readers: Sequence[tuple[Place, Any]], places: Mapping[str, Place], problems: Problems) -> Draft:
    said = [(place, read) for place, read in readers if not is_empty(row.cells[place.index])]
    texts = {place.column.name: shown(row.cells[place.index]) for place, _ in said}
    draft = Draft(row.number, {}, texts, places, problems)
    for place, read in said:
        try:
            value = read(row.cells[place.index])
        except BadValue as fault:
            draft.reject(place.column.name, fault.code, fault.detail)
        else:
            # A lone apostrophe or comma says as little as an empty cell.
            if value not in ("", []):
                draft.values[place.column.name] = value
    return draft
