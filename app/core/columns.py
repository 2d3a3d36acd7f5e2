"""What a field of a body is called in spreadsheets."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Header:
    """In a field's annotation: files have a column for it, under this Danish header, in and out.

    `name`: of the field in files, where it differs from its key: a cell names a unit, not its id. `read`: how a cell
    is read, where the field's type does not tell. `last`: behind all others.
    """

    text: str
    name: str | None = None
    read: Callable[[Any], Any] | None = None
    last: bool = False
