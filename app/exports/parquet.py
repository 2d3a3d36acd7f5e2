"""A dataset as Parquet: columns with types, and codes instead of labels, for tools that read columns."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pydantic.alias_generators import to_snake

from app.core.annotations import parts_of
from app.core.chunks import chunks
from app.core.errors import NotAcceptable
from app.core.languages import Text
from app.core.pipe import Pipe
from app.exports.dataset import Dataset
from app.exports.values import in_data
from app.tabular import amounts, days, values
from app.tabular.columns import Parser

#: Rows of one row group: all that is in memory at once.
ROWS_AT_ONCE = 5000
_PARSED: Mapping[Parser, type] = {
    amounts.money_dkk: int,
    days.day: date,
    values.boolean: bool,
    values.integer: int,
    values.level: int,
    values.months: int,
    values.year: int,
}
#: In this order: a list of days is a list.
_KINDS: tuple[type, ...] = (list, date, bool, int)


def write_parquet(dataset: Dataset[Any]) -> Iterator[bytes]:
    """The file in pieces, a row group each. Raises NotAcceptable where the program was installed without pyarrow."""
    try:
        # The extra `parquet`; not for everyone.
        import pyarrow as pa  # noqa: PLC0415 - see above
        from pyarrow import parquet  # noqa: PLC0415 - see above
    except ImportError as missing:
        raise _not_installed() from missing
    arrow = {bool: pa.bool_(), date: pa.date32(), int: pa.int64(), list: pa.list_(pa.string()), str: pa.string()}
    schema = pa.schema([(field, arrow[kind]) for field, kind in types_of(dataset).items()])
    sink = Pipe()
    with parquet.ParquetWriter(pa.PythonFile(sink, mode="w"), schema) as writer:
        yield sink.taken()
        for some in chunks(dataset.records(), ROWS_AT_ONCE):
            rows = [{field: in_data(record[field]) for field in dataset.headers} for record in some]
            writer.write_table(pa.Table.from_pylist(rows, schema))
            yield sink.taken()
    yield sink.taken()


def types_of(dataset: Dataset[Any] | type[Dataset[Any]]) -> dict[str, type]:
    """Field → what its values are: text, whole numbers, days, yes or no, or several texts."""
    imported = {column.name: column for column in dataset.columns}
    found: dict[str, type] = {}
    for field in dataset.headers:
        column, shown = imported.get(field), dataset.schema.model_fields.get(to_snake(field))
        if field in dataset.types:
            found[field] = dataset.types[field]
        elif column is not None:
            found[field] = list if column.many else _PARSED.get(column.parse, str)
        elif shown is not None:
            parts = parts_of(shown)
            found[field] = next((kind for kind in _KINDS if kind in parts), str)
        else:
            found[field] = str
    return found


def _not_installed() -> NotAcceptable:
    return NotAcceptable(
        Text(
            "This register was installed without Parquet. Ask for .csv or .json, or have `ansvarsregister[parquet]` "
            "installed.",
            da="Registret er installeret uden Parquet. Bed om .csv eller .json, eller få `ansvarsregister[parquet]` "
            "installeret.",
        )
    )
