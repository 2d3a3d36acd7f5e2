"""A form that is known: its headings and what they are, and by which of them a file is recognised. Pure."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from app.core.kitos_roles import RoleMap
from app.imports.choices import FileForm, ImportKind
from app.imports.mapping import NOTHING, FieldMapping
from app.imports.problems import Problems
from app.tabular.headers import folded_header
from app.tabular.table import Table

#: What several columns, or several rows, say together is put into the cells of one.
Arrangement = Callable[[Table, Problems], Table]


@dataclass(frozen=True, slots=True)
class TableReading:
    """A table, how its headings are read, and what every row of it says without a cell: field → value.

    `mapping`: None where none is known.
    """

    table: Table
    mapping: Mapping[str, FieldMapping | None] | None
    said: Mapping[str, str] = field(default_factory=lambda: NOTHING)


#: A table whose rows are several rows of the register each, taken apart.
Division = Callable[[Table, Problems, RoleMap], list[TableReading]]


def as_it_stands(table: Table, problems: Problems) -> Table:  # noqa: ARG001 - as every arrangement
    """Each column says one thing."""
    return table


@dataclass(frozen=True, slots=True)
class KnownForm:
    """`called`: in Danish sentences. `columns`: heading → what it is read as; None: the register has no place for it.

    `needed`: the headings of which a file has one. `telling`: those that show whose form it is, and `enough`: how many
    of them do. `arrange`: what is done to the table before it is read, and `used`: the headings that are read in that.
    `instead`: heading → the one that is read as it where the file does not have the first. `divide`: takes the place of
    `arrange` where the columns say things of their own.
    """

    name: FileForm
    kind: ImportKind
    called: str
    columns: Mapping[str, FieldMapping | None]
    needed: Collection[str]
    telling: Collection[str]
    enough: int
    arrange: Arrangement = as_it_stands
    used: Collection[str] = field(default_factory=tuple)
    instead: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    divide: Division | None = None

    def fits(self, headers: Collection[str]) -> bool:
        """Whether a file with these headers is kept in the form."""
        there = _folded(headers)
        return bool(_folded(self.needed) & there) and len(_folded(self.telling) & there) >= self.enough

    def mapping(self, headers: Collection[str]) -> dict[str, FieldMapping | None]:
        """Of the headings that the file has."""
        there = _folded(headers)
        found = {heading: target for heading, target in self.columns.items() if folded_header(heading) in there}
        for heading, other in self.instead.items():
            if heading not in found and other in found:
                found[other] = self.columns[heading]
        taken: set[str] = set()
        for heading, target in found.items():
            # What several say is put together in the first of them.
            if target is not None and target.field in taken:
                found[heading] = None
            elif target is not None:
                taken.add(target.field)
        return found

    def readings(self, table: Table, problems: Problems, roles: RoleMap) -> list[TableReading]:
        """How the table is read: at once, or as several; none where no column says anything of use."""
        if self.divide is not None:
            return self.divide(table, problems, roles)
        return [TableReading(self.arrange(table, problems), self.mapping(table.headers))]

    def not_taken(self, table: Table) -> list[int]:
        """The columns that say something for which the register has no place."""
        left = _folded([heading for heading, target in self.columns.items() if target is None]) - _folded(self.used)
        return [index for index, header in enumerate(table.headers) if folded_header(header) in left]


def _folded(headings: Collection[str]) -> set[str]:
    return set(map(folded_header, headings))
