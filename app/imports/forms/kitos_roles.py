"""The roles in KITOS's overview of systems: a column for each, and a row of the register for each person in it."""

from dataclasses import replace

from app.core.kitos_roles import RoleMap
from app.imports.choices import FileForm, ImportKind
from app.imports.forms.arranging import index_of
from app.imports.forms.form import KnownForm, TableReading
from app.imports.forms.kitos import KITOS_SYSTEMS, MAIL, SYSTEM, people_in
from app.imports.index import folded
from app.imports.mapping import FieldMapping
from app.imports.problems import Problems
from app.tabular.headers import folded_header
from app.tabular.table import Row, Table
from app.vocabulary import Duty

#: Of a row, who has the duty already: two roles may be one duty.
_Given = set[tuple[int, Duty, str]]


def _by_role(table: Table, problems: Problems, roles: RoleMap) -> list[TableReading]:  # noqa: ARG001 - as every division
    """Owners come with their systems, where they follow each other."""
    found: list[TableReading] = []
    given: _Given = set()
    for role in table.headers:
        duty = roles.duty(role)
        if duty is not None and duty is not Duty.OWNER:
            found.append(TableReading(_people(table, role, duty, given), _mapping(table, role, roles), {"duty": duty}))
    return found


def _people(table: Table, role: str, duty: Duty, given: _Given) -> Table:
    """A row for each person, with the person in the role's own cell."""
    index = index_of(table, role)
    rows = []
    for row, people in zip(table.rows, people_in(table, role), strict=True):
        for person in people:
            once = (row.number, duty, folded(person))
            if once not in given:
                given.add(once)
                cells = [person if at == index else cell for at, cell in enumerate(row.cells)]
                rows.append(Row(row.number, tuple(cells)))
    return replace(table, rows=rows)


def _mapping(table: Table, role: str, roles: RoleMap) -> dict[str, FieldMapping | None]:
    """What is neither a role nor of the overview is unknown, and is told so."""
    others = {folded_header(heading) for heading in KITOS_SYSTEMS.columns if heading != SYSTEM}
    passed_over: dict[str, FieldMapping | None] = {
        header: None for header in table.headers if folded_header(header) in others or _is_of_role(header, roles)
    }
    return {**passed_over, SYSTEM: FieldMapping(field="system"), role: FieldMapping(field="position")}


def _is_of_role(header: str, roles: RoleMap) -> bool:
    return any(roles.is_known(name) for name in (header, header.removesuffix(MAIL)))


KITOS_ROLES = KnownForm(
    name=FileForm.KITOS_ROLES,
    kind=ImportKind.RESPONSIBILITIES,
    called="KITOS' eksport af systemer",
    columns={SYSTEM: FieldMapping(field="system")},
    needed=KITOS_SYSTEMS.needed,
    telling=KITOS_SYSTEMS.telling,
    enough=KITOS_SYSTEMS.enough,
    divide=_by_role,
)
