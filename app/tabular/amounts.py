"""Amounts of money in cells, as Danes write them."""

import re
from contextlib import suppress
from decimal import Decimal

from app.tabular.cells import BadValue, Remarked, rounded, text
from app.tabular.headers import KRONER, UNIT, factor_of
from app.tabular.table import Cell, is_number

_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_APART = re.compile(r"\d{1,3}(?: \d{3})+")
_IN_KRONER = re.compile(rf"\s*{KRONER}$", re.IGNORECASE)
_WITH_UNIT = re.compile(rf"\s*{UNIT}$", re.IGNORECASE)
_BEFORE = re.compile(r"^(?:kr\.?|dkk)\s*", re.IGNORECASE)


def money_dkk(cell: Cell, factor: int = 1) -> int | Remarked:
    """Whole DKK, øre rounded and noted. `factor`: kroner in one of the column's unit, unless the cell states another.

    Raises BadValue for what is no amount, or a negative one.
    """
    kroner = Decimal(str(cell)) * factor if is_number(cell) else _stated(text(cell), factor)
    if kroner < 0:
        raise BadValue("negative-amount", "Beløbet er negativt. Skriv et beløb på 0 kr. eller mere.")
    whole, is_inexact = rounded(kroner)
    if is_inexact:
        shown = f"{whole:,}".replace(",", ".")
        return Remarked(
            whole, "rounded-to-kroner", f"Registret regner i hele kroner. Beløbet er rundet til {shown} kr."
        )
    return whole


def _stated(said: str, factor: int) -> Decimal:
    """Kroner of a cell's text, whose own unit counts for more than that of its column."""
    alone = _IN_KRONER.search(said)
    if alone is not None:
        # First of all: "621.000 kr." ends as "900 1.000 kr." does, and is a number as it stands.
        with suppress(BadValue):
            return _number(said[: alone.start()])
    unit = _WITH_UNIT.search(said)
    return _number(said) * factor if unit is None else _number(said[: unit.start()]) * factor_of(unit)


def _number(said: str) -> Decimal:
    bare = re.sub(r",-$", "", _BEFORE.sub("", said.strip())).strip()
    negative = bare.startswith(("-", "\u2212")) or bare.endswith("-") or (bare.startswith("(") and bare.endswith(")"))
    bare = bare.strip("-\u2212() ")
    whole, comma, decimals = (part.strip() for part in bare.partition(","))
    if _APART.fullmatch(whole):
        whole = whole.replace(" ", "")
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
    if not re.fullmatch(r"\d{1,13}", whole) or not re.fullmatch(r"\d{0,6}", decimals) or (comma and not decimals):
        raise BadValue("not-an-amount", "Der skal stå et beløb i kroner, fx 125.000.")
    number = Decimal(f"{whole}.{decimals or 0}")
    return -number if negative else number
