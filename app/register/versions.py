"""Tables of versions: what is derived, as the register knew it from one instant (`known_from`) to another."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Insert, Table, bindparam, insert, select, update
from sqlmodel import Session


def supersede(session: Session, columns: Sequence[Any], keys: Sequence[Sequence[Any]], at: datetime) -> None:
    """The versions that stand, and have one of the keys in the columns of their table, are known until the instant."""
    if not keys:
        return
    table = columns[0].table
    named = {f"key_{column.name}": column for column in columns}
    session.connection().execute(
        update(table)
        .where(*(column == bindparam(name) for name, column in named.items()), table.c.known_until.is_(None))
        .values(known_until=at),
        [dict(zip(named, key, strict=True)) for key in keys],
    )


def keep_versions(
    session: Session, table: Table, versions: Table, keys: Sequence[str], revision: int, at: datetime
) -> None:
    """The rows of the table with these keys, as they stand now, are known from the instant.

    The database copies them: whatever is sent once need not be sent again.
    """
    if keys:
        values = {"keys": keys, "version_revision": revision, "version_known_from": at}
        session.connection().execute(_copy(table, versions), values)


@cache
def _copy(table: Table, versions: Table) -> Insert:
    (key,) = table.primary_key.columns
    stamps = {name: bindparam(f"version_{name}", type_=versions.c[name].type) for name in ("revision", "known_from")}
    names = [column.name for column in versions.c if column.name not in {*stamps, "known_until"}]
    rows = select(*(table.c[name] for name in names), *stamps.values())
    return insert(versions).from_select([*names, *stamps], rows.where(key.in_(bindparam("keys", expanding=True))))
