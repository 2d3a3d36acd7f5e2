"""Several values in one cell, there and back: separated by commas, in quotes where a value holds a separator. Pure."""

import re
from collections.abc import Iterable

_SEPARATORS = ",;\n"
_PART = re.compile(r'\s*"(?P<quoted>(?:[^"]|"")*)"\s*(?:[,;\n]|$)|(?P<bare>[^,;\n]*)(?:[,;\n]|$)')


def join(values: Iterable[str]) -> str:
    """The cell that `split` takes apart again; the values are trimmed, none is empty."""
    return ", ".join(_quoted(value) if _needs_quotes(value) else value for value in values)


def split(cell: str) -> list[str]:
    """The values, trimmed, the empty ones left out: separated by commas, semicolons or line breaks."""
    found = [
        match["bare"].strip() if match["quoted"] is None else match["quoted"].replace('""', '"').strip()
        for match in _PART.finditer(cell)
    ]
    return [value for value in found if value]


def _needs_quotes(value: str) -> bool:
    return value.startswith('"') or any(separator in value for separator in _SEPARATORS)


def _quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'
