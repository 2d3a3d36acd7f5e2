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
    for column in kind.columns:
        if column.is_amount:
            _warn(kind, column, [draft for draft in drafts if draft.values.get(column.name)])


def _warn(kind: Kind, column: Column, drafts: Sequence[Draft]) -> None:
    if not drafts:
        return
    usual = queries.usual_amounts(kind.work.session, column.name)
    if len(usual) < _ENOUGH:
        return
    here, there = median(draft.values[column.name] for draft in drafts), median(usual)
    if here * _TIMES <= there:
        detail = (
            f"Beløbene i kolonnen er typisk på {in_danish(here)} kr., men i registret på {in_danish(there)} kr. "
            "Er de i tusinde kroner, så vælg det, eller skriv det i overskriften."
        )
        drafts[0].warn(column.name, "small-amounts", detail)
        return
    detail = (
        f"Beløbene i registret er typisk på {in_danish(there)} kr. Er dette i tusinde kroner, så skriv enheden i "
        "cellen, fx 900 t.kr."
    )
    for draft in drafts:
        if draft.values[column.name] * _TIMES <= there:
            draft.warn(column.name, "small-amounts", detail)
