"""A file into drafts: its rows with every cell read, or a problem noted where a cell cannot be."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from app.core.errors import ApplicationError, FieldProblem, InvalidInput, TooLarge
from app.core.kitos_roles import RoleMap
from app.core.languages import Text
from app.imports.cells import ColumnReader, column_readers
from app.imports.choices import FileForm
from app.imports.columns import Layout, Place, lay_out, usual_headers
from app.imports.draft import Draft, RowContents, spilling
from app.imports.edits import Edits
from app.imports.forms.catalogue import headings_of, recognised
from app.imports.forms.form import KnownForm, TableReading
from app.imports.kind import Kind
from app.imports.kinds import KINDS
from app.imports.mapping import NOTHING, FieldMapping
from app.imports.problems import Concerned, Problems
from app.imports.quoting import quoted
from app.imports.recalling import still_known
from app.imports.records import no_records, tell_of_headless, without
from app.imports.schemas import ImportOptions
from app.sysap.reading import is_turtle, table_of
from app.tabular.basis import MadeFrom
from app.tabular.cells import shown
from app.tabular.columns import Column
from app.tabular.headers import folded_header, known_as
from app.tabular.limits import Limits, UnreadableFile
from app.tabular.marks import HEADER as MARKS
from app.tabular.reading import read_table
from app.tabular.table import Row, Table, is_empty
from app.tabular.wanted import SoughtTable

DELIVERED_ROLES = RoleMap()
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
    sheet: str | None = None
    """The one that was taken; None for text."""
    header_row: int = 1
    basis: MadeFrom | None = None
    """What it was made from, where the register made it."""

    absent: frozenset[str] = frozenset()
    """The keys of that which no row has now, of the whole file."""

    number: int | None = None
    """Of rows in the file, where the drafts are others: an account can pay for several systems."""

    unordered: bool = False
    """Whether several values of one field come in no order of their own, as in a graph."""

    form: FileForm | None = None
    """The known form that it is kept in, and that it was read as."""

    @property
    def row_count(self) -> int:
        return len(self.drafts) if self.number is None else self.number

    def copy(self, rows: Collection[int] | None = None) -> "ReadFile":
        """The whole file, or these of its rows."""
        if rows is None:
            problems = Problems(list(self.problems.found))
            drafts = self.drafts
        else:
            problems = Problems([problem for problem in self.problems.found if problem.row in rows])
            drafts = [draft for draft in self.drafts if draft.number in rows]
        return replace(self, drafts=spilling(draft.copy(problems) for draft in drafts), problems=problems)


def read_file(
    content: bytes,
    options: ImportOptions,
    limits: Limits | None = None,
    known: Mapping[str, FieldMapping | None] = NOTHING,
    roles: RoleMap = DELIVERED_ROLES,
) -> ReadFile:
    """`known`: how the source's last file was read, which counts where the options have no mapping.

    `roles`: what those of KITOS come to.

    Raises InvalidInput or TooLarge for a file that is no usable spreadsheet, and for headers that do not fit.
    """
    kind = KINDS[options.kind]
    looked_for = known if options.mapping is None else options.mapping
    forms = () if options.mapping else headings_of(options.kind)
    wanted = replace(wanted_for(kind.columns, [*looked_for, *forms], options.sheet), basis=kind.name)
    table = read_wanted(content, wanted, limits)
    mapping, problems = options.mapping, Problems()
    form = None if mapping else form_of(kind, table)
    if mapping is None and form is None and not is_turtle(content):
        mapping = still_known(known, table, kind.columns) or None
        _tell_of_known(table, mapping, problems)
    if form is not None:
        _tell_of_no_place(table, form, problems)
    readings = readings_of(table, form, mapping, problems, roles)
    layouts = [
        lay_out(table.headers, kind.columns, each.mapping, kind.required - each.said.keys(), kind.instead)
        for each in readings
    ]
    _warn_of_unread(table, layouts[0], kind, problems)
    _warn_of_sheet(table, problems)
    left_out = no_records(table, problems)
    tell_of_headless(without(table, left_out), problems)
    places: list[Place] = []
    drafts: list[Draft] = []
    for each, layout in zip(readings, layouts, strict=True):
        kept = replace(each, table=without(each.table, left_out))
        read, found = _drafts(kept, layout, kind, options, problems)
        places += read
        drafts += found
    drafts.sort(key=attrgetter("number"))
    return ReadFile(
        replace(layouts[0], places=tuple({place.index: place for place in places}.values())),
        drafts,
        problems,
        table.sheet,
        table.header_row,
        table.basis,
        frozenset(() if table.basis is None else table.basis.rows.keys() - {draft.key for draft in drafts}),
        number=len(table.rows) - len(left_out) if len(readings) > 1 or readings[0].said else None,
        unordered=is_turtle(content),
        form=None if form is None else form.name,
    )


def readings_of(
    table: Table,
    form: KnownForm | None,
    mapping: Mapping[str, FieldMapping | None] | None,
    problems: Problems,
    roles: RoleMap,
) -> list[TableReading]:
    """One at least: a form that finds nothing of use has the headings that it knows, and what is missing is told."""
    if form is None:
        return [TableReading(table, mapping)]
    return form.readings(table, problems, roles) or [TableReading(table, form.mapping(table.headers))]


def _drafts(
    reading: TableReading, layout: Layout, kind: type[Kind], options: ImportOptions, problems: Problems
) -> tuple[list[Place], list[Draft]]:
    """A draft for each row, and where its fields were read."""
    table = reading.table
    readers = column_readers(table, layout.places, options.amount_unit, problems)
    places = {reader.place.column.name: reader.place for reader in readers}
    edits = None if table.basis is None else Edits(table.basis, readers, kind, table.headers)
    drafts = spilling(_draft(row, readers, places, problems, edits, reading.said) for row in table.rows)
    return [*places.values()], drafts


def wanted_for(columns: Iterable[Column], mapped: Iterable[str], sheet: str | None) -> SoughtTable:
    """The headers by which the sheet and the row of headers are found."""
    return SoughtTable(frozenset(usual_headers(columns)) | {folded_header(header) for header in mapped}, sheet)


def form_of(kind: type[Kind], table: Table) -> KnownForm | None:
    """The known form that the file is kept in; none for what the register made itself."""
    return None if table.basis is not None else recognised(kind.name, table.headers)


def read_wanted(content: bytes, wanted: SoughtTable, limits: Limits | None) -> Table:
    """As `read_table`, or of systems in Turtle; the refusals as the application's errors."""
    try:
        if is_turtle(content):
            return table_of(content, limits)
        return read_table(content, limits, wanted)
    except UnreadableFile as fault:
        raise _refusal(fault) from fault


def _refusal(fault: UnreadableFile) -> ApplicationError:
    error = TooLarge if fault.code in _TOO_LARGE else InvalidInput
    problem = FieldProblem("/file", fault.code, fault.detail)
    said = Text(f"The file cannot be used: {fault.detail.en}", da=f"Filen kan ikke bruges: {fault.detail.da}")
    return error(said, errors=(problem,))


def _warn_of_unread(table: Table, layout: Layout, kind: type[Kind], problems: Problems) -> None:
    silent = {folded_header(header) for header in (*kind.shown_only.values(), MARKS)}
    usual = usual_headers(kind.columns)
    read = {place.column.name: place.header for place in layout.places}
    for header in layout.unread:
        if folded_header(header) not in silent:
            own = usual.get(known_as(header, usual) or "")
            detail = "Kolonnen læses ikke: overskriften kendes ikke. Ret den, eller vælg, hvad den er (mapping)."
            if own is not None and own.name in read:
                detail = f"Kolonnen læses ikke: det, den plejer at være, er læst i {quoted(read[own.name])} (mapping)."
            concerned = Concerned(header, table.headers.index(header))
            problems.add(table.header_row, concerned, "unread-column", detail, "warning")


def _tell_of_known(table: Table, mapping: Mapping[str, FieldMapping | None] | None, problems: Problems) -> None:
    if mapping:
        named = ", ".join(quoted(header) for header in mapping)
        detail = (
            f"Kolonnerne er læst som sidst, kilden blev importeret: {named}. Vælg selv kolonnerne (mapping), hvis "
            "de skal læses anderledes."
        )
        problems.add(table.header_row, None, "mapping-remembered", detail, "warning")


def _tell_of_no_place(table: Table, form: KnownForm, problems: Problems) -> None:
    """Note what the form has and the register cannot keep."""
    for index in form.not_taken(table):
        if any(not is_empty(row.cells[index]) for row in table.rows):
            detail = f"Kolonnen hører til {form.called}, men registret har ikke et felt til den. Den læses ikke."
            concerned = Concerned(table.headers[index], index)
            problems.add(table.header_row, concerned, "unread-column", detail, "warning")


def _warn_of_sheet(table: Table, problems: Problems) -> None:
    """What a person who looks at the sheet may not have reckoned with."""
    facts, first = table.source, table.header_row + 1
    if facts.hidden:
        number = len(facts.hidden)
        said = "1 skjult række er læst" if number == 1 else f"{number} skjulte rækker er læst"
        detail = f"{said} med, fx række {min(facts.hidden)}. Slet dem i filen, hvis de ikke skal med."
        problems.add(table.header_row, None, "hidden-rows", detail, "warning")
    if facts.equal_sheets:
        others = ", ".join(quoted(name) for name in facts.equal_sheets)
        detail = (
            f"Arket {quoted(table.sheet or '')} er læst. {others} har overskrifter, der passer lige så godt: vælg "
            "arket, hvis det var et andet."
        )
        problems.add(table.header_row, None, "several-sheets", detail, "warning")
    merged = [number for number in facts.merged if number >= first]
    if merged:
        detail = (
            f"Flettede celler gælder for alle de rækker, de dækker, fx række {min(merged)}. "
            "Se efter, at det er meningen."
        )
        problems.add(table.header_row, None, "merged-cells", detail, "warning")


def _draft(
    row: Row,
    readers: Sequence[ColumnReader],
    places: Mapping[str, Place],
    problems: Problems,
    edits: Edits | None,
    said: Mapping[str, Any],
) -> Draft:
    """`said`: what every row says."""
    texts = {
        reader.place.column.name: shown(row.cells[reader.place.index])
        for reader in readers
        if not is_empty(row.cells[reader.place.index])
    }
    draft = Draft(row.number, (RowContents({}, texts),), places, problems)
    if edits is not None:
        edits.take(row, draft)
    else:
        for reader in readers:
            reader.take(row, draft)
    draft.values.update(said)
    return draft
