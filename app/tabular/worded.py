"""The value of a body as a cell says it in Danish. Pure."""

from typing import Any

from app.tabular import values
from app.tabular.columns import Column
from app.tabular.several import join
from app.tabular.table import Cell
from app.vocabulary import Answer


def worded(column: Column, value: Any) -> Cell:  # noqa: ANN401 - a value of any field
    """What an export writes for the value of a body."""
    if isinstance(value, list | tuple):
        return join(str(_label(column, item)) for item in value)
    return _label(column, value)


def _label(column: Column, value: Any) -> Cell:  # noqa: ANN401 - a value of any field
    if column.parse is values.answer and value is not None:
        return Answer(value).label
    labelled: Cell = column.terms.get(value, value)
    return labelled
