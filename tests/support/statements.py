"""Counting what a piece of work asks the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import Select, event

from app.core import prepared
from app.core.single_reads import SingleReads
from tests.support.api import Api


@contextmanager
def noting(api: Api, note: Callable[[str, Any], None]) -> Iterator[None]:
    """Every SQL statement that is sent inside the `with`, and its parameters, are told to `note`."""

    def told(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        note(statement, parameters)

    def noted(cursor: Any, text: str, parameters: Any, *, many: bool) -> None:
        note(text, parameters)
        run(cursor, text, parameters, many=many)

    def noted_beside(beside: SingleReads, statement: Select[Any], values: Any) -> Any:
        known = prepared.prepared(statement, engine.dialect)
        note(known.text, known.parameters(values))
        return asked(beside, statement, values)

    engine, run = api.register.database.engine, prepared._run
    asked = SingleReads._asked
    event.listen(engine, "before_cursor_execute", told)
    try:
        with (
            patch.object(prepared, "_run", noted),
            patch.object(SingleReads, "_asked", noted_beside),
        ):
            yield
    finally:
        event.remove(engine, "before_cursor_execute", told)


@contextmanager
def counted(api: Api) -> Iterator[list[str]]:
    """Every SQL statement that is sent inside the `with`."""
    statements: list[str] = []
    with noting(api, lambda statement, _: statements.append(statement)):
        yield statements


def statements_of(api: Api, path: str, **params: Any) -> int:
    """How many statements the GET takes; it must not have been answered since the last write.

    Who asks, and the organisation that they may see, is known by then: neither is read anew for every answer.
    """
    api.read("/v1/units", limit=1)
    with counted(api) as statements:
        api.read(path, **params)
    return len(statements)
