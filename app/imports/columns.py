"""Which column of a file is which field: by the mapping, or by the Danish headers. Pure."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic.alias_generators import to_snake

from app.core.errors import FieldProblem, InvalidInput
from app.imports.problems import without_cpr
from app.models import Keyed
from app.tabular.headers import folded_header
from app.tabular.table import Cell

#: A cell's content in, the value as the body of the API takes it out; raises BadValue.
Parser = Callable[[Cell], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One field that a kind of file can hold.

    `to`: the body's attribute, where it is called otherwise than the field. `refers`: the table that the cell names
    a row of, or several with `many`. `required`: the file must have the column. `amount`: money, in the file's unit.
    """

    name: str
    parse: Parser
    to: str = ""
    refers: type[Keyed] | None = None
    many: bool = False
    required: bool = False
    amount: bool = False

    @property
    def attribute(self) -> str:
        return self.to or to_snake(self.name)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file has a field. `index` counts from 0."""

    index: int
    header: str
    column: Column


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of one file, and the headers that nothing is read from."""

    places: tuple[Place, ...]
    unread: tuple[str, ...]

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(place.column.name for place in self.places)


def lay_out(
    headers: Sequence[str], columns: Sequence[Column], danish: Mapping[str, str], mapping: Mapping[str, str] | None
) -> Layout:
    """Find the fields in the headers; raises InvalidInput for a mapping or headers that do not go together.

    `danish`: field → the header that is expected where there is no mapping.
    """
    wanted = _by_default(columns, danish) if mapping is None else _by_mapping(headers, columns, mapping)
    places = [
        Place(index, header, wanted[folded_header(header)])
        for index, header in enumerate(headers)
        if folded_header(header) in wanted
    ]
    _refuse_double(places)
    _refuse_missing(places, columns, danish, headers)
    read = {place.index for place in places}
    unread = tuple(
        dict.fromkeys(header for index, header in enumerate(headers) if index not in read and header.strip())
    )
    return Layout(tuple(places), unread)


def _by_default(columns: Sequence[Column], danish: Mapping[str, str]) -> dict[str, Column]:
    """The Danish headers, and the names of the fields; where the two meet, the header counts."""
    return {folded_header(column.name): column for column in columns} | {
        folded_header(danish[column.name]): column for column in columns
    }


def _by_mapping(headers: Sequence[str], columns: Sequence[Column], mapping: Mapping[str, str]) -> dict[str, Column]:
    fields = {column.name: column for column in columns}
    there = {folded_header(header) for header in headers}
    faults: list[FieldProblem] = []
    wanted: dict[str, Column] = {}
    for header, name in mapping.items():
        pointer = f"/mapping/{without_cpr(header).replace('~', '~0').replace('/', '~1')}"
        if name not in fields:
            detail = f"There is no field {without_cpr(name)!r}; there are {', '.join(fields)}."
            faults.append(FieldProblem(pointer, "unknown-field", detail))
        elif folded_header(header) not in there:
            detail = f"The file has no such header; it has {_listed(headers)}."
            faults.append(FieldProblem(pointer, "unknown-header", detail))
        elif folded_header(header) in wanted:
            faults.append(FieldProblem(pointer, "repeated-header", "The mapping names the header twice."))
        else:
            wanted[folded_header(header)] = fields[name]
    if faults:
        raise InvalidInput(f"{faults[0].pointer}: {faults[0].detail}", errors=tuple(faults))
    return wanted


def _refuse_double(places: Sequence[Place]) -> None:
    by_field: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        by_field[place.column.name].append(place)
    for name, found in by_field.items():
        if len(found) > 1:
            where = ", ".join(f"{without_cpr(place.header)!r} (column {place.index + 1})" for place in found)
            detail = f"Several columns hold the field {name}: {where}. Leave one, or send a mapping."
            raise InvalidInput.at("/mapping", "duplicate-column", detail)


def _refuse_missing(
    places: Sequence[Place], columns: Sequence[Column], danish: Mapping[str, str], headers: Sequence[str]
) -> None:
    there = {place.column.name for place in places}
    missing = [column for column in columns if column.required and column.name not in there]
    if missing:
        wanted = ", ".join(f"{column.name} ({danish[column.name]})" for column in missing)
        detail = f"No column holds {wanted}. The file has the headers {_listed(headers)}; send a mapping."
        raise InvalidInput.at("/mapping", "missing-column", detail)


def _listed(headers: Sequence[str]) -> str:
    named = [repr(without_cpr(header)) for header in headers if header.strip()]
    return ", ".join(named[:50]) + (", …" if len(named) > 50 else "")  # noqa: PLR2004 - enough to see which file it is
