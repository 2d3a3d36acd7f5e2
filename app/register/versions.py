"""Tables of versions: what is derived, as the register knew it from one instant (`known_from`) to another."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update
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
