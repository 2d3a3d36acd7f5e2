"""Other words for the fields and for what their cells say."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from app.imports.choices import ImportKind
from app.tabular.cells import loose
from app.tabular.headers import folded_header


@cache
def _words() -> dict[str, dict[str, dict[str, Sequence[str]]]]:
    text = files("app.imports.proposals").joinpath("synonyms.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)
    return found


@cache
def header_synonyms(kind: ImportKind) -> Mapping[str, frozenset[str]]:
    """Field → the folded headers that it has elsewhere."""
    return {
        name: frozenset(map(folded_header, headers))
        for name, headers in _words()["headers"].get(kind.value, {}).items()
    }


@cache
def value_synonyms(field: str) -> Mapping[str, str]:
    """What a cell of the field may say elsewhere, loosely → the code."""
    return {loose(word): code for code, words in _words()["values"].get(field, {}).items() for word in words}
