"""Amounts that are probably stated in thousands although nothing says so."""

from collections.abc import Sequence
from statistics import median

from app.imports import queries
from app.imports.draft import Draft
from app.imports.kind import Kind
from app.imports.quoting import in_danish
from app.tabular.columns import Column

#: How far below the usual ones the amounts of a file lie when they are likely to be thousands.
_TIMES = 100
#: Amounts that there must be for one to be called usual.
_ENOUGH = 10


def warn_of_small_amounts(kind: Kind, drafts: Sequence[Draft]) -> None:
    """A warning where amounts are a hundred times below the register's: of most of a column once, else of each."""
    session, fields = kind.work.session, kind.work.fields
    stated = [column for column in kind.columns if column.is_amount and column.name in fields]
    known = {column: queries.usual_amounts(session, column.name) for column in stated}
    usual = {column: median(amounts) for column, amounts in known.items() if len(amounts) >= _ENOUGH}
    if not usual:
        return
    said: dict[Column, list[tuple[Draft, int]]] = {column: [] for column in usual}
    for draft in drafts:
        values = draft.values
        for column, of_column in said.items():
            if values.get(column.name):
                of_column.append((draft, values[column.name]))
    for column, of_column in said.items():
        if of_column:
            _warn(column, of_column, usual[column])


def _warn(column: Column, said: Sequence[tuple[Draft, int]], usual: float) -> None:
    typical = median(amount for _, amount in said)
    if typical * _TIMES <= usual:
        detail = (
            f"Beløbene i kolonnen er typisk på {in_danish(typical)} kr., men i registret på {in_danish(usual)} kr. "
            "Er de i tusinde kroner, så vælg det, eller skriv det i overskriften."
        )
        said[0][0].warn(column.name, "small-amounts", detail)
        return
    detail = (
        f"Beløbene i registret er typisk på {in_danish(usual)} kr. Er dette i tusinde kroner, så skriv enheden i "
        "cellen, fx 900 t.kr."
    )
    for draft, amount in said:
        if amount * _TIMES <= usual:
            draft.warn(column.name, "small-amounts", detail)
