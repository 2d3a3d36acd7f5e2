"""Systems as the spreadsheet of SYS-AP: one row each, under the standard's headings and in its words."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.exports import queries
from app.exports.about import note
from app.exports.dataset import Dataset
from app.exports.days import days_shown
from app.exports.values import Record, Value, in_danish
from app.http.lists import ListQuery
from app.sysap.sheet import HEADINGS, OWN_FIELDS, OWN_HEADINGS, PREDECESSOR, WORDS
from app.tabular.several import join
from app.tabular.sheet_xml import Sheet, SheetColumn
from app.tabular.table import Cell
from app.tabular.workbook import write_workbook
from app.vocabulary import Term

_TITLE = "SYS-AP"
_UNKNOWN = "unknown"


def write_sysap_sheet(dataset: Dataset[Any], query: ListQuery) -> Iterator[bytes]:
    """The workbook in pieces; `dataset`: of systems. What is unknown is not said, as in Turtle."""
    headings = [SheetColumn(heading.text) for heading in HEADINGS]
    headings += [SheetColumn(text, key=field == "id") for field, text in OWN_HEADINGS.items()]
    days = days_shown(query, dataset.reader.register.clock)
    yield from write_workbook([Sheet(_TITLE, headings, _rows(dataset), note(dataset, query, days))])


def _rows(dataset: Dataset[Any]) -> Iterator[Sequence[Cell]]:
    before = _predecessors(dataset)
    for record in dataset.records():
        followed = dataset.names.systems.texts(before.get(str(record["id"]), ()))
        yield [
            *(join(followed) if heading is PREDECESSOR else _standard(record, heading.field) for heading in HEADINGS),
            *(_own(record, field) for field in OWN_FIELDS),
        ]


def _predecessors(dataset: Dataset[Any]) -> Mapping[str, Sequence[str]]:
    """System → those that it takes over from, among those that the caller may export."""
    found: dict[str, list[str]] = defaultdict(list)
    for system_id, successor_id in queries.successions(dataset.known, dataset.exported):
        found[successor_id].append(system_id)
    return found


def _standard(record: Record, field: str | None) -> Cell:
    value = None if field is None else record[field]
    words = WORDS.get(field or "")
    if words is None:
        return in_danish(value)
    codes: Sequence[Any] = value if isinstance(value, list) else [value]
    return join(words[code] for code in codes if code in words) or None


def _own(record: Record, field: str) -> Cell:
    value = record[field]
    if _is_unknown(value) or (isinstance(value, Term) and value in WORDS.get(field, ())):
        return None
    return in_danish(value)


def _is_unknown(value: Value) -> bool:
    return isinstance(value, Term) and value == _UNKNOWN
