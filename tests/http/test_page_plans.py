"""Pages of lists by name are read from an index, and deep ones begin where the page before ended."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.support.api import Api
from tests.support.statements import noting

#: List → its sort by name, and the index of it.
BY_NAME = {
    "/v1/units": ("name", "ix_unit_name_sort"),
    "/v1/people": ("name", "ix_person_name_sort"),
    "/v1/positions": ("title", "ix_position_title_sort"),
    "/v1/contracts": ("name", "ix_contract_name_sort"),
    "/v1/tokens": ("name", "ix_access_token_name_sort"),
}


@contextmanager
def pages_read(api: Api) -> Iterator[list[tuple[str, Any]]]:
    """The statements with an order that are sent inside the `with`, and their parameters."""
    found: list[tuple[str, Any]] = []

    def note(statement: str, parameters: Any) -> None:
        if "ORDER BY" in statement and "LIMIT" in statement and " AS k0" in statement:
            found.append((statement, parameters))

    with noting(api, note):
        yield found


def plan_of(api: Api, statement: str, parameters: Any) -> str:
    """How the database would read the page of a large table; this one is so small that PostgreSQL would sort it."""
    with api.register.database.engine.connect() as connection:
        if api.register.database.local:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            return "\n".join(row[3] for row in rows)
        for way in ("seqscan", "bitmapscan", "sort"):
            connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        return "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters))


def plans(api: Api, path: str, sort: str) -> tuple[str, str]:
    """Those of the first page and of the next."""
    with pages_read(api) as read:
        first = api.read(path, sort=sort, limit=2)
        api.read(path, sort=sort, limit=2, cursor=first["nextCursor"])
    one, two = (plan_of(api, *page) for page in read)
    return one, two


@pytest.fixture
def named(api: Api) -> Api:
    """Three of everything that has a name."""
    unit = api.unit("Æ")
    for name in ("Ø", "Å", "B"):
        api.unit(name)
        api.person(name)
        api.system(name)
        api.position(unit=unit, title=name)
        api.make("/v1/contracts", {"name": name})
        api.make("/v1/tokens", {"name": name, "role": "reader"})
    return api


def test_lists_by_name_are_read_from_their_index_and_never_sorted(named: Api) -> None:
    for path, (name, index) in BY_NAME.items():
        for sort in (name, f"-{name}"):
            for plan in plans(named, path, sort):
                assert index in plan, (path, sort, plan)
                assert "TEMP B-TREE" not in plan, (path, sort, plan)
                assert "Sort" not in plan, (path, sort, plan)


def test_a_deep_page_begins_where_the_page_before_ended(named: Api) -> None:
    for path, (name, index) in BY_NAME.items():
        for sort, sign in ((name, ">"), (f"-{name}", "<")):
            first, deep = plans(named, path, sort)
            if named.register.database.local:
                assert f"INDEX {index}" in first
                assert f"INDEX {index} ({name}_sort{sign}?)" in deep, (path, sort, deep)
                assert "SEARCH" in deep
            else:
                assert f"Index Cond: (({name}_sort)::text {sign}= " in deep, (path, sort, deep)
