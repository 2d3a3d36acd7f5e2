"""Circles and the order from the top."""

import pytest

from app.imports.tree import circles, depths


@pytest.mark.parametrize(
    ("above", "found"),
    [
        ({}, []),
        ({"a": None, "b": "a", "c": "b"}, []),
        ({"a": "a"}, [{"a"}]),
        ({"a": "b", "b": "a", "c": "a"}, [{"a", "b"}]),
        ({"a": "b", "b": "c", "c": "a", "x": "y", "y": "x", "z": "x"}, [{"a", "b", "c"}, {"x", "y"}]),
        ({"a": "not there"}, []),
    ],
)
def test_circles_are_found_once_each(above: dict[str, str | None], found: list[set[str]]) -> None:
    assert [set(circle) for circle in circles(above)] == found


def test_a_circle_is_told_upwards() -> None:
    assert circles({"a": "b", "b": "c", "c": "a"}) == [["a", "b", "c"]]


def test_depth_counts_what_stands_above() -> None:
    assert depths({"a": None, "b": "a", "c": "b"}, ["c", "a"]) == {"c": 2, "b": 1, "a": 0}


def test_a_chain_of_many_levels_is_no_problem() -> None:
    above: dict[str, str | None] = {str(number): str(number - 1) if number else None for number in range(5000)}
    assert circles(above) == []
    assert depths(above, above)["4999"] == 4999
