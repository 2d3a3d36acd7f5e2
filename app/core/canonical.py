"""One way to write a value as JSON: sorted keys, no blanks, dates in ISO form, instants in UTC with Z."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import orjson

#: What is told of instants that one write, or one night, gave to many rows.
_INSTANTS = 4096


@lru_cache(_INSTANTS)
def instant(value: datetime) -> str:
    """An instant as RFC 3339 in UTC with Z, to the microsecond where there is one."""
    in_utc = value if value.tzinfo is UTC else value.astimezone(UTC)
    return in_utc.isoformat().replace("+00:00", "Z")


def dump(value: Any) -> bytes:  # noqa: ANN401 - any JSON value
    """JSON as clients get it; keys in the order given."""
    return orjson.dumps(value, option=orjson.OPT_UTC_Z)


def canonical(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """JSON for hashing and comparing: the same value always gives the same text."""
    return canonical_bytes(value).decode()


def canonical_bytes(value: Any) -> bytes:  # noqa: ANN401 - any JSON value
    """The same, as it is hashed."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)
