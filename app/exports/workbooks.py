"""Datasets as one workbook: a sheet each, in the order that was asked for, and behind them what it is all about."""

from collections.abc import Iterator, Sequence
from typing import Any

from app.exports.about import DataSheet, about, note
from app.exports.dataset import Dataset
from app.exports.days import days_shown, sheet_name
from app.exports.values import in_danish
from app.http.lists import ListQuery
from app.tabular.sheet_xml import Sheet, SheetColumn
from app.tabular.table import Cell
from app.tabular.workbook import write_workbook


def write_datasets(datasets: Sequence[Dataset[Any]], query: ListQuery) -> Iterator[bytes]:
    """The file in pieces. The datasets are asked for already, and read one after the other."""
    clock = datasets[0].reader.register.clock
    days = days_shown(query, clock)
    shown = [DataSheet(sheet_name(dataset.title, days), dataset) for dataset in datasets]
    sheets = [
        Sheet(each.title, _headings(each.dataset), each.counted(_lines(each.dataset)), note(each.dataset, query, days))
        for each in shown
    ]
    yield from write_workbook([*sheets, about(shown, query, days)])


def _headings(dataset: Dataset[Any]) -> list[SheetColumn]:
    amounts = {column.name for column in dataset.columns if column.is_amount}
    return [SheetColumn(header, name in amounts) for name, header in dataset.headers.items()]


def _lines(dataset: Dataset[Any]) -> Iterator[list[Cell]]:
    for record in dataset.records():
        yield [in_danish(record[field]) for field in dataset.headers]
