"""Cursors: where a page ended, and the list that it was a page of. Opaque to clients."""

import base64
import binascii
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

import orjson

from app.core.canonical import canonical, instant
from app.core.errors import InvalidInput
from app.core.languages import Text
from app.http.lists import ListQuery, SortKey

#: What may change from page to page.
_FREE = frozenset({"cursor", "limit", "fields", "facets"})
#: Between the list and the position.
_DOT = "."


def mark_of(path: str, query: ListQuery) -> str:
    """A list as its address names it: the path with the ids in it, the filters and the sort.

    Not the statement that the address becomes: that changes with the day, with who holds a position today, and with the
    next release, and a cursor outlives all three. What a filter says when it is left out is left out here for the
    same reason. The order of a repeated key says nothing.
    """
    fields = type(query).model_fields
    said = {
        name: sorted(value) if isinstance(value, tuple) else value
        for name in query.model_fields_set - _FREE
        if (value := getattr(query, name)) != fields[name].default
    }
    content = canonical({"path": path, "said": {**said, "sort": query.sort}}).encode()
    return _as_text(blake2b(content, digest_size=9).digest())


def bind(position: str | None, mark: str) -> str | None:
    """The cursor of a list for a position in it."""
    return position and f"{mark}{_DOT}{position}"


def check(cursor: str | None, mark: str) -> None:
    """Raises InvalidInput for the cursor of another list."""
    if cursor is not None and cursor.partition(_DOT)[0] != mark:
        raise _broken()


def write_position(values: Sequence[Any]) -> str:
    """What the last row of a page has in the columns of the order."""
    return _as_text(orjson.dumps([_plain(value) for value in values]))


def read_position(cursor: str, keys: Sequence[SortKey]) -> list[Any]:
    """The same, as the database compares it. Raises InvalidInput for what nobody was given."""
    text = cursor.partition(_DOT)[2]
    try:
        values = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return [key.read(value) for key, value in zip(keys, values, strict=True)]
    except (ValueError, TypeError, OverflowError, binascii.Error) as error:
        raise _broken() from error


def _as_text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _plain(value: Any) -> Any:  # noqa: ANN401 - a column's value
    if isinstance(value, datetime):
        return instant(value)
    return value.isoformat() if isinstance(value, date) else value


def _broken() -> InvalidInput:
    detail = Text(
        "The cursor is broken, or belongs to another list, another sort or other filters. Begin again without it.",
        da="Sidemærket (cursor) er ødelagt eller hører til en anden liste, sortering eller afgrænsning. "
        "Begynd forfra uden det.",
    )
    return InvalidInput.at("?cursor", "broken-cursor", detail)
