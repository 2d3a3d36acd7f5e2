"""Who holds which duty, by the card that says so."""

import numpy as np
import pytest

from app.register.columns.holdings import Holdings

PLACES = {"s0": 0, "s1": 1, "s2": 2}


@pytest.fixture
def holdings() -> Holdings:
    rows = [("s0", 1, "owner", "p0", "anna"), ("s0", 1, "fix", "p1", None), ("s1", 1, "owner", "p1", "bo")]
    return Holdings().with_rows(PLACES, rows)


def slots(mask: np.ndarray) -> list[int]:
    found: list[int] = np.flatnonzero(mask).tolist()
    return found


def test_one_row_must_meet_all_that_is_asked(holdings: Holdings) -> None:
    now = np.array([1, 1, 1])
    assert slots(holdings.held(now)) == [0, 1]
    assert slots(holdings.held(now, duties=["owner"], positions=["p1"])) == [1]
    assert slots(holdings.held(now, duties=["fix"], people=["anna"])) == []
    assert slots(holdings.held(now, positions=["p0", "p1"])) == [0, 1]


def test_rows_of_an_earlier_card_do_not_count(holdings: Holdings) -> None:
    assert slots(holdings.held(np.array([2, 1, 1]))) == [1]


def test_outdated_rows_are_left_out_when_they_are_half_of_all(holdings: Holdings) -> None:
    assert len(holdings.without_outdated(np.array([1, 1, 1])).slots) == 3
    assert len(holdings.without_outdated(np.array([1, 2, 1])).slots) == 3
    later = np.array([2, 1, 1])
    fewer = holdings.without_outdated(later)
    assert len(fewer.slots) == 1
    assert slots(fewer.held(later, duties=["owner"], people=["bo"])) == [1]
    more = fewer.with_rows(PLACES, [("s2", 3, "owner", "p0", "anna")])
    assert slots(more.held(np.array([2, 1, 3]), people=["anna"])) == [2]
    assert len(holdings.without_outdated(np.array([9, 9, 9])).slots) == 0


def test_rows_are_counted_again_when_some_have_come() -> None:
    places, first = {"s0": 0}, [("s0", 1, "owner", f"p{number}", None) for number in range(32)]
    holdings = Holdings().with_rows(places, first).without_outdated(np.array([1]))
    one = holdings.with_rows(places, [("s0", 2, "owner", "p0", None)])
    assert one.without_outdated(np.array([2])) is one, "which looks at no row"
    assert len(one.with_rows(places, [("s0", 2, "fix", "p0", None)] * 2).without_outdated(np.array([2])).slots) == 3


def test_nothing_more_is_the_same(holdings: Holdings) -> None:
    assert holdings.with_rows(PLACES, []) is holdings
    assert slots(Holdings().without_outdated(np.empty(0, np.int64)).held(np.array([1]))) == []
