"""Rows for the import, made of values instead of cells: they pass the same checks, and may also empty a field."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.imports.choices import ImportKind
from app.imports.columns import Layout, Place
from app.imports.draft import Draft, RowContents
from app.imports.keyed import ID, KEY
from app.imports.kinds import KINDS
from app.imports.problems import Problems
from app.imports.reading import ReadFile
from app.kitos.fields import REFERS

_FIRST_ROW = 2


def as_file(kind: ImportKind, rows: Sequence[Mapping[str, Any]]) -> ReadFile:
    """One draft for each row of field → value."""
    problems = Problems()
    columns = [column for column in KINDS[kind].columns if column.name not in {ID, KEY}]
    places = {column.name: Place(index, column.header, column) for index, column in enumerate(columns)}
    drafts: list[Draft] = []
    for number, row in enumerate(rows, start=_FIRST_ROW):
        # References that are to lead nowhere from now on; a cell cannot say that.
        emptied = [name for name, value in row.items() if name in REFERS and value is None]
        values = {name: value for name, value in row.items() if name not in emptied}
        shown = {name: _shown(value) for name, value in values.items()}
        drafts.append(Draft(number, (RowContents(values, shown, dict.fromkeys(emptied)),), places, problems))
    return ReadFile(Layout(tuple(places.values()), ()), drafts, problems)


def _shown(value: Any) -> str:  # noqa: ANN401 - a field's value
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
