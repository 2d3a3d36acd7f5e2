"""What a workbook carries to tell later what was edited in it: digests of its cells, and lists of what they may say."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from tempfile import SpooledTemporaryFile
from typing import Any

from pydantic.alias_generators import to_camel

from app.core.canonical import instant
from app.exports.dataset import Dataset
from app.exports.references import Reference
from app.exports.values import Record, Value, in_danish
from app.tabular import values
from app.tabular.basis import IDS, SHEET, digest, head_of, plain_as_written, plain_ids
from app.tabular.checks import CellCheck
from app.tabular.columns import Column
from app.tabular.sheet_xml import Sheet, SheetColumn, column_letters
from app.tabular.table import Cell
from app.tabular.workbook import sheet_title
from app.vocabulary import Answer

LISTS = "Lister"
_IN_MEMORY = 1_048_576
_KEY = "externalId"
_YES_OR_NO = ("ja", "nej")


class KeptDigests:
    """The digests of one dataset's rows, on the disk where they are many. To be closed.

    `lines` has to be read to the end before the rows of `sheet` are.
    """

    def __init__(self, dataset: Dataset[Any]) -> None:
        self._dataset = dataset
        self._columns = {column: _ids_of(column) for column in _told_apart(dataset)}
        read = {column.name for column in dataset.columns}
        #: The columns that only show: what is written there is told.
        self._shown = [field for field in dataset.headers if field not in read]
        self._spool = SpooledTemporaryFile(max_size=_IN_MEMORY, mode="w+", encoding="ascii", newline="\n")  # noqa: SIM115 - closed with this

    @property
    def is_asked_for(self) -> bool:
        """Whether an import takes such rows."""
        return bool(self._columns)

    def close(self) -> None:
        """Forget them."""
        self._spool.close()

    def lines(self) -> Iterator[list[Cell]]:
        """The rows of the data sheet, each kept as it passes."""
        for record in self._dataset.records():
            cells = {field: in_danish(record[field]) for field in self._dataset.headers}
            if self._columns:
                self._keep(record, cells)
            yield list(cells.values())

    def sheet(self) -> Sheet:
        """What nobody sees."""
        reader, known = self._dataset.reader, self._dataset.known
        revision = known.moment.revision if known.moment else reader.edition.revision
        fields = [name for column, ids in self._columns.items() for name in (column.name, *ids)]
        fields += self._shown
        head = head_of(self._dataset.kind, revision, instant(reader.register.clock.now()), fields)
        name = sheet_title(f"{SHEET} {self._dataset.title}")
        return Sheet(name, [SheetColumn(text) for text in head], self._rows(), state="veryHidden")

    def _keep(self, record: Record, cells: Mapping[str, Cell]) -> None:
        key = str(record[self._dataset.key])
        digests: list[str] = []
        for column, ids in self._columns.items():
            digests.append(_digest(key, column.name, cells[column.name], many=column.many))
            digests.extend(digest(key, name, plain_ids(_ids(record[column.name]))) for name in ids)
        digests.extend(_digest(key, field, cells[field]) for field in self._shown)
        self._spool.write(f"{key} {''.join(digests)}\n")

    def _rows(self) -> Iterator[Sequence[Cell]]:
        self._spool.seek(0)
        for line in self._spool:
            yield line.split()


class Lists:
    """What cells may say, gathered on a sheet of its own while the headings are made."""

    def __init__(self) -> None:
        self._lists: dict[tuple[str, ...], str] = {}

    def headings(self, dataset: Dataset[Any], helps: Mapping[str, str]) -> list[SheetColumn]:
        """`helps`: field → the note on its header."""
        columns = {column.name: column for column in dataset.columns}
        named = dataset.lists() if columns else {}
        return [
            SheetColumn(
                header,
                name in columns and columns[name].is_amount,
                key=name in columns and name in (dataset.key, _KEY),
                help=helps.get(name),
                check=self._check(dataset, columns[name], header, named) if name in columns else None,
            )
            for name, header in dataset.headers.items()
        ]

    def sheet(self) -> Sheet | None:
        """The lists, a column each; None where there are none."""
        if not self._lists:
            return None
        rows = zip_longest(*self._lists)
        return Sheet(LISTS, [SheetColumn(header) for header in self._lists.values()], rows, state="hidden")

    def _check(
        self, dataset: Dataset[Any], column: Column, header: str, named: Mapping[str, Sequence[str]]
    ) -> CellCheck | None:
        if column.name == dataset.key:
            text = "Registrets id finder rækken igen. Lad det stå; i en ny række skal cellen være tom."
            return CellCheck(header, text)
        if column.name == _KEY:
            text = "Nøglen er andres og ændres ikke her. I en ny række må den skrives."
            return CellCheck(header, text, new_rows=False)
        if column.name in named:
            text = "Det står ikke i listen. Et navn, en nøgle eller et id kan også bruges. Er det rigtigt?"
            return self._listed(header, named[column.name], text, strict=False)
        said = () if column.many else _closed(column)
        return self._listed(header, said, "Vælg fra listen.", strict=True)

    def _listed(self, header: str, said: Sequence[str], text: str, *, strict: bool) -> CellCheck | None:
        if not said:
            return None
        key = tuple(said)
        self._lists.setdefault(key, header)
        letter = column_letters(list(self._lists).index(key))
        return CellCheck(header, text, f"{LISTS}!${letter}$2:${letter}${len(said) + 1}", strict)


def _closed(column: Column) -> tuple[str, ...]:
    """Everything that a cell of the column may say, where that is little."""
    if column.parse is values.boolean:
        return _YES_OR_NO
    if column.parse is values.answer:
        return tuple(Answer.labels().values())
    return tuple(column.terms.values())


def _told_apart(dataset: Dataset[Any]) -> list[Column]:
    """The columns whose cells are compared: all that are read, but for the key."""
    return [column for column in dataset.columns if column.name != dataset.key]


def _ids_of(column: Column) -> tuple[str, ...]:
    """The field of the ids, where the cells name rows."""
    names_rows = column.name == "owner" or column.name in ("holder", "deputy")
    if names_rows or (column.attribute.endswith(("_id", "_ids")) and to_camel(column.attribute) != column.name):
        return (f"{column.name}{IDS}",)
    return ()


def _digest(key: str, field: str, cell: Cell, *, many: bool = False) -> str:
    return digest(key, field, "" if cell is None or cell == "" else plain_as_written(cell, many=many))


def _ids(value: Value) -> list[str]:
    named = value if isinstance(value, list) else [value]
    return [said.row_id for said in named if isinstance(said, Reference)]
