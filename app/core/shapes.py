"""Stored JSON grows old: it carries the number of its shape, and is brought up to date when it is read. Pure."""

from collections.abc import Callable
from typing import Any

import orjson

from app.core.canonical import dump

#: Makes a body of one shape one of the next.
Step = Callable[[dict[str, Any]], dict[str, Any]]


class Shapes:
    """The shapes that a kind of body has had, numbered from 1.

    A body that gets another key, or another meaning of one, gets a step at the end, in the release that writes it.
    """

    def __init__(self, *steps: Step) -> None:
        self._steps = steps

    @property
    def newest(self) -> int:
        """The shape that is written today."""
        return len(self._steps) + 1

    def up_to_date(self, body: str | bytes, shape: int) -> bytes:
        """The body in today's shape. One that a later release wrote is handed on as it is."""
        if shape >= self.newest:
            return body if isinstance(body, bytes) else body.encode()
        content: dict[str, Any] = orjson.loads(body)
        for step in self._steps[shape - 1 :]:
            content = step(content)
        return dump(content)
