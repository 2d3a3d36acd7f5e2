"""Shares of a whole in cells, in per cent."""

import re
from collections.abc import Iterable
from decimal import Decimal

from app.tabular.cells import BadValue, Remarked, text
from app.tabular.table import Cell

_HUNDRED = 100
_SHARE = re.compile(r"(\d{1,3})(?:[,.](\d{1,6}))?\s*%?")


def share(cell: Cell, *, of_one: bool = False) -> int | Remarked:
    """Whole per cent, rounded and noted. `of_one`: 1 is the whole, as in cells that show per cent; 0.4 is a part of it.

    Raises BadValue for what is no share, or more than the whole.
    """
    if _is_number(cell) and (of_one or 0 < cell < 1):  # type: ignore[operator]
        exact = Decimal(str(cell)) * _HUNDRED
    else:
        written = _SHARE.fullmatch(text(cell))
        if written is None:
            raise _no_share()
        exact = Decimal(f"{written[1]}.{written[2] or 0}")
    whole = int(exact + Decimal("0.5"))
    if not 1 <= whole <= _HUNDRED:
        raise _no_share()
    # What a spreadsheet makes of a sum of tenths differs from the whole by less than anyone writes.
    if abs(exact - whole) > Decimal("0.000001"):
        return Remarked(
            whole, "rounded-to-per-cent", f"Registret regner i hele procent. Andelen er rundet til {whole} %."
        )
    return whole


def are_of_one(cells: Iterable[Cell]) -> bool:
    """Whether the numbers of a column are parts of one: 1 alone is a whole then, and one in a hundred beside a 60."""
    numbers = [cell for cell in cells if _is_number(cell)]
    return bool(numbers) and all(0 < number <= 1 for number in numbers)  # type: ignore[operator]


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _no_share() -> BadValue:
    return BadValue("not-per-cent", "Der skal stå en andel i procent fra 1 til 100, fx 40.")
