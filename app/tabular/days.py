"""Days in cells. Which of two numbers is the month, a whole column tells better than any of its cells."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto

from app.tabular.cells import BadValue, text
from app.tabular.table import Cell

_EXCEL_EPOCH = date(1899, 12, 30)
# Serial numbers from 1954 to 2119: smaller ones are rather years or amounts that went astray.
_SERIALS = range(20_000, 80_000)
_SERIAL = re.compile(r"[0-9]{5}")
_CENTURY = 2000
_LAST_SHORT_YEAR = 79
_SHORT = len("26")
_LAST_MONTH = 12
_MIDNIGHT = re.compile(r"[ T]0{1,2}[:.]00(?:[:.]00(?:\.0+)?)?$")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/. ]\s*(\d{4}|\d{2})")
# As Danes write days, and no American does: in a column of these nothing is doubtful.
_USUAL = re.compile(r"\d{2}-\d{2}-\d{4}")
_MONTH = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{4})|(\d{4})\s*[-/.]\s*(\d{1,2})")
_QUARTER = re.compile(
    r"(?:(\d{4})\s*)?(?:q|k|kv\.?|kvt\.?)\s*([1-4])(?:\s*(\d{4}))?|([1-4])\.\s*(?:kvt|kvartal)\.?\s*(\d{4})?"
)
_OPEN = {"løbende", "ingen", "ubegrænset", "tidsubegrænset", "uopsagt", "indtil videre", "tbd", "n/a", "-", "?"}


class DayOrder(Enum):
    """Which of the two numbers before the year is the day."""

    DAY_FIRST = auto()
    MONTH_FIRST = auto()
    BOTH = auto()
    """Some cells can only be the one, and some only the other."""


@dataclass(frozen=True, slots=True)
class ColumnDays:
    """How the days of a column are written. `example`: a cell that shows it; None where none tells.

    `doubtful`: whether some could be read both ways.
    """

    order: DayOrder = DayOrder.DAY_FIRST
    example: str | None = None
    doubtful: bool = False


def days_of_column(cells: Iterable[Cell]) -> ColumnDays:
    """Decided from all of them: a number above 12 is no month."""
    by_order: dict[DayOrder, str] = {}
    doubtful = False
    for cell in cells:
        try:
            written = _YEAR_LAST.fullmatch(_plain(cell)) if isinstance(cell, str) else None
        except BadValue:
            # A cell that shows a fault of the sheet tells nothing of the others.
            continue
        if written is None:
            continue
        first, second = int(written[1]), int(written[2])
        if first > _LAST_MONTH >= second:
            by_order.setdefault(DayOrder.DAY_FIRST, written[0])
        elif second > _LAST_MONTH >= first:
            by_order.setdefault(DayOrder.MONTH_FIRST, written[0])
        else:
            doubtful = doubtful or (first != second and _USUAL.fullmatch(written[0]) is None)
    if len(by_order) > 1:
        return ColumnDays(DayOrder.BOTH, by_order[DayOrder.MONTH_FIRST], doubtful)
    for order, example in by_order.items():
        return ColumnDays(order, example, doubtful)
    return ColumnDays(doubtful=doubtful)


def day(cell: Cell, order: DayOrder = DayOrder.DAY_FIRST) -> date:
    """31-12-2026, 31.12.2026, 31/12 2026, 31-12-26, 2026-12-31, a date cell, or Excel's serial number.

    `order`: of the column. Raises BadValue, also for a cell that could be read both ways in a column that mixes them.
    """
    if isinstance(cell, date):
        return _as_kept(cell.date() if isinstance(cell, datetime) else cell, order)
    plain = _plain(cell)
    if _SERIAL.fullmatch(plain) and int(plain) in _SERIALS:
        return _EXCEL_EPOCH + timedelta(days=int(plain))
    if match := _YEAR_FIRST.fullmatch(plain):
        year, month, number = map(int, match.groups())
    elif match := _YEAR_LAST.fullmatch(plain):
        number, month, year = map(int, match.groups())
        year = _CENTURY + year if len(match[3]) == _SHORT and year <= _LAST_SHORT_YEAR else year
        if order is DayOrder.MONTH_FIRST:
            number, month = month, number
        elif order is DayOrder.BOTH and number <= _LAST_MONTH:
            raise BadValue(
                "mixed-day-order",
                "Kolonnen blander dag-måned og måned-dag, så datoen kan ikke læses sikkert. "
                "Skriv alle datoer som dag-måned-år, fx 31-12-2026.",
            )
    else:
        raise _no_day(plain)
    try:
        return date(year, month, number)
    except ValueError as error:
        raise BadValue("impossible-date", "Datoen findes ikke. Skriv den som dag-måned-år, fx 31-12-2026.") from error


def _as_kept(found: date, order: DayOrder) -> date:
    """A cell that the spreadsheet has made a date of. In Danish it reads 3/5 as the third of May, and leaves 3/25."""
    if order is not DayOrder.DAY_FIRST and found.day <= _LAST_MONTH and found.day != found.month:
        raise BadValue(
            "mixed-day-order",
            "Andre datoer i kolonnen er skrevet med måneden først, så regnearket kan have byttet om på dag og måned. "
            "Skriv alle datoer som dag-måned-år, fx 31-12-2026.",
        )
    return found


def _plain(cell: Cell) -> str:
    return _MIDNIGHT.sub("", text(cell))


def _no_day(plain: str) -> BadValue:
    """Words that help, for what is not a day but nearly."""
    said = plain.casefold()
    if month := _MONTH.fullmatch(said):
        number, year = (month[1], month[2]) if month[1] else (month[4], month[3])
        return BadValue(
            "month-not-a-day", f"Der står en måned, ikke en dag. Skriv dagen med, fx 01-{int(number):02d}-{year}."
        )
    if quarter := _QUARTER.fullmatch(said):
        year = quarter[1] or quarter[3] or quarter[5] or "2026"
        first = 3 * int(quarter[2] or quarter[4]) - 2
        return BadValue(
            "quarter-not-a-day", f"Der står et kvartal, ikke en dag. Skriv en dag, fx 01-{first:02d}-{year}."
        )
    if re.fullmatch(r"(?:19|20)\d{2}", said):
        return BadValue("year-not-a-day", f"Der står et årstal, ikke en dag. Skriv en dag, fx 01-01-{said}.")
    if said in _OPEN:
        return BadValue("no-day", "Der står ingen dato. Lad cellen være tom, hvis der ikke er en.")
    return BadValue("not-a-date", "Der skal stå en dato, fx 31-12-2026.")
