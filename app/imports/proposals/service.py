"""Looking at a file: its sheet, its headers, and what its columns may be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from sqlmodel import Session

from app.imports import queries
from app.imports.columns import lay_out, usual_headers
from app.imports.forms.catalogue import headings_of
from app.imports.forms.form import TableReading
from app.imports.index import folded
from app.imports.kind import Kind
from app.imports.kinds import KINDS
from app.imports.mapping import FieldMapping
from app.imports.problems import Problems
from app.imports.proposals.schemas import Proposal, ProposalForm, ProposedColumn
from app.imports.proposals.scoring import LEAST, Hints, SampledColumn, confidence, proposed_values
from app.imports.proposals.synonyms import header_synonyms
from app.imports.quoting import without_cpr
from app.imports.reading import form_of, read_wanted, readings_of, wanted_for
from app.imports.recalling import still_known
from app.imports.remembering import remembered, roles_of
from app.models import Person
from app.register.register import Register
from app.sysap.reading import is_turtle
from app.tabular.cells import shown
from app.tabular.columns import Column
from app.tabular.headers import folded_header, known_as
from app.tabular.limits import Limits
from app.tabular.table import Table, is_empty

#: Cells of a column that are looked at, the different ones among them that count, and those that are shown.
_LOOKED_AT, _COUNTED, _SHOWN = 2000, 100, 5
_LONGEST_SAMPLE = 80
_HOLDERS = {"owner"}


def propose(register: Register, form: ProposalForm, content: bytes, limits: Limits) -> Proposal:
    """Raises InvalidInput and TooLarge for a file that cannot be read."""
    kind = KINDS[form.kind]
    with register.database.reading() as session:
        mapping, roles = remembered(session, form.source, form.kind), roles_of(session)
        synonyms = header_synonyms(form.kind)
        looked_for = [*mapping, *(header for headers in synonyms.values() for header in headers)]
        looked_for += headings_of(form.kind)
        wanted = replace(wanted_for(kind.columns, looked_for, form.sheet), basis=kind.name)
        table = read_wanted(content, wanted, limits)
        known_form = form_of(kind, table)
        ours = known_form is not None or is_turtle(content)
        mapping = {} if ours else still_known(mapping, table, kind.columns)
        known = Hints(
            {folded_header(header): None if target is None else target.field for header, target in mapping.items()},
            synonyms,
            {
                column.name: frozenset(_names(session, kind, column))
                for column in kind.columns
                if column.name in kind.refers
            },
        )
    columns = [_sampled(table, index, header) for index, header in enumerate(table.headers) if header.strip()]
    readings = [] if known_form is None else readings_of(table, known_form, None, Problems(), roles)
    chosen = _of_form(columns, kind, readings) if readings else _assigned(columns, kind, known)
    words = {target.field: target.words for each in readings for target in (each.mapping or {}).values() if target}
    proposed = [_proposed(column, chosen.get(column.index), words) for column in columns]
    found = {target.name for target, _ in chosen.values()}.union(*(each.said for each in readings))
    return Proposal(
        kind=form.kind,
        form=None if known_form is None else known_form.name,
        sheet=table.sheet,
        header_row=table.header_row,
        rows=len(table.rows),
        columns=proposed,
        unmapped=[column.header for column in proposed if column.field is None],
        missing=[column.name for column in kind.columns if column.name in kind.required and column.name not in found],
        mapping=_mapping(proposed, kind) if known_form is None else {},
    )


def _names(session: Session, kind: type[Kind], column: Column) -> Iterator[str]:
    """What cells of the field may call the rows that there are."""
    for entry in queries.entries(session, kind.refers[column.name]):
        yield from map(folded, entry.names)
        if entry.external_id is not None:
            yield folded(entry.external_id)
    if column.name in _HOLDERS:
        for entry in queries.entries(session, Person):
            yield folded(entry.name)


def _sampled(table: Table, index: int, header: str) -> SampledColumn:
    """The first different values."""
    cells = (row.cells[index] for row in islice(table.rows, _LOOKED_AT))
    different = dict.fromkeys(cell for cell in cells if not is_empty(cell))
    return SampledColumn(index, header, list(islice(different, _COUNTED)))


def _assigned(columns: list[SampledColumn], kind: type[Kind], known: Hints) -> dict[int, tuple[Column, float]]:
    """Column → field and confidence, the surest first; no field twice."""
    scored = [
        (confidence(column, target, known), -column.index, -place, column, target)
        for column in columns
        for place, target in enumerate(kind.columns)
    ]
    chosen: dict[int, tuple[Column, float]] = {}
    taken: set[str] = set()
    for sure, _, _, column, target in sorted(scored, key=lambda one: one[:3], reverse=True):
        if sure >= LEAST and column.index not in chosen and target.name not in taken:
            chosen[column.index] = (target, sure)
            taken.add(target.name)
    return chosen


def _of_form(
    columns: Sequence[SampledColumn], kind: type[Kind], readings: Sequence[TableReading]
) -> dict[int, tuple[Column, float]]:
    """What the form says of its headings, and the usual headers of other fields, as an import reads them."""
    headers = [column.header for column in columns]
    layouts = [lay_out(headers, kind.columns, each.mapping, ()) for each in readings]
    return {columns[place.index].index: (place.column, 1.0) for layout in layouts for place in layout.places}


def _proposed(
    column: SampledColumn, chosen: tuple[Column, float] | None, words: Mapping[str, Mapping[str, str]]
) -> ProposedColumn:
    """`words`: field → loose cell → the code that a known form has for it."""
    target, sure = chosen or (None, 0.0)
    return ProposedColumn(
        header=without_cpr(column.header),
        field=None if target is None else target.name,
        confidence=round(sure, 2),
        samples=[without_cpr(shown(cell), _LONGEST_SAMPLE) for cell in column.cells[:_SHOWN]],
        values={} if target is None else proposed_values(column.cells, target, words.get(target.name, {})),
    )


def _mapping(proposed: list[ProposedColumn], kind: type[Kind]) -> dict[str, str | FieldMapping | None]:
    """Of the columns that an import would not read so by itself."""
    usual = usual_headers(kind.columns)
    labels = {column.name: {label.casefold(): code for code, label in column.terms.items()} for column in kind.columns}
    found: dict[str, str | FieldMapping | None] = {}
    for column in proposed:
        if column.field is None:
            if known_as(column.header, usual) is not None:
                # A header that comes again: an import would not know which of them is meant.
                found[column.header] = None
            continue
        known = labels[column.field]
        values = {
            said: code
            for said, code in column.values.items()
            if code is not None and code != said and known.get(said.casefold()) != code
        }
        by_itself = usual.get(folded_header(column.header))
        if values or by_itself is None or by_itself.name != column.field:
            found[column.header] = FieldMapping(field=column.field, values=values) if values else column.field
    return found
