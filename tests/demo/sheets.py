"""The demonstration's spreadsheets as the tests of their content see them, read without the import."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from io import StringIO
from pathlib import Path

from app.demonstration.placeholders import render

FOLDER = Path(__file__).parents[2] / "demo"
NAMES = (
    "01_enheder",
    "02_personer",
    "03_stillinger",
    "04_systemer",
    "05_ansvar",
    "06_budgetter",
    "07_kontrakter",
)

Row = dict[str, str]


@cache
def raw(name: str) -> bytes:
    return (FOLDER / f"{name}.csv").read_bytes()


def rendered(name: str, today: date) -> str:
    return render(raw(name).decode("utf-8-sig"), today)


def lines(name: str, today: date) -> list[list[str]]:
    """The header and the rows, cell by cell."""
    return list(csv.reader(StringIO(rendered(name, today), newline=""), delimiter=";", strict=True))


@cache
def rows(name: str, today: date) -> Sequence[Row]:
    header, *body = lines(name, today)
    return [dict(zip(header, cells, strict=True)) for cells in body]


def several(cell: str) -> list[str]:
    return [part.strip() for part in cell.replace("\n", ",").split(",") if part.strip()]


def day(cell: str) -> date | None:
    """The date in the cell, None for an empty one; raises ValueError for a date that does not exist."""
    return datetime.strptime(cell, "%d-%m-%Y").date() if cell else None  # noqa: DTZ007 - a date has no zone


def amount(cell: str) -> int | None:
    return int(cell.replace(".", "")) if cell else None


def by_key(table: Iterable[Row]) -> dict[str, Row]:
    return {row["Nøgle"]: row for row in table}


TODAY = date(2026, 11, 23)
#: The ends of months and years, a leap day and the days beside it, and the days around the adoption of the budget.
DAYS = [
    *(date(2027, month, 1) - timedelta(days=1) for month in range(1, 13)),
    *(date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)),
    *(date(2026, 10, 15), date(2026, 10, 16), date(2027, 1, 1)),
]

UNITS, PEOPLE, POSITIONS, SYSTEMS, RESPONSIBILITIES, BUDGETS, CONTRACTS = (rows(name, TODAY) for name in NAMES)
IN_USE = {row["Nøgle"] for row in SYSTEMS if row["Status"] in {"indfases", "i drift", "udfases"}}

UNIT, PERSON, POSITION, SYSTEM = (by_key(table) for table in (UNITS, PEOPLE, POSITIONS, SYSTEMS))
LEADER = {row["Enhed"]: row["Nøgle"] for row in POSITIONS if row["Leder enheden"] == "ja"}


def superior(position: Row) -> str | None:
    """The position above: the one that is named, else the leader of the unit or of the nearest unit above."""
    if position["Refererer til"]:
        return position["Refererer til"]
    unit: str = position["Enhed"]
    while unit:
        if LEADER.get(unit, position["Nøgle"]) != position["Nøgle"]:
            return LEADER[unit]
        unit = UNIT[unit]["Overordnet enhed"]
    return None


def duties(duty: str, basis: str = "formelt") -> dict[str, list[str]]:
    """System → the positions that hold the duty today."""
    held = defaultdict(list)
    for row in RESPONSIBILITIES:
        begun = (day(row["Fra"]) or TODAY) <= TODAY
        if row["Ansvar"] == duty and row["Grundlag"] == basis and begun and (day(row["Til"]) or TODAY) >= TODAY:
            held[row["System"]].append(row["Stilling"])
    return held
