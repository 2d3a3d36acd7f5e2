"""What every dataset has: headers, the rows that match, and each row as a record and as JSON."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from sqlalchemy import ColumnElement

from app.core.schema import Schema
from app.exports.directories import Directories
from app.exports.values import Record
from app.http.lists import ListQuery
from app.security.reader import Reader
from app.security.sight import Part
from app.systems.filter_queries import matching, within
from app.systems.listing import SystemFilter
from app.tabular.columns import Column
from app.vocabulary import Permission


class ExportQuery(Protocol):
    """What every export can be asked for."""

    @property
    def known_at(self) -> date | None: ...


class Rows(Protocol):
    """What is found, to be read page by page and then closed."""

    def partitions(self) -> Iterator[Sequence[Any]]: ...

    def close(self) -> None: ...


Q = TypeVar("Q", bound=ExportQuery)


class Dataset(ABC, Generic[Q]):
    """Made anew for each export, within its snapshot, and closed before that.

    `title`: the Danish name, of the sheet and in the file's name. `purpose`: in Danish, what the file is.
    `headers`: field → Danish header, in the order in which they are written; those of `columns` an import takes.
    `read_when`: field → when it does, in Danish, where that is not always.
    `filters`: what can be asked for, all of it optional. `schema`: of the JSON. `types`: field → type, where the field
    is neither imported nor in the JSON, and no text. `kind`: what an import calls such rows; `key`: the field by which
    it finds them.
    """

    title: ClassVar[str]
    purpose: ClassVar[str]
    columns: ClassVar[Sequence[Column]] = ()
    headers: ClassVar[Mapping[str, str]]
    read_when: ClassVar[Mapping[str, str]] = {}
    filters: ClassVar[type[ListQuery]]
    schema: ClassVar[type[Schema]]
    types: ClassVar[Mapping[str, type]] = {}
    kind: ClassVar[str] = ""
    key: ClassVar[str] = "id"

    def __init__(self, reader: Reader, query: Q, systems: SystemFilter | None = None) -> None:
        """`systems`: only what is about the systems that match this as well.

        Raises InvalidInput for an instant that the register cannot speak of.
        """
        self.reader = reader
        self.known = reader.known(query.known_at)
        self.organisation = self.known.organisation
        self.names = Directories(self.known)
        self._part = reader.sight.part(Permission.EXPORT)
        self._systems_asked = systems
        self._rows = self.find(query)

    @abstractmethod
    def find(self, query: Q) -> Rows:
        """What matches, now or at `knownAt`, of the systems that are `exported`."""

    @property
    def part(self) -> Part:
        """The part of the register that the caller may export."""
        return self._part

    def exported(self, system_id: Any) -> list[ColumnElement[bool]]:  # noqa: ANN401 - a column
        """Those that the caller may export, as conditions on the column with their ids."""
        asked = self._systems_asked
        return [
            *within(self._part, system_id, self.reader.today),
            *([] if asked is None else matching(self.known, asked, system_id)),
        ]

    @abstractmethod
    def record(self, row: Any) -> Record:  # noqa: ANN401 - a row of the dataset's own query
        """The row's values for a line of the file."""

    @abstractmethod
    def item(self, row: Any) -> bytes:  # noqa: ANN401 - a row of the dataset's own query
        """The row as JSON."""

    def lists(self) -> Mapping[str, Sequence[str]]:
        """Field → what its cells may name, where each names one row of a table that is small enough to list."""
        return {}

    def prepared(self, page: Sequence[Any]) -> Sequence[Any]:
        """What is needed of a page of rows, read for all of them at once; the rows themselves where nothing is."""
        return page

    def records(self) -> Iterator[Record]:
        for page in self._rows.partitions():
            yield from map(self.record, self.prepared(page))

    def items(self) -> Iterator[list[bytes]]:
        """The items, page by page."""
        for page in self._rows.partitions():
            yield [self.item(row) for row in self.prepared(page)]

    def close(self) -> None:
        """Fetch no more rows."""
        self._rows.close()
