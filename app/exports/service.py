"""Writing an export, piece by piece, within one snapshot of the register."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Any

from sqlmodel import Session

from app.core.clock import Clock
from app.exports.budgets import Budgets
from app.exports.choices import DatasetName, Format, SystemForm
from app.exports.contracts import Contracts
from app.exports.dataset import Dataset
from app.exports.days import days_shown, file_title
from app.exports.findings import Findings
from app.exports.parquet import write_parquet
from app.exports.people import People
from app.exports.positions import Positions
from app.exports.responsibilities import Responsibilities
from app.exports.schemas import SystemWorkbookQuery
from app.exports.sysap_sheet import write_sysap_sheet
from app.exports.systems import Systems
from app.exports.turtle import write_turtle
from app.exports.units import Units
from app.exports.values import in_codes, in_danish
from app.exports.workbooks import write_datasets
from app.http.lists import ListQuery
from app.register.register import Register
from app.security.identity import Identity
from app.security.reader import Reader
from app.tabular.writing import Dialect, write_csv

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
    """The bytes of the file; without a query, of everything.

    `identity`: for whom; None for the operator on the command line. `session`: what is read from, and closed at the
    end; None: a new one.

    The first piece comes when the rows have been asked for, so that what can fail fails before anything is sent.
    Closing the iterator gives the snapshot back.
    """
    query = query or DATASETS[name].filters()
    with session or register.database.reading() as used, ExitStack() as open_ones:
        datasets = [
            open_ones.enter_context(closing(dataset))
            for dataset in _asked(Reader(register, used, identity=identity), name, query)
        ]
        match format:
            case Format.CSV:
                yield from _csv(datasets[0], query)
            case Format.XLSX if _is_sysap(query):
                yield from write_sysap_sheet(datasets[0], query)
            case Format.XLSX:
                yield from write_datasets(datasets, query)
            case Format.JSON:
                yield from _json(datasets[0])
            case Format.PARQUET:
                yield from write_parquet(datasets[0])
            case Format.TTL:
                yield from write_turtle(datasets[0])


def _asked(reader: Reader, name: DatasetName, query: ListQuery) -> Iterator[Dataset[Any]]:
    """The dataset; for a workbook of several sheets one after the other, about the same systems."""
    if not isinstance(query, SystemWorkbookQuery):
        yield DATASETS[name](reader, query)
        return
    for sheet in dict.fromkeys(query.sheets):
        made = DATASETS[DatasetName(sheet)]
        if sheet == name:
            yield made(reader, query)
        else:
            yield made(reader, made.filters.model_validate({"known_at": query.known_at}), query)


def file_name(name: DatasetName, format: Format, query: ListQuery, clock: Clock) -> str:
    """What the file is called where it is saved: `systemer-pr-2026-03-02.csv`, `ansvar-2025-01-01--2025-12-31.csv`."""
    title = DATASETS[name].title
    called = f"{title}-sys-ap" if _is_sysap(query) else title
    return f"{file_title(called, days_shown(query, clock))}.{format}"


def _is_sysap(query: ListQuery) -> bool:
    return isinstance(query, SystemWorkbookQuery) and query.form is SystemForm.SYS_AP


def _csv(dataset: Dataset[Any], query: ListQuery) -> Iterator[bytes]:
    dialect: Dialect = getattr(query, "dialect", "danish")
    wording = in_danish if dialect == "danish" else in_codes
    lines = ([wording(record[field]) for field in dataset.headers] for record in dataset.records())
    yield from write_csv(list(dataset.headers.values()), lines, dialect)


def _json(dataset: Dataset[Any]) -> Iterator[bytes]:
    yield b'{"items":['
    total = 0
    for items in dataset.items():
        yield (b"," if total else b"") + b",".join(items)
        total += len(items)
    yield b'],"total":%d}' % total
