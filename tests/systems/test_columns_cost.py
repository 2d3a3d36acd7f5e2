"""What the list of systems asks the database, once memory has the cards."""

from collections.abc import Callable

import pytest

from tests.support.api import Api
from tests.support.statements import counted, statements_of

FILTERS = [
    {"q": "system"},
    {"criticality": "unknown"},
    {"hasOwner": "false", "sort": "-updatedAt,name"},
    {"duty": "owner"},
    {"waived": "false", "rule": "OWN001"},
    {"minSeverity": "low", "limit": "2"},
]


def besides_the_edition(statements: list[str]) -> list[str]:
    """Without the look at the register's edition, and what a session begins with."""
    return [each for each in statements if "register_state" not in each and not each.startswith(("BEGIN", "SET"))]


@pytest.fixture
def filled(api: Api) -> Api:
    for _ in range(5):
        api.system()
    api.read("/v1/systems")
    return api


@pytest.mark.parametrize("asked", FILTERS)
def test_another_filter_asks_nothing_where_the_bodies_are_kept(filled: Api, asked: dict[str, str]) -> None:
    with counted(filled) as statements:
        filled.read("/v1/systems", **asked)
    assert besides_the_edition(statements) == []


def test_one_card_asks_nothing_where_its_body_is_kept(filled: Api) -> None:
    system = filled.read("/v1/systems")["items"][0]
    with counted(filled) as statements:
        filled.card(system)
    assert besides_the_edition(statements) == []


def test_a_page_of_bodies_that_are_not_kept_is_one_statement(make_api: Callable[..., Api]) -> None:
    api = make_api(card_cache_bytes=0)
    for _ in range(5):
        api.system()
    api.read("/v1/systems")
    with counted(api) as statements:
        api.read("/v1/systems", q="system")
    assert len(besides_the_edition(statements)) == 1


def test_catching_up_with_a_write_costs_the_same_for_5_and_for_50_systems(filled: Api) -> None:
    filled.system("Sidste")
    few = statements_of(filled, "/v1/systems", q="sidste")
    for _ in range(45):
        filled.system()
    filled.read("/v1/systems")
    filled.system("Den sidste")
    assert statements_of(filled, "/v1/systems", q="sidste") == few
