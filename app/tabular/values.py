"""Danish values in cells: each function takes a cell that is not empty and gives a value, or raises BadValue."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from app.tabular.neutralise import restore
from app.tabular.several import split
from app.tabular.table import Cell
from app.vocabulary import MANAGEMENT_LEVELS

_ERROR_CELL = re.compile(r"#[A-ZÆØÅ0-9/]+[!?]?", re.IGNORECASE)
_ERRORS = {
    *("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"),
    *("#I/T", "#DIVISION/0!", "#VÆRDI!", "#NAVN?", "#NUM!", "#NUL!", "#REFERENCE!", "#OVERLØB!"),
}
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_EXCEL_EPOCH = date(1899, 12, 30)
# Serial numbers from 1954 to 2119: smaller ones are rather years or amounts that went astray.
_SERIALS = range(20_000, 80_000)
_CENTURY = 2000
_LAST_SHORT_YEAR = 79


class BadValue(ValueError):
    """`code` is for machines; `detail` says in Danish what is wrong and what to write."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


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


def integer(cell: Cell) -> int:
    plain = text(cell)
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(".", "")
    if not re.fullmatch(r"-?\d{1,15}", plain):
        raise BadValue("not-a-number", "Der skal stå et helt tal, fx 3.")
    return int(plain)


def money_dkk(cell: Cell, factor: int = 1) -> int:
    """Whole DKK; `factor` 1000 where the file states thousands. Negative amounts and odd øre are refused."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        hundredths = round(cell * 100 * factor)
        if abs(cell * 100 * factor - hundredths) > 1e-6 * max(1.0, abs(cell)):
            raise _fraction(factor)
    else:
        hundredths = _hundredths(text(cell)) * factor
    if hundredths < 0:
        raise BadValue("negative-amount", "Beløbet er negativt. Skriv et beløb på 0 kr. eller mere.")
    if hundredths % 100:
        raise _fraction(factor)
    return hundredths // 100


def _fraction(factor: int) -> BadValue:
    unit = "tusinde kroner, der går op i hele kroner" if factor > 1 else "hele kroner"
    return BadValue("not-whole-dkk", f"Beløbet skal være i {unit}, fx 1.250.")


def _hundredths(plain: str) -> int:
    """The amount in øre, as Danes write amounts."""
    bare = re.sub(r"(?i)^(?:kr\.?|dkk)\s*|\s*(?:kr\.?|dkk)$|,-$", "", plain).strip()
    negative = bare.startswith(("-", "\u2212")) or bare.endswith("-") or (bare.startswith("(") and bare.endswith(")"))
    bare = bare.strip("-\u2212() ").replace(" ", "")
    whole, comma, decimals = bare.partition(",")
    if comma and re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", bare):
        raise BadValue(
            "ambiguous-amount",
            "Beløbet kan læses på to måder. Skriv tusinder med punktum og øre med komma, fx 1.234,50.",
        )
    if "." in whole:
        if not _THOUSANDS.fullmatch(whole):
            raise BadValue(
                "not-an-amount", "Beløbet kan ikke læses. Brug punktum som tusindtalsseparator, fx 1.234.000."
            )
        whole = whole.replace(".", "")
    if not re.fullmatch(r"\d{1,13}", whole) or not re.fullmatch(r"\d{0,2}", decimals) or (comma and not decimals):
        raise BadValue("not-an-amount", "Der skal stå et beløb i kroner, fx 125.000.")
    hundredths = int(whole) * 100 + int((decimals or "0").ljust(2, "0"))
    return -hundredths if negative else hundredths


def day(cell: Cell) -> date:
    """A date: 31-12-2026, 31.12.2026, 31/12 2026, 31-12-26, 2026-12-31, a date cell, or Excel's serial number."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    plain = text(cell)
    plain = re.sub(r"[ T]0{1,2}[:.]00(?:[:.]00(?:\.0+)?)?$", "", plain)
    if plain.isdigit() and int(plain) in _SERIALS:
        return _EXCEL_EPOCH + timedelta(days=int(plain))
    if match := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", plain):
        year, month, number = map(int, match.groups())
    elif match := re.fullmatch(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})", plain):
        number, month, year = map(int, match.groups())
        year = _CENTURY + year if year <= _LAST_SHORT_YEAR else year
    else:
        raise BadValue("not-a-date", "Der skal stå en dato, fx 31-12-2026.")
    try:
        return date(year, month, number)
    except ValueError as error:
        raise BadValue("impossible-date", "Datoen findes ikke. Skriv den som dag-måned-år, fx 31-12-2026.") from error


def year(cell: Cell) -> int:
    plain = text(cell)
    if not re.fullmatch(r"20\d{2}", plain):
        raise BadValue("not-a-year", "Der skal stå et årstal, fx 2026.")
    return int(plain)


def choice(cell: Cell, labels: Mapping[str, str]) -> str:
    """The code that the cell gives as the code itself or as its Danish label; case and blanks do not matter."""
    wanted = _loose(text(cell))
    for code, label in labels.items():
        if wanted in {_loose(code), _loose(label)}:
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
    answer = _loose(text(cell))
    if answer in _YES | _NO:
        return answer in _YES
    raise BadValue("not-yes-or-no", "Der skal stå ja eller nej.")


def answer(cell: Cell) -> str:
    """yes, no or unknown."""
    said = _loose(text(cell))
    for code, words in (("yes", _YES), ("no", _NO), ("unknown", _UNKNOWN)):
        if said in words:
            return code
    raise BadValue("not-yes-no-unknown", "Der skal stå ja, nej eller ukendt.")


def several(cell: Cell) -> list[str]:
    """The values of a cell that holds several, separated by commas, semicolons or line breaks."""
    return split(text(cell))


def kle(cell: Cell) -> list[str]:
    """KLE numbers. Leading zeros that a spreadsheet has eaten are put back where there is only one way to."""
    if isinstance(cell, float) and not cell.is_integer():
        raise BadValue(
            "ambiguous-kle",
            "Regnearket har gjort KLE-nummeret til et decimaltal, så nuller kan være faldet væk. "
            "Formatér kolonnen som tekst, og skriv fx 05.10.",
        )
    return [_kle_number(part) for part in several(cell)]


def _kle_number(part: str) -> str:
    first, *rest = part.split(".")
    number = ".".join([first.zfill(2), *rest])
    if not re.fullmatch(r"\d{2}(?:\.\d{2}){0,2}", number):
        raise BadValue("not-kle", "Der skal stå et KLE-nummer, fx 27, 27.18 eller 27.18.02.")
    return number


def _loose(word: str) -> str:
    return "".join(word.casefold().replace("-", " ").split())


def shown(cell: Cell) -> str:
    """The cell as a report repeats it."""
    try:
        return text(cell)
    except BadValue:
        return str(cell).strip()
