"""Conditions on many texts in one parameter: the statement is the same, however many they are.

`IN` with a parameter for each has SQLAlchemy write the statement anew at each execution, and psycopg prepare another
one for each number of them.
"""

from collections.abc import Collection
from typing import Any, Self

from sqlalchemy import Boolean, ColumnElement, Dialect, Text, TypeDecorator, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeEngine, UserDefinedType

from app.core.canonical import dump


def among(column: Any, parameter: str) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    """Whether the column has one of the texts that the parameter is given as a collection; it may be empty."""
    return _Among(column, bindparam(parameter, type_=_Texts()))


class _Texts(TypeDecorator[Collection[str]]):
    """The texts in one: an array as PostgreSQL writes it, and else JSON.

    The driver of PostgreSQL takes longer to make an array of a list than the database takes to find a hundred rows.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(_ArrayText() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Collection[str] | None, dialect: Dialect) -> str:
        texts = list(value or ())
        return _array_of(texts) if dialect.name == "postgresql" else dump(texts).decode()


class _ArrayText(UserDefinedType[str]):
    """The text of an array, which the server reads as one: it plans by what is in it, as it would not by a text."""

    cache_ok = True
    render_bind_cast = True

    def get_col_spec(self, **_: object) -> str:
        """The type that the parameter is cast to."""
        return "VARCHAR[]"


def _array_of(texts: Collection[str]) -> str:
    """`{"a","b"}`, each quoted, so that none is read as anything but its letters."""
    escaped = (text.replace("\\", r"\\").replace('"', r"\"") for text in texts)
    return "{" + ",".join(f'"{text}"' for text in escaped) + "}"


class _Among(FunctionElement[bool]):
    inherit_cache = True
    type = Boolean()

    def self_group(self, against: OperatorType | None = None) -> Self:  # noqa: ARG002 - SQLAlchemy's own
        """A condition as it is: compared with a true of SQLite, as a function would be, no index would serve it."""
        return self


@compiles(_Among)
def _in_json(element: _Among, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own
    column, texts = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({texts}))"  # noqa: S608 - a column and a parameter


@compiles(_Among, "postgresql")
def _in_array(element: _Among, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own
    column, texts = (compiler.process(part, **options) for part in element.clauses)
    return f"{column} = ANY({texts})"
