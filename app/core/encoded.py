"""Texts of the database as UTF-8: what is only sent on need not be decoded first."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType


def encoded(column: Any) -> ColumnElement[Any]:  # noqa: ANN401 - a column
    """The column's text as bytes."""
    return _Encoded(column).label(column.name)


class _Encoded(FunctionElement[Any]):
    inherit_cache = True
    type = NullType()


@compiles(_Encoded)
def _converted(element: _Encoded, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own
    return f"convert_to({compiler.process(element.clauses, **options)}, 'UTF8')"


@compiles(_Encoded, "sqlite")
def _cast(element: _Encoded, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own
    return f"CAST({compiler.process(element.clauses, **options)} AS BLOB)"
