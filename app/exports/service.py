"""Writing an export, piece by piece, within one snapshot of the register."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlmodel import Session

from app.core.clock import Clock
from app.exports.budgets import Budgets
from app.exports.choices import DatasetName, Format
from app.exports.contracts import Contracts
from app.exports.dataset import Dataset
from app.exports.findings import Findings
from app.exports.people import People
from app.exports.positions import Positions
from app.exports.responsibilities import Responsibilities
from app.exports.schemas import Csv
from app.exports.systems import Systems
from app.exports.units import Units
from app.exports.values import Wording, in_codes, in_danish
from app.http.lists import ListQuery
from app.register.register import Register
from app.responsibility.stretches.schemas import StretchFilter
from app.security.identity import Identity
from app.security.reader import Reader
from app.tabular.table import Cell
from app.tabular.writing import write_csv, write_xlsx

_PIECE = 65_536


DATASETS: dict[DatasetName, type[Dataset[Any]]] = {
    DatasetName.SYSTEMS: Systems,
    DatasetName.FINDINGS: Findings,
    DatasetName.RESPONSIBILITIES: Responsibilities,
    DatasetName.BUDGETS: Budgets,
    DatasetName.UNITS: Units,
    DatasetName.POSITIONS: Positions,
    DatasetName.PEOPLE: People,
    DatasetName.CONTRACTS: Contracts,
}


def write_export(
    register: Register,
    name: DatasetName,
    format: Format,
    *,
    query: ListQuery | None = None,
    identity: Identity | None = None,
    session: Session | None = None,
) -> Iterator[bytes]:
    """The bytes of the file; without a query, of everything. In Danish, unless the query asks for another dialect of CSV.

    `identity`: for whom; None for the operator on the command line. `session`: what is read from, and closed at the
    end; None: a new one.

    The first piece comes when the rows have been asked for, so that what can fail fails before anything is sent.
    Closing the iterator gives the snapshot back.
    """
    made = DATASETS[name]
    query = query or made.filters()
    with (
        session or register.database.reading() as used,
        closing(made(Reader(register, used, identity=identity), query)) as dataset,
    ):
        headers = list(dataset.headers.values())
        match format:
            case Format.CSV:
                dialect = query.dialect if isinstance(query, Csv) else "danish"
                wording = in_danish if dialect == "danish" else in_codes
                yield from write_csv(headers, _lines(dataset, wording), dialect)
            case Format.XLSX:
                yield from _xlsx(headers, _lines(dataset, in_danish), sheet_name(made, query, register.clock))
            case Format.JSON:
                yield from _json(dataset)


def file_name(name: DatasetName, format: Format, query: ListQuery, clock: Clock) -> str:
    """What the file is called where it is saved: `systemer-pr-2026-03-02.csv`, `ansvar-2025-01-01--2025-12-31.csv`."""
    first, last = days_shown(query, clock)
    days = f"pr-{first}" if first == last else f"{first or ''}--{last or ''}"
    return f"{DATASETS[name].title}-{days}.{format}"


def sheet_name(dataset: type[Dataset[Any]], query: ListQuery, clock: Clock) -> str:
    """`Systemer pr. 2026-03-02`; no longer than the 31 characters that Excel takes."""
    first, last = days_shown(query, clock)
    days = f"pr. {first}" if first == last else f"{first or ''}–{last or ''}"
    return f"{dataset.title.capitalize()} {days}"


def days_shown(query: ListQuery, clock: Clock) -> tuple[date | None, date | None]:
    """The first and the last day that a file speaks of; None where a period has no such end."""
    if isinstance(query, StretchFilter):
        return (query.first, query.last) if query.has_period else (query.days(clock).first,) * 2
    when = getattr(query, "known_at", None)
    day = clock.today() if when is None else clock.day_of(when)
    return day, day


def _lines(dataset: Dataset[Any], wording: Wording) -> Iterator[list[Cell]]:
    for record in dataset.records():
        yield [wording(record[field]) for field in dataset.headers]


def _xlsx(headers: Sequence[str], lines: Iterable[Sequence[Cell]], sheet: str) -> Iterator[bytes]:
    """A workbook is whole before its first byte can be read: it is made on the disk."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        write_xlsx(path, headers, lines, sheet)
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece


def _json(dataset: Dataset[Any]) -> Iterator[bytes]:
    yield b'{"items":['
    total = 0
    for items in dataset.items():
        yield (b"," if total else b"") + b",".join(items)
        total += len(items)
    yield b'],"total":%d}' % total
