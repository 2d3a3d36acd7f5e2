"""Columns of values that come again."""

import numpy as np
import pytest

from app.register.columns.coded import Coded, Numbers


def column(*values: object) -> Coded:
    return Coded().replaced(np.arange(len(values), dtype=np.int32), values, len(values))


def test_a_value_is_found_wherever_it_stands() -> None:
    found = column("a", None, "b", "a")
    assert [found.at(slot) for slot in range(4)] == ["a", None, "b", "a"]
    assert found.equal_to(["a"]).tolist() == [True, False, False, True]
    assert found.equal_to(["a", None, "nowhere"]).tolist() == [True, True, False, True]
    assert found.equal_to(["nowhere"]).tolist() == [False] * 4
    assert found.where(lambda value: value is not None).tolist() == [True, False, True, True]
    assert found.counted(np.array([True, True, True, False])) == {"a": 1, None: 1, "b": 1}


def test_a_state_stays_what_it_was_when_the_next_is_made() -> None:
    before = column("a", "b")
    after = before.replaced(np.array([1], np.int32), ["c"], 3)
    assert [before.at(slot) for slot in range(2)] == ["a", "b"]
    assert [after.at(slot) for slot in range(2)] == ["a", "c"]
    # A value that only the later state has stands nowhere in the earlier one.
    assert before.equal_to(["c"]).tolist() == [False, False]
    assert before.equal_to(["b", "c"]).tolist() == [False, True]


def test_what_does_not_differ_is_the_same_state() -> None:
    before = column("a", "b")
    assert before.replaced(np.array([0], np.int32), ["a"], 2) is before
    assert before.replaced(np.array([0], np.int32), ["b"], 2) is not before
    numbers = Numbers().replaced(np.array([0], np.int32), [None], 1)
    assert numbers.replaced(np.array([0], np.int32), [0], 1) is numbers


@pytest.mark.parametrize("different", [255, 256, 257, 70_000])
def test_codes_grow_with_the_number_of_values(different: int) -> None:
    found = column(*range(different))
    assert found.at(different - 1) == different - 1
    assert np.flatnonzero(found.equal_to([different - 1])).tolist() == [different - 1]
    wider = found.replaced(np.array([0], np.int32), [different], different)
    assert wider.at(0) == different
    # The narrower state is asked for a number that its codes cannot hold.
    assert not found.equal_to([different]).any()


def test_ranks_are_the_places_of_the_values_in_their_order() -> None:
    ranks = column("b", "a", "c", "a").ranks()
    assert np.argsort(ranks, kind="stable").tolist() == [1, 3, 0, 2]


def test_values_that_come_meanwhile_disturb_no_ranking() -> None:
    """Another thread may make the next state while a reader sorts by this one."""
    found = column("b", "a")

    class Late(str):
        __slots__ = ()

        def __lt__(self, other: str) -> bool:
            found.values.numbers([f"late {len(found.values)}"])
            return super().__lt__(other)

    found = column(Late("b"), Late("a"))
    assert np.argsort(found.ranks()).tolist() == [1, 0]
