"""Danish text in SQL, the same on both databases, for tables without folded columns (cards have them: core/folding)."""

from typing import Any

from sqlalchemy import ColumnElement, String, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import col

from app.core.folding import ALPHABET

# Accents that Danish names have. A column costs one REPLACE for each, so the list is short.
_ACCENTS = {"é": "e", "è": "e", "ü": "u"}


def alphabetical(column: Any) -> ColumnElement[str]:  # noqa: ANN401 - a mapped attribute
    """What to sort a name by: a … z, æ, ø, å, whatever the case."""
    return _ByteOrder(spelt(column, ALPHABET))


def spelt(column: Any, letters: dict[str, str]) -> ColumnElement[str]:  # noqa: ANN401 - SQLModel types a column as its value
    """The column in lower case, with these letters written otherwise and accents dropped."""
    text: Any = func.lower(col(column))
    for letter, instead in _replacements(letters).items():
        # SQLite lowers the letters of ASCII only.
        text = func.replace(func.replace(text, letter, instead), letter.upper(), instead)
    spelt_text: ColumnElement[str] = text
    return spelt_text


def respelt(text: str, letters: dict[str, str]) -> str:
    """The same for a value that is compared with the column."""
    return text.lower().translate({ord(letter): instead for letter, instead in _replacements(letters).items()})


def _replacements(letters: dict[str, str]) -> dict[str, str]:
    return {**letters, **_ACCENTS}


class _ByteOrder(FunctionElement[str]):
    """Text compared byte by byte; PostgreSQL would use the language that the database was made with."""

    type = String()
    inherit_cache = True


@compiles(_ByteOrder)
def _as_it_is(element: _ByteOrder, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own
    return compiler.process(element.clauses, **options)


@compiles(_ByteOrder, "postgresql")
def _with_collation(element: _ByteOrder, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - the compiler's own
    return f'({compiler.process(element.clauses, **options)}) COLLATE "C"'
