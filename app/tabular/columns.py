"""The columns of the files that go in and out, as the bodies of the API declare them. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from pydantic import AfterValidator, BaseModel
from pydantic.alias_generators import to_camel, to_snake

from app.core.annotations import parts_of
from app.core.columns import Header
from app.core.text import refuse_line_breaks
from app.tabular import amounts, cells, days, shares, values
from app.tabular.table import Cell
from app.vocabulary import Answer, Term

#: A cell's content in, the value as the body of the API takes it out, or that value Remarked; raises BadValue.
Parser = Callable[[Cell], Any]

_OF_TYPE: Mapping[type, Parser] = {
    Answer: values.answer,
    bool: values.boolean,
    date: days.day,
    int: values.integer,
    str: cells.text,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One field that a kind of file can hold. `to`: the body's attribute, where it is called otherwise."""

    name: str
    header: str
    parse: Parser = cells.text
    to: str = ""
    many: bool = False

    @property
    def attribute(self) -> str:
        return self.to or to_snake(self.name)

    @property
    def is_amount(self) -> bool:
        """Money, in the unit of the file."""
        return self.parse is amounts.money_dkk

    @property
    def is_day(self) -> bool:
        """A day, whose order the whole column tells."""
        return self.parse is days.day

    @property
    def is_share(self) -> bool:
        """A part of a whole, whose measure the whole column tells."""
        return self.parse is shares.share

    @property
    def terms(self) -> Mapping[str, str]:
        """Code → Danish label of the vocabulary that the cells take their values from; empty where there is none."""
        labels: Mapping[str, str] = getattr(self.parse, "keywords", {}).get("labels", {})
        return labels


def columns_of(schema: type[BaseModel], *more: Column) -> tuple[Column, ...]:
    """Those that the schema's fields declare by a `Header`, and the others that its files have, before the last."""
    declared = list(_declared(schema))
    first = (column for header, column in declared if not header.last)
    last = (column for header, column in declared if header.last)
    return (*first, *more, *last)


def headers_of(columns: Iterable[Column], **written: str) -> dict[str, str]:
    """Field → header, as exports write them; `written`: what exports add for the reader."""
    return {column.name: column.header for column in columns} | written


def _declared(schema: type[BaseModel]) -> Iterator[tuple[Header, Column]]:
    for attribute, field in schema.model_fields.items():
        parts = parts_of(field)
        header = next((part for part in parts if isinstance(part, Header)), None)
        if header is not None:
            many = list in parts
            name = header.name or to_camel(attribute)
            yield header, Column(name, header.text, header.read or _parser(parts, many=many), attribute, many)


def _parser(parts: Iterable[Any], *, many: bool) -> Parser:
    """By the type of the value, or of each of several."""
    parts = list(parts)
    types = [part for part in parts if isinstance(part, type)]
    term = next((part for part in types if issubclass(part, Term) and part is not Answer), None)
    if term is not None:
        return partial(values.choices if many else values.choice, labels=term.labels())
    if many:
        return values.several
    if any(isinstance(part, AfterValidator) and part.func is refuse_line_breaks for part in parts):
        return values.one_line
    return next(_OF_TYPE[part] for part in types if part in _OF_TYPE)
