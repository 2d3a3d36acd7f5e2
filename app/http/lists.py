"""Lists: what every list takes, keyset paging, and the envelope of the answer."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar

import orjson
from pydantic import Field

from app.core.canonical import dump
from app.core.errors import InvalidInput
from app.core.languages import Text
from app.core.schema import NO_DOCSTRINGS, Schema
from app.core.sized import Sized
from app.core.text import AS_DIGITS
from app.http.sorting import SortNames

Item = TypeVar("Item", bound=Schema)

#: The key of the OpenAPI document under which a route says which query keys are asked elsewhere, and where.
ELSEWHERE = "x-query-keys-elsewhere"
# PostgreSQL's largest whole number, and a little less.
_LARGEST = 2**62


class ListQuery(Schema):
    """The query keys of every list. Each list says for itself what it can be sorted by, and how it usually is."""

    limit: Annotated[int, Field(ge=1, le=200), AS_DIGITS] = 50
    cursor: Annotated[str, Field(max_length=2000)] | None = None
    sort: Annotated[tuple[str, ...], SortNames()] = ()
    fields: Annotated[str, Field(max_length=1000)] | None = None
    """The keys wanted in each item, separated by commas."""

    def question(self, *, besides: Collection[str] = ()) -> Hashable:
        """Which rows are meant, whatever page of them is asked for, in whatever order, by whatever is known.

        `besides`: keys that the caller answers for, in another form.
        """
        aside = {*ListQuery.model_fields, "known_at", *besides}
        return type(self), *((name, value) for name, value in self if name not in aside)

    @classmethod
    def sort_names(cls) -> tuple[str, ...]:
        """What the list can be sorted by."""
        (declared,) = (each for each in cls.model_fields["sort"].metadata if isinstance(each, SortNames))
        return declared.names


class Listing(Schema, Generic[Item]):
    """The envelope, for the OpenAPI document. `nextCursor` is null on the last page; `total` counts all that match."""

    model_config = NO_DOCSTRINGS
    items: list[Item]
    next_cursor: str | None = None
    total: int


@dataclass(frozen=True, slots=True)
class SortKey:
    """A column to sort by, never NULL (coalesce it), and the kind of value that a cursor may give for it."""

    column: Any  # a mapped column or an expression, or its name
    kind: type = str

    def read(self, value: Any) -> Any:  # noqa: ANN401 - from a cursor, so anything
        """The value as the database compares it; raises ValueError for what the column cannot hold."""
        if self.kind is datetime:
            return datetime.fromisoformat(value).astimezone(UTC)
        if self.kind is date:
            return date.fromisoformat(value)
        if type(value) is not self.kind or (isinstance(value, int) and abs(value) >= _LARGEST):
            raise ValueError
        if isinstance(value, str) and "\x00" in value:
            raise ValueError
        return value


@dataclass(frozen=True, eq=False)
class Order:
    """The columns that a list's names for `sort` stand for, and the id that ends every order."""

    of: type[ListQuery]
    keys: Mapping[str, SortKey]
    tie: SortKey

    def __post_init__(self) -> None:
        """Raises ValueError where the list's query names other keys."""
        if set(self.keys) != set(self.of.sort_names()):
            message = f"{self.of.__name__} can be sorted by {self.of.sort_names()}, but there are {tuple(self.keys)}."
            raise ValueError(message)

    def on(self, columns: Any) -> "Order":  # noqa: ANN401 - the columns of a FROM clause
        """The same order where the keys are names of columns."""
        keys = {name: SortKey(columns[key.column], key.kind) for name, key in self.keys.items()}
        return Order(self.of, keys, SortKey(columns[self.tie.column], self.tie.kind))


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page. `next_cursor` is None on the last; until the answer is written, it says the position alone."""

    rows: Sequence[Any]
    next_cursor: str | None
    total: int
    besides: Mapping[str, Any] = field(default_factory=dict)
    """Keys of the envelope that only this list has."""


def list_body(items: Sequence[bytes], page: Page) -> bytes:
    """The envelope around items that are JSON already."""
    tail = dump({"nextCursor": page.next_cursor, "total": page.total, **page.besides})[1:]
    # Hundreds of kilobytes: they are copied once.
    if len(items) > 1:
        first, *middle, last = items
        return b",".join((b'{"items":[' + first, *middle, last + b"]," + tail))
    return b'{"items":[' + b"".join(items) + b"]," + tail


#: What is left of an item by the keys that were asked for, in up to so many bytes: cards are kept, and are cut once.
_cut: Sized[tuple[bytes, tuple[str, ...]], bytes] = Sized(4 * 1_048_576)


def narrowed(items: Sequence[bytes], fields: str | None, item: type[Schema]) -> Sequence[bytes]:
    """The items with the asked keys only; raises InvalidInput for a key that no item has."""
    if fields is None:
        return items
    known = {field.alias or name for name, field in item.model_fields.items()}
    wanted = [name.strip() for name in fields.split(",")]
    for name in wanted:
        if name not in known:
            choices = ", ".join(sorted(known))
            detail = Text(
                f"There is no field {name!r}; there are {choices}.",
                da=f"Feltet »{name}« findes ikke. Vælg blandt {choices}.",
            )
            raise InvalidInput.at("?fields", "unknown-name", detail)
    return [_cut_to(item, tuple(wanted)) for item in items]


def _cut_to(item: bytes, wanted: tuple[str, ...]) -> bytes:
    cut = _cut.get((item, wanted))
    if cut is None:
        loaded = orjson.loads(item)
        cut = dump({name: loaded[name] for name in wanted})
        _cut.keep((item, wanted), cut, len(item) + len(cut))
    return cut
