"""Tables of versions: what is derived, as the register knew it from one instant (`known_from`) to another."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Insert, Table, Update, bindparam, insert, select, update

from app.core.among import among
from app.core.bulk import TakesStatements, run_for_each


def supersede(connection: TakesStatements, columns: Sequence[Any], keys: Sequence[Sequence[Any]], at: datetime) -> None:
    """The versions that stand, and have one of the keys in the columns of their table, are known until the instant."""
    names = [f"key_{column.name}" for column in columns]
    values = [{**dict(zip(names, key, strict=True)), "superseded_at": at} for key in keys]
    run_for_each(connection, _close(*columns), values)


@cache
def _close(*columns: Any) -> Update:  # noqa: ANN401 - columns of one table
    table = columns[0].table
    keyed = (column == bindparam(f"key_{column.name}") for column in columns)
    return update(table).where(*keyed, table.c.known_until.is_(None)).values(known_until=bindparam("superseded_at"))


def keep_versions(
    connection: TakesStatements,
    table: Table,
    versions: Table,
    keys: Sequence[str],
    at: datetime,
    revision: int | None = None,
) -> None:
    """The rows of the table with these keys, as they stand now, are known from the instant.

    `revision`: theirs, where the rows have no column that says it. The database copies them: whatever is sent once need
    not be sent again.
    """
    if keys:
        values = {"keys": keys, "version_revision": revision, "version_known_from": at}
        run_for_each(connection, _copy(table, versions), [values])


@cache
def _copy(table: Table, versions: Table) -> Insert:
    (key,) = table.primary_key.columns
    stamps: dict[str, Any] = {
        name: bindparam(f"version_{name}", type_=versions.c[name].type)
        for name in ("revision", "known_from")
        if name not in table.c
    }
    names = [column.name for column in versions.c if column.name not in {*stamps, "known_until"}]
    rows = select(*(table.c[name] for name in names), *stamps.values())
    return insert(versions).from_select([*names, *stamps], rows.where(among(key, "keys")))
