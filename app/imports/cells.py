"""How the cells of each column of a file are read: what the whole column tells first, then one by one."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.imports.choices import AmountUnit
from app.imports.columns import Place
from app.imports.draft import Draft
from app.imports.problems import Concerned, Problems
from app.imports.quoting import in_danish
from app.tabular.amounts import money_dkk
from app.tabular.cells import BadValue, Remarked, loose, shown
from app.tabular.days import ColumnDays, DayOrder, day, days_of_column
from app.tabular.headers import unit_of_table, without_unit
from app.tabular.several import split
from app.tabular.shares import are_of_one, share
from app.tabular.table import Cell, Row, Table, is_empty

_UNITS = {1: "kr.", 1_000: "1.000 kr.", 1_000_000: "mio. kr."}


@dataclass(frozen=True, slots=True)
class ColumnReader:
    place: Place
    read: Callable[[Cell], Any]
    uncomputed: Collection[int] = ()
    """Rows in which the cell is a formula that was never worked out."""

    def take(self, row: Row, draft: Draft) -> None:
        """Put the cell's value into the draft, or reject the draft."""
        name = self.place.column.name
        cell = row.cells[self.place.index]
        if is_empty(cell):
            if row.number in self.uncomputed:
                draft.unread |= {name}
                draft.reject(
                    name,
                    "formula-not-computed",
                    "Cellen er en formel, som aldrig er regnet ud. Åbn filen i Excel, gem den, og prøv igen.",
                )
            return
        try:
            value = self.read(cell)
        except BadValue as fault:
            draft.reject(name, fault.code, fault.detail)
            return
        if isinstance(value, Remarked):
            draft.warn(name, value.code, value.detail)
            value = value.value
        # A lone apostrophe or comma says as little as an empty cell.
        if value not in ("", []):
            draft.values[name] = value


def column_readers(
    table: Table, places: Sequence[Place], unit: AmountUnit | None, problems: Problems
) -> list[ColumnReader]:
    """One for each place; what was decided for a whole column is noted at its header.

    `unit`: of the amounts, as the caller states it; None where the headers are to tell.
    """
    columns = _uncomputed(table)
    return [
        ColumnReader(place, _reader(table, place, unit, problems), columns.get(place.index, ()))
        for place in places
        if not (place.by_chance and _is_something_else(table, place, problems))
    ]


def _is_something_else(table: Table, place: Place, problems: Problems) -> bool:
    """Whether a column that nobody has mapped is only called as a field of ours: none of its values is one."""
    if not any(True for _ in _cells(table, place)) or any(_can_be_read(place, cell) for cell in _cells(table, place)):
        return False
    detail = (
        f"Kolonnen hedder som feltet {place.column.name}, men ingen af værdierne kan læses som det. "
        "Den læses ikke; vælg, hvad værdierne betyder (mapping)."
    )
    _note(table, place, problems, "unread-column", detail)
    return True


def _can_be_read(place: Place, cell: Cell) -> bool:
    try:
        place.column.parse(cell)
    except BadValue:
        return False
    return True


def _uncomputed(table: Table) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for row, column in table.source.uncomputed:
        found.setdefault(column, set()).add(row)
    return found


def _reader(table: Table, place: Place, unit: AmountUnit | None, problems: Problems) -> Callable[[Cell], Any]:
    column = place.column
    read: Callable[[Cell], Any] = column.parse
    if column.is_amount:
        read = partial(money_dkk, factor=_factor(table, place, unit, problems))
    elif column.is_day:
        read = partial(day, order=_order(table, place, problems))
    elif column.is_share:
        read = partial(share, of_one=are_of_one(_cells(table, place)))
    return partial(_translated, place.values, read, many=column.many) if place.values else read


def _translated(values: Mapping[str, str], read: Callable[[Cell], Any], cell: Cell, *, many: bool) -> Any:  # noqa: ANN401 - as the column's own reader
    """Read what the mapping has for the cell, or for each of its parts."""
    text = shown(cell)
    whole = values.get(loose(text))
    if whole is not None:
        return read(whole) if whole.strip() else ""
    if many:
        parts = [values.get(loose(part), part) for part in split(text)]
        return read(", ".join(part for part in parts if part.strip()))
    return read(cell)


def _note(table: Table, place: Place, problems: Problems, code: str, detail: str) -> None:
    problems.add(table.header_row, Concerned(place.header, place.index), code, detail, "warning")


def _factor(table: Table, place: Place, unit: AmountUnit | None, problems: Problems) -> int:
    _, stated = without_unit(place.header)
    said = "Overskriften siger"
    if stated is None and (above := unit_of_table(table.above)) is not None:
        stated, said = above, "Over tabellen står der"
    if unit is None:
        factor = stated or 1
        if factor > 1:
            detail = f"{said} {_UNITS[factor]} Beløbene er derfor ganget med {in_danish(factor)}."
            _note(table, place, problems, "amounts-multiplied", detail)
        return factor
    if stated is not None and stated != unit.factor:
        detail = f"{said} {_UNITS[stated]} Beløbene er læst i {_UNITS[unit.factor]}, som der er bedt om."
        _note(table, place, problems, "amount-unit-differs", detail)
    return unit.factor


def _order(table: Table, place: Place, problems: Problems) -> DayOrder:
    found = days_of_column(_cells(table, place))
    said = _said_of_days(found)
    if said is not None:
        _note(table, place, problems, *said)
    return found.order


def _said_of_days(found: ColumnDays) -> tuple[str, str] | None:
    """Code and sentence for what a reader could not take for granted."""
    match found.order:
        case DayOrder.MONTH_FIRST:
            return "month-first", f"Datoerne er læst som måned-dag-år: »{found.example}« kan kun læses sådan."
        case DayOrder.DAY_FIRST if found.doubtful and found.example is None:
            return "day-first-assumed", "Datoerne kan læses på to måder og er læst som dag-måned-år."
        case _:
            return None


def _cells(table: Table, place: Place) -> Iterator[Cell]:
    for row in table.rows:
        cell = row.cells[place.index]
        if not is_empty(cell):
            yield cell
