"""What became of a system, version by version: who changed it, when, why, and which keys of the card differ. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

import orjson

from app.core.schema import Schema
from app.http.lists import ListQuery
from app.http.sorting import SortNames

#: Every version has others.
_STAMPS = {"revision", "updatedAt"}


class HistoryItem(Schema):
    """One version. `revision` names it in the journal; the card is `GET /v1/systems/{id}?knownAt=<at>`."""

    revision: int
    at: datetime
    until: datetime | None
    """When the next version came, or the system was deleted; null while it stands."""
    actor: str
    action: Literal["create", "update", "evaluate"]
    """`evaluate`: nobody changed anything, but the day or the rules did."""
    reason: str | None
    changed: list[str]
    """Keys of the card, sorted; all of them where the system was made."""


class HistoryQuery(ListQuery):
    sort: Annotated[tuple[str, ...], SortNames("revision")] = ("-revision",)


def changed_keys(before: bytes | None, after: bytes) -> list[str]:
    """The keys that differ between two bodies of a card."""
    new: dict[str, Any] = orjson.loads(after)
    old: dict[str, Any] = {} if before is None else orjson.loads(before)
    return sorted(key for key in (old.keys() | new.keys()) - _STAMPS if old.get(key) != new.get(key))


def pairs(bodies: Sequence[bytes], before: bytes | None) -> Iterator[tuple[bytes | None, bytes]]:
    """Each body with the one before it, the newest first; `before` precedes the last."""
    yield from zip([*bodies[1:], before], bodies, strict=True)
