"""Datasets as one workbook: a sheet each, in the order that was asked for, and behind them what it is all about.

Behind that, where nobody looks: what cells may say, and what the rows were, so that an import knows what was edited.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from typing import Any

from app.exports.about import DataSheet, about, helps, note
from app.exports.dataset import Dataset
from app.exports.days import days_shown, sheet_name
from app.exports.living import KeptDigests, Lists
from app.http.lists import ListQuery
from app.tabular.sheet_xml import Sheet
from app.tabular.workbook import write_workbook


def write_datasets(datasets: Sequence[Dataset[Any]], query: ListQuery) -> Iterator[bytes]:
    """The file in pieces. The datasets are asked for already, and read one after the other."""
    clock = datasets[0].reader.register.clock
    days = days_shown(query, clock)
    shown = [DataSheet(sheet_name(dataset.title, days), dataset) for dataset in datasets]
    lists = Lists()
    with ExitStack() as open_ones:
        kept = [open_ones.enter_context(closing(KeptDigests(dataset))) for dataset in datasets]
        sheets = [
            Sheet(
                each.title,
                lists.headings(each.dataset, helps(each.dataset)),
                each.counted(rows.lines()),
                note(each.dataset, query, days),
            )
            for each, rows in zip(shown, kept, strict=True)
        ]
        listed = lists.sheet()
        unseen = [rows.sheet() for rows in kept if rows.is_asked_for]
        yield from write_workbook([*sheets, about(shown, query, days), *([listed] if listed else []), *unseen])
