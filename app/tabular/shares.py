"""Shares of a whole in cells, in per cent."""

import re
from collections.abc import Iterable
from decimal import Decimal

from app.tabular.cells import BadValue, Remarked, rounded, text
from app.tabular.table import Cell, is_number

#: Per cent.
WHOLE = 100
_SHARE = re.compile(r"(\d{1,3})(?:[,.](\d{1,6}))?\s*%?")


def share(cell: Cell, *, of_one: bool = False) -> int | Remarked:
    """Whole per cent, rounded and noted. `of_one`: 1 is the whole, as in cells that show per cent; 0.4 is a part of it.

    Raises BadValue for what is no share, or more than the whole.
    """
    if is_number(cell) and (of_one or 0 < cell < 1):
        exact = Decimal(str(cell)) * WHOLE
    else:
        written = _SHARE.fullmatch(text(cell))
        if written is None:
            raise _no_share()
        exact = Decimal(f"{written[1]}.{written[2] or 0}")
    percent, is_inexact = rounded(exact)
    if not 1 <= percent <= WHOLE:
        raise _no_share()
    if is_inexact:
        detail = f"Registret regner i hele procent. Andelen er rundet til {percent} %."
        return Remarked(percent, "rounded-to-per-cent", detail)
    return percent


def are_of_one(cells: Iterable[Cell]) -> bool:
    """Whether the numbers of a column are parts of one: 1 alone is a whole then, and one in a hundred beside a 60."""
    numbers = list(filter(is_number, cells))
    return bool(numbers) and all(0 < number <= 1 for number in numbers)


def _no_share() -> BadValue:
    return BadValue("not-per-cent", "Der skal stå en andel i procent fra 1 til 100, fx 40.")
