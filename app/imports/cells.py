"""How the cells of each field are read: Danish values into what the bodies of the API take."""

from typing import Any

from app.imports.columns import Parser
from app.tabular import values
from app.tabular.table import Cell
from app.vocabulary import MANAGEMENT_LEVELS, Term

text = values.text
texts = values.several
day = values.day
year = values.year
whole = values.integer
amount = values.money_dkk
flag = values.boolean
answer = values.answer
kle = values.kle


def term(terms: type[Term]) -> Parser:
    """One of a closed list, as the code or the Danish label."""
    labels = terms.labels()
    return lambda cell: values.choice(cell, labels)


def terms(closed: type[Term]) -> Parser:
    """Several of a closed list."""
    labels = closed.labels()
    return lambda cell: [values.choice(part, labels) for part in values.several(cell)]


def level(cell: Cell) -> int:
    """A management level, as the number or the Danish label."""
    said = values.text(cell).casefold()
    named = [number for number, label in MANAGEMENT_LEVELS.items() if label == said]
    return named[0] if named else values.integer(cell)


def shown(cell: Any) -> str:  # noqa: ANN401 - any cell
    """The cell as a report repeats it."""
    try:
        return values.text(cell)
    except values.BadValue:
        return str(cell).strip()
