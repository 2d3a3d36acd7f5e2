"""The tables as they were known at an earlier revision, read back from the journal in SQL."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from pydantic_core import PydanticUndefined
from sqlalchemy import JSON, ColumnElement, DateTime, Select, Subquery, bindparam, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Session, col, select

from app.core.prepared import read
from app.journal.snapshots import MADE, shape_of
from app.models import Journaled, JournalEntry, JournalPersonalValue

_ENTRY: Any = JournalEntry.__table__  # type: ignore[attr-defined]
_PERSONAL: Any = JournalPersonalValue.__table__  # type: ignore[attr-defined]
_NEWEST_AT = (
    select(_ENTRY.c.revision, _ENTRY.c.at)
    .where(_ENTRY.c.at <= bindparam("instant", type_=_ENTRY.c.at.type))
    .order_by(_ENTRY.c.at.desc(), _ENTRY.c.revision.desc())
    .limit(1)
)


def first_instant(session: Session) -> datetime | None:
    """When the journal begins."""
    return session.exec(select(JournalEntry.at).order_by(col(JournalEntry.revision)).limit(1)).first()


def newest_at(session: Session, at: datetime) -> tuple[int, datetime] | None:
    """The newest revision that was written at the instant or before, and when; None before the first."""
    found = read(session.connection(), _NEWEST_AT, {"instant": at})
    return (found[0].revision, found[0].at) if found else None


def newest_of(session: Session, resources: Collection[str], revision: int) -> int:
    """The newest revision, not above the given one, at which any of the resources changed; 0 where none did."""
    (found,) = read(session.connection(), _newest_of(frozenset(resources)), {"revision": revision})
    return max(value or 0 for value in found)


@cache
def _newest_of(resources: frozenset[str]) -> Select[Any]:
    # One look into the index for each of them; the newest of several would be looked for among all.
    newest = [
        select(func.max(_ENTRY.c.revision))
        .where(_ENTRY.c.resource == resource, _ENTRY.c.revision <= bindparam("revision"))
        .scalar_subquery()
        for resource in sorted(resources)
    ]
    found: Select[Any] = select(*newest)
    return found


def as_known(table: type[Journaled], revision: int) -> Subquery:
    """What the table held at the revision, with its own columns; secrets, derived columns and linked rows left out.

    Personal values are NULL where they were erased. A column that the table did not have yet has its default.
    """
    entry, later = _ENTRY.alias(), _ENTRY.alias()
    newest = (
        select(func.max(later.c.revision))
        .where(
            later.c.resource == entry.c.resource,
            later.c.resource_id == entry.c.resource_id,
            later.c.revision <= revision,
        )
        .scalar_subquery()
    )
    shape = shape_of(table)
    columns: list[Any] = [entry.c.resource_id.label("id"), _made(entry, revision), entry.c.at.label("updated_at")]
    for attribute, key in shape.plain.items():
        if attribute == "system_id":
            # Not from the JSON: this one can be looked up.
            columns.append(entry.c.system_id)
        elif attribute != "id":
            columns.append(_value(table, entry.c.after, (key,), attribute))
    columns += [
        _value(table, _PERSONAL.c.personal_values, ("after", key), attribute)
        for attribute, key in shape.personal.items()
    ]
    source = entry.outerjoin(_PERSONAL, _PERSONAL.c.revision == entry.c.revision) if shape.personal else entry
    known = [entry.c.resource == table.resource, entry.c.after.is_not(None), entry.c.revision == newest]
    found: Subquery = select(*columns).select_from(source).where(*known).subquery()
    return found


def _made(entry: Any, revision: int) -> Any:  # noqa: ANN401 - an alias in, a labelled column out
    """When the row was made, the last time that it was."""
    made = _ENTRY.alias()
    earlier = _Content(made.c.after, (MADE,), made.c.at.type)
    statement = select(func.max(func.coalesce(earlier, made.c.at))).where(
        made.c.resource == entry.c.resource,
        made.c.resource_id == entry.c.resource_id,
        made.c.revision <= revision,
        made.c.action == "create",
    )
    return statement.scalar_subquery().label("created_at")


def _value(table: type[Journaled], content: Any, path: tuple[str, ...], attribute: str) -> Any:  # noqa: ANN401 - a column
    column = table.__table__.c[attribute]  # type: ignore[attr-defined]
    default = table.model_fields[attribute].default
    value: Any = _Content(content, path, column.type)
    if default is not PydanticUndefined and default is not None:
        value = func.coalesce(value, default)
    return value.label(attribute)


class _Content(FunctionElement[Any]):
    """A value out of JSON, as a column of the type would hold it."""

    inherit_cache = True
    _traverse_internals = [
        *FunctionElement._traverse_internals,  # noqa: SLF001 - how SQLAlchemy has elements say what tells them apart
        ("path", InternalTraversal.dp_plain_obj),
        ("type", InternalTraversal.dp_type),
    ]

    def __init__(self, content: ColumnElement[Any], path: tuple[str, ...], kind: TypeEngine[Any]) -> None:
        super().__init__(content)
        self.path, self.type = path, kind


@compiles(_Content)
def _extracted(element: _Content, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own
    """SQLite keeps days as the same text that JSON has them in, and instants as nearly the same."""
    found = f"json_extract({compiler.process(element.clauses, **options)}, '$.{'.'.join(element.path)}')"
    return f"replace(replace({found}, 'T', ' '), 'Z', '')" if _is_instant(element.type) else found


def _is_instant(kind: TypeEngine[Any]) -> bool:
    return isinstance(kind.impl_instance if isinstance(kind, TypeDecorator) else kind, DateTime)


@compiles(_Content, "postgresql")
def _extracted_and_cast(element: _Content, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - the compiler's own
    content = f"CAST({compiler.process(element.clauses, **options)} AS JSON)"
    path = f"'{{{','.join(element.path)}}}'"
    if isinstance(element.type, JSON):
        return f"({content} #> {path})"
    return f"CAST({content} #>> {path} AS {compiler.dialect.type_compiler.process(element.type)})"
