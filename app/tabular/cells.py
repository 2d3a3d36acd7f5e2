"""A cell as text, and what a reader of cells may say of one."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from app.tabular.neutralise import restore
from app.tabular.table import Cell

# What a spreadsheet makes of 0,1 + 0,2: no part of a number that anyone has written.
_INEXACT = Decimal("0.000001")
_ERROR_CELL = re.compile(r"#[A-ZÆØÅ0-9/]+[!?]?", re.IGNORECASE)
_ERRORS = {
    *("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"),
    *("#I/T", "#DIVISION/0!", "#VÆRDI!", "#NAVN?", "#NUM!", "#NUL!", "#REFERENCE!", "#OVERLØB!"),
}


class BadValue(ValueError):
    """`code` is for machines; `detail` says in Danish what is wrong and what to write."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Remarked:
    """A value that was taken in a way that its writer should know of; code and Danish detail as in BadValue."""

    value: Any
    code: str
    detail: str


def text(cell: Cell) -> str:
    """Text, trimmed. A whole number comes without decimals, a date in ISO form."""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    plain = str(cell).replace("\u00a0", " ").replace("\r\n", "\n").replace("\r", "\n").strip()
    if plain.upper() in _ERRORS or (plain.startswith("#") and plain.endswith("!") and _ERROR_CELL.fullmatch(plain)):
        raise BadValue("error-cell", "Cellen viser en fejl fra regnearket. Ret formlen, eller skriv værdien.")
    return restore(plain)


def rounded(exact: Decimal) -> tuple[int, bool]:
    """The nearest whole number, halves upwards; and whether anything that somebody has written is lost by that."""
    whole = int(exact + Decimal("0.5"))
    return whole, abs(exact - whole) > _INEXACT


def loose(word: str) -> str:
    """The form in which words that people mean alike are equal: case, blanks and hyphens do not matter."""
    return "".join(word.casefold().replace("-", " ").split())


def shown(cell: Cell) -> str:
    """The cell as a report repeats it."""
    try:
        return text(cell)
    except BadValue:
        return str(cell).strip()
