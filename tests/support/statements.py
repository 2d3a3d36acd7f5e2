"""Counting what a piece of work asks the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from tests.support.api import Api


@contextmanager
def counted(api: Api) -> Iterator[list[str]]:
    """Every SQL statement that is sent inside the `with`."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    engine = api.register.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def statements_of(api: Api, path: str, **params: Any) -> int:
    """How many statements the GET takes; it must not have been answered since the last write."""
    with counted(api) as statements:
        api.read(path, **params)
    return len(statements)
