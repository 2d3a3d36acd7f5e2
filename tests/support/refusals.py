"""Refused requests in tests: what they answer, and that they leave nothing behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from httpx2 import Response

from app.models import metadata
from tests.support.api import Api


def everything(api: Api) -> dict[str, list[str]]:
    """All rows of all tables: what is registered, the cards, the findings and the journal."""
    with api.register.database.reading() as session:
        return {
            table.name: sorted(str(tuple(row)) for row in session.execute(table.select()))
            for table in metadata.sorted_tables
        }


@contextmanager
def no_trace(api: Api) -> Iterator[None]:
    """What happens inside the `with` leaves every table as it was."""
    before = everything(api)
    yield
    assert everything(api) == before


def refusal(answer: Response, status: int, pointer: str, code: str) -> str:
    """The detail of the one problem at the pointer; fails for any other answer."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    (problem,) = answer.json()["errors"]
    assert (problem["pointer"], problem["code"]) == (pointer, code)
    detail: str = problem["detail"]
    return detail


def feed_since(api: Api, revision: int) -> list[dict[str, Any]]:
    """The entries of the journal behind the revision, oldest first."""
    items: list[dict[str, Any]] = api.read("/v1/changes", after=revision)["items"]
    return items
