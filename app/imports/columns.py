"""Which column of a file is which field: by the mapping, or by the Danish headers. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.core.errors import FieldProblem, InvalidInput
from app.core.languages import Text
from app.core.validation import as_step
from app.imports.mapping import NOTHING, FieldMapping
from app.imports.quoting import without_cpr
from app.tabular.columns import Column
from app.tabular.headers import folded_header, known_as


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """What a header is read as, and the cells that say something else than they seem to."""

    column: Column
    values: Mapping[str, str] = field(default_factory=dict)


#: Headers that a message names: enough to see which file it is.
_ENOUGH = 50


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file has a field. `index` counts from 0. `values`: folded cell → what is read instead of it.

    `by_chance`: a mapping names other columns, and this one is called as the field usually is.
    """

    index: int
    header: str
    column: Column
    values: Mapping[str, str] = field(default_factory=dict)
    by_chance: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of one file, and the headers that nothing is read from."""

    places: tuple[Place, ...]
    unread: tuple[str, ...]

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(place.column.name for place in self.places)


def lay_out(
    headers: Sequence[str],
    columns: Sequence[Column],
    mapping: Mapping[str, FieldMapping | None] | None,
    required: Collection[str],
    instead: Mapping[str, str] = NOTHING,
) -> Layout:
    """Find the fields in the headers: those that the mapping names, the others by their usual headers.

    Raises InvalidInput for a mapping or headers that do not go together.
    """
    mapped = {} if mapping is None else _by_mapping(headers, columns, mapping)
    wanted: dict[str, MappedColumn | None] = {**_by_default(columns, mapped), **mapped}
    places: list[Place] = []
    passed_over: set[int] = set()
    for index, header in enumerate(headers):
        known = known_as(header, wanted)
        target = wanted[known] if known is not None else None
        if target is not None:
            by_chance = mapping is not None and known not in mapped and target.column.name not in required
            places.append(Place(index, header, target.column, target.values, by_chance))
        elif known is not None:
            passed_over.add(index)
    _refuse_double(places)
    there = {place.column.name for place in places}
    needed = [column for column in columns if column.name in required and instead.get(column.name) not in there]
    _refuse_missing(there, needed, headers)
    read = {place.index for place in places} | passed_over
    unread = tuple(
        dict.fromkeys(header for index, header in enumerate(headers) if index not in read and header.strip())
    )
    return Layout(tuple(places), unread)


def usual_headers(columns: Iterable[Column]) -> dict[str, Column]:
    """The Danish headers and the names of the fields, folded; where the two meet, the header counts."""
    columns = tuple(columns)
    return {folded_header(column.name): column for column in columns} | {
        folded_header(column.header): column for column in columns
    }


def _by_default(columns: Sequence[Column], mapped: Mapping[str, MappedColumn | None]) -> dict[str, MappedColumn]:
    """Of the fields that the mapping gives to no header of its own."""
    taken = {target.column.name for target in mapped.values() if target is not None}
    return {
        header: MappedColumn(column) for header, column in usual_headers(columns).items() if column.name not in taken
    }


def _by_mapping(
    headers: Sequence[str], columns: Sequence[Column], mapping: Mapping[str, FieldMapping | None]
) -> dict[str, MappedColumn | None]:
    """Folded header → what it is read as; None: it is passed over."""
    fields = {column.name: column for column in columns}
    there = {folded_header(header) for header in headers}
    faults: list[FieldProblem] = []
    wanted: dict[str, MappedColumn | None] = {}
    for header, target in mapping.items():
        pointer = f"/mapping/{as_step(header)}"
        name = None if target is None else target.field
        if name is not None and name not in fields:
            detail = Text(
                f"There is no field {without_cpr(name)!r}; there are {', '.join(fields)}.",
                da=f"Feltet »{without_cpr(name)}« findes ikke. Vælg blandt {', '.join(fields)}.",
            )
            faults.append(FieldProblem(pointer, "unknown-field", detail))
        elif folded_header(header) not in there:
            detail = Text(
                f"The file has no such header; it has {_listed(headers).en}.",
                da=f"Filen har ikke den overskrift. Den har {_listed(headers).da}.",
            )
            faults.append(FieldProblem(pointer, "unknown-header", detail))
        elif folded_header(header) in wanted:
            faults.append(
                FieldProblem(
                    pointer,
                    "repeated-header",
                    Text(
                        "The mapping names the header twice.", da="Overskriften står to gange i mapping. Fjern den ene."
                    ),
                )
            )
        else:
            wanted[folded_header(header)] = None if target is None else _mapped(fields[target.field], target)
    if faults:
        raise InvalidInput(faults[0].placed(), errors=tuple(faults))
    return wanted


def _mapped(column: Column, target: FieldMapping) -> MappedColumn:
    return MappedColumn(column, target.words)


def _refuse_double(places: Sequence[Place]) -> None:
    by_field: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        by_field[place.column.name].append(place)
    for name, found in by_field.items():
        if len(found) > 1:
            where = ", ".join(f"{without_cpr(place.header)!r} (column {place.index + 1})" for place in found)
            where_da = ", ".join(f"»{without_cpr(place.header)}« (kolonne {place.index + 1})" for place in found)
            spare = without_cpr(found[-1].header)
            detail = Text(
                f"Several columns hold the field {name}: {where}. Leave one, or say in the mapping what the other is; "
                f'not to read it: {{"{spare}": null}}.',
                da=f"Flere kolonner passer til feltet {name}: {where_da}. Behold én, eller angiv i mapping, hvad den "
                f'anden er; skal den ikke læses: {{"{spare}": null}}.',
            )
            raise InvalidInput.at("/mapping", "duplicate-column", detail)


def _refuse_missing(there: Collection[str], required: Sequence[Column], headers: Sequence[str]) -> None:
    missing = [column for column in required if column.name not in there]
    if missing:
        wanted = ", ".join(f"{column.name} ({column.header})" for column in missing)
        called = ", ".join(f"»{column.header}« ({column.name})" for column in missing)
        detail = Text(
            f"No column holds {wanted}. The file has the headers {_listed(headers).en}; send a mapping.",
            da=f"Der mangler en kolonne: {called}. Filens overskrifter er {_listed(headers).da}. Ret overskriften, "
            "eller angiv i mapping, hvilken kolonne det er.",
        )
        raise InvalidInput.at("/mapping", "missing-column", detail)


def _listed(headers: Sequence[str]) -> Text:
    named = [without_cpr(header) for header in headers if header.strip()]
    more = ", …" if len(named) > _ENOUGH else ""
    return Text(
        ", ".join(f"{name!r}" for name in named[:_ENOUGH]) + more,
        da=", ".join(f"»{name}«" for name in named[:_ENOUGH]) + more,
    )
