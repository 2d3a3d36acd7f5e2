"""Reading what moves: rows in the order of their ids, with keys where they name other rows."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic.alias_generators import to_camel
from sqlalchemy import func, select, union_all
from sqlmodel import Session

from app.models import RESOURCES, AccessToken, Finding
from app.moving.rows import key_of, reference_key, to_line
from app.moving.tables import MovedTable

_CHUNK = 1000
#: Table → id → key, of the tables that were read so far.
RowKeys = dict[str, dict[str, str]]


def lines_of(session: Session, moved: MovedTable, keys: RowKeys) -> Iterator[bytes]:
    """Every row as a line; its key is added to `keys`, which have those of the tables before."""
    own = keys[moved.table.name] = _keys_of(session, moved)
    links = {name: _linked(session, relation, keys) for name, relation in moved.links.items()}
    statement = moved.table.select().order_by(moved.table.c.id).execution_options(yield_per=_CHUNK)
    with session.connection().execute(statement) as rows:
        for row in rows.mappings():
            said: dict[str, Any] = {"key": own[row["id"]], "id": row["id"]}
            for column in moved.columns:
                target = moved.references.get(column)
                if target is None:
                    said[to_camel(column)] = row[column]
                else:
                    said[reference_key(column)] = None if row[column] is None else keys[target][row[column]]
            said |= {to_camel(name): sorted(found[row["id"]]) for name, found in links.items()}
            yield to_line(said)


def _keys_of(session: Session, moved: MovedTable) -> dict[str, str]:
    own = [moved.table.c[name] for name in ("source", "external_id") if name in moved.table.c]
    rows = session.connection().execute(select(moved.table.c.id, *own).order_by(moved.table.c.id)).mappings()
    return {row["id"]: key_of(moved, {**row}, number) for number, row in enumerate(rows, start=1)}


def _linked(session: Session, relation: Any, keys: RowKeys) -> Mapping[str, list[str]]:  # noqa: ANN401 - SQLAlchemy's own
    """Row → the keys of those that it is linked to."""
    mine = _column(relation, relation.parent.local_table)
    theirs = _column(relation, relation.mapper.local_table)
    found: dict[str, list[str]] = defaultdict(list)
    named = keys[relation.mapper.local_table.name]
    for row_id, other_id in session.connection().execute(select(mine, theirs)):
        found[row_id].append(named[other_id])
    return found


def _column(relation: Any, table: Any) -> Any:  # noqa: ANN401 - SQLAlchemy's own
    """The column of the table of links that names a row of this table."""
    return next(
        column for column in relation.secondary.columns for key in column.foreign_keys if key.column.table is table
    )


def tables_with_rows(session: Session) -> list[str]:
    """What anybody has registered, as the journal calls it. Access tokens are no part of a register's content."""
    tables = [table for table in RESOURCES.values() if table is not AccessToken]
    counted = [
        select(func.count().label("rows")).select_from(table.__table__)  # type: ignore[attr-defined]
        for table in (*tables, Finding)
    ]
    found = session.connection().execute(union_all(*counted)).scalars().all()
    names = [*(table.resource for table in tables), "finding"]
    return [name for name, rows in zip(names, found, strict=True) if rows]
