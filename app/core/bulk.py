"""Running one statement for many rows at what the driver takes for it."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Update, bindparam, update
from sqlalchemy.sql.dml import UpdateBase

from app.core.prepared import prepared, write
from app.core.tape import Tape

#: A connection, or what puts aside what a connection would have been told.
TakesStatements = Connection | Tape


def run_for_each(connection: TakesStatements, statement: UpdateBase, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run the statement once for each row.

    An INSERT sets every column of its table, and each row says all of them: no default of the model steps in. A row
    that lacks a parameter raises KeyError before anything is sent.
    """
    if not rows:
        return
    if isinstance(connection, Connection):
        write(connection, statement, rows)
    else:
        known = prepared(statement, connection.dialect)
        connection.put(known.text, [known.parameters(row) for row in rows])


def update_each(
    connection: TakesStatements,
    key: Any,  # noqa: ANN401 - a column
    names: tuple[str, ...],
    rows: Sequence[Mapping[str, Any]],
) -> None:
    """Set the columns with these names to what each row says, where the `key` column of their table has its value.

    A row that lacks one raises KeyError before anything is sent.
    """
    values = [{_KEY: row[key.name], **{_NEW + name: row[name] for name in names}} for row in rows]
    run_for_each(connection, _update(key, names), values)


#: What parameters are called beside the columns, whose own names SQLAlchemy keeps to itself.
_KEY, _NEW = "key", "new_"


@cache
def _update(key: Any, names: tuple[str, ...]) -> Update:  # noqa: ANN401 - a column
    new: dict[str, Any] = {name: bindparam(_NEW + name) for name in names}
    return update(key.table).where(key == bindparam(_KEY)).values(new)
