"""Danish values in cells: each function takes a cell that is not empty and gives a value, or raises BadValue.

Some give a `Remarked` value: one that was taken, and of which its writer should know how.
"""

import re
from collections.abc import Mapping

from app.tabular.cells import BadValue, Remarked, loose, text
from app.tabular.several import split
from app.tabular.table import Cell
from app.vocabulary import MANAGEMENT_LEVELS

_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_MONTHS = re.compile(r"(\d{1,3})\s*(?:mdr?\.?|måned(?:er)?s?|m)?\.?", re.IGNORECASE)
_YEARS = re.compile(r"(\d{1,2})\s*år", re.IGNORECASE)


def integer(cell: Cell) -> int:
    plain = text(cell)
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(".", "")
    if not re.fullmatch(r"-?\d{1,15}", plain):
        raise BadValue("not-a-number", "Der skal stå et helt tal, fx 3.")
    return int(plain)


def year(cell: Cell) -> int:
    plain = text(cell)
    if not re.fullmatch(r"20\d{2}", plain):
        raise BadValue("not-a-year", "Der skal stå et årstal, fx 2026.")
    return int(plain)


def choice(cell: Cell, labels: Mapping[str, str]) -> str:
    """The code that the cell gives as the code itself or as its Danish label; case and blanks do not matter."""
    wanted = loose(text(cell))
    for code, label in labels.items():
        if wanted in {loose(code), loose(label)}:
            return code
    raise BadValue("unknown-value", f"Værdien kendes ikke. Skriv en af: {', '.join(labels.values())}.")


def choices(cell: Cell, labels: Mapping[str, str]) -> list[str]:
    """Several codes, each given as in `choice`."""
    return [choice(part, labels) for part in several(cell)]


def level(cell: Cell) -> int:
    """A management level, as the number or the Danish label."""
    said = text(cell).casefold()
    named = [number for number, label in MANAGEMENT_LEVELS.items() if label == said]
    return named[0] if named else integer(cell)


_YES = {"ja", "j", "x", "1", "sand", "true", "yes"}
_NO = {"nej", "n", "0", "falsk", "false", "no"}
_UNKNOWN = {"ukendt", "vedikke", "unknown", "?"}


def boolean(cell: Cell) -> bool:
    answer = loose(text(cell))
    if answer in _YES | _NO:
        return answer in _YES
    raise BadValue("not-yes-or-no", "Der skal stå ja eller nej.")


def answer(cell: Cell) -> str:
    """yes, no or unknown."""
    said = loose(text(cell))
    for code, words in (("yes", _YES), ("no", _NO), ("unknown", _UNKNOWN)):
        if said in words:
            return code
    raise BadValue("not-yes-no-unknown", "Der skal stå ja, nej eller ukendt.")


def months(cell: Cell) -> int:
    """A number of months: 6, "6 mdr.", "6 måneder", "1 år"."""
    plain = text(cell)
    if match := _MONTHS.fullmatch(plain):
        return int(match[1])
    if match := _YEARS.fullmatch(plain):
        return 12 * int(match[1])
    raise BadValue("not-a-number", "Der skal stå et antal måneder, fx 6.")


def one_line(cell: Cell) -> str | Remarked:
    """Text on one line: line breaks and tabs become blanks, which is noted."""
    plain = text(cell)
    joined = " ".join(plain.split()) if any(sign in plain for sign in "\n\t\v\f") else plain
    if joined == plain:
        return plain
    return Remarked(joined, "line-break-removed", "Linjeskiftet i cellen er læst som et mellemrum.")


def several(cell: Cell) -> list[str]:
    """The values of a cell that holds several, separated by commas, semicolons or line breaks."""
    return split(text(cell))


def kle(cell: Cell) -> list[str] | Remarked:
    """KLE numbers. Leading zeros that a spreadsheet has eaten are put back where there is only one way to."""
    if isinstance(cell, float) and not cell.is_integer():
        # Groups have two digits each: 17.1 can only have been 17.10.
        first, _, second = str(cell).partition(".")
        number = _kle_number(f"{first}.{second.ljust(2, '0')}")
        if len(second) == len("01"):
            return [number]
        return Remarked(
            [number], "kle-from-number", f"Regnearket har gjort KLE-nummeret til et tal. Det er læst som {number}."
        )
    return [_kle_number(part) for part in several(cell)]


def _kle_number(part: str) -> str:
    first, *rest = part.split(".")
    number = ".".join([first.zfill(2), *rest])
    if not re.fullmatch(r"\d{2}(?:\.\d{2}){0,2}", number):
        raise BadValue("not-kle", "Der skal stå et KLE-nummer, fx 27, 27.18 eller 27.18.02.")
    return number
