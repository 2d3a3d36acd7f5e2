"""Reaching into JSON that may be another than expected: what is not there is None. Pure."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any


def at(value: Any, *path: str) -> Any:  # noqa: ANN401 - any JSON value
    """What lies there; None where the way ends before."""
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def uuid_of(value: Any) -> str | None:  # noqa: ANN401 - any JSON value
    found = at(value, "uuid")
    return found if isinstance(found, str) and found else None


def text_of(value: Any, *path: str) -> str | None:  # noqa: ANN401 - any JSON value
    """A text with something in it."""
    found = at(value, *path)
    return found if isinstance(found, str) and found.strip() else None


def each_of(value: Any, *path: str) -> Iterator[Any]:  # noqa: ANN401 - any JSON value
    """The members of a list."""
    found = at(value, *path)
    yield from found if isinstance(found, list) else ()


def day_of(value: Any, *path: str) -> date | None:  # noqa: ANN401 - any JSON value
    """The day of an instant, as KITOS writes days: at midnight, in UTC."""
    text = text_of(value, *path)
    try:
        return datetime.fromisoformat(text).date() if text else None
    except ValueError:
        return None
