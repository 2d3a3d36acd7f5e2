"""Orders of slots that are kept up hold what an order made anew would."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.register.columns.coded import Coded, Numbers
from app.register.columns.orders import OrderTerm, Sortable, SortedSlots, cut, sorted_slots

Row = tuple[str, int]
ROWS = st.lists(st.tuples(st.sampled_from("aabc"), st.integers(0, 2)), min_size=1, max_size=12)
TERMS = st.tuples(st.booleans(), st.booleans()).map(
    lambda downs: (OrderTerm("name", downs[0]), OrderTerm("number", downs[1]), OrderTerm("tie"))
)


def columns_of(rows: Sequence[Row]) -> list[Sortable]:
    slots, size = np.arange(len(rows), dtype=np.int32), len(rows)
    names, numbers = zip(*rows, strict=True)
    return [
        Coded().replaced(slots, names, size),
        Numbers().replaced(slots, numbers, size),
        Numbers().replaced(slots, range(size), size),
    ]


def by_hand(terms: Sequence[OrderTerm], rows: Sequence[Row], alive: Sequence[bool]) -> list[int]:
    """Sorted by one key after the other, the last first."""
    slots = [slot for slot in range(len(rows)) if alive[slot]]
    for index in (1, 0):
        slots.sort(key=lambda slot, index=index: rows[slot][index], reverse=terms[index].down)  # type: ignore[misc]
    return slots


@settings(derandomize=True, max_examples=60, deadline=None)
@given(TERMS, ROWS, st.data())
def test_an_order_that_is_kept_up_is_the_order_made_anew(
    terms: tuple[OrderTerm, ...], rows: list[Row], data: st.DataObject
) -> None:
    size = len(rows)
    alive = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    before = sorted_slots(terms, columns_of(rows), alive)
    assert before.slots.tolist() == by_hand(terms, rows, alive.tolist())
    changes = data.draw(
        st.dictionaries(st.integers(0, size - 1), st.tuples(st.sampled_from("abcd"), st.integers(0, 2)))
    )
    later = [changes.get(slot, row) for slot, row in enumerate(rows)]
    alive_later = np.array([alive[slot] or slot in changes for slot in range(size)])
    gone = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    gone[list(changes)] = False
    alive_later &= ~gone
    moved = np.array(sorted(changes), np.int32)
    left = gone.copy()
    left[moved] = True
    kept_up = before.replaced(left, columns_of(later), moved)
    assert kept_up.slots.tolist() == by_hand(terms, later, alive_later.tolist())


@settings(derandomize=True, max_examples=60, deadline=None)
@given(TERMS, ROWS, st.sampled_from("abcd"), st.integers(-1, 3), st.integers(-1, 12))
def test_a_place_parts_what_is_before_it_from_what_is_behind(
    terms: tuple[OrderTerm, ...], rows: list[Row], name: str, number: int, tie: int
) -> None:
    columns = columns_of(rows)
    order = sorted_slots(terms, columns, np.ones(len(rows), np.bool_))

    def place_of(values: Sequence[object]) -> list[object]:
        """As a list that sorts as the terms say; names are one letter."""
        plain = [ord(value) if isinstance(value, str) else value for value in values]
        return [-one if term.down else one for term, one in zip(terms, plain, strict=True)]  # type: ignore[operator]

    wanted = [name, number, tie]
    stand = [place_of([column.at(slot) for column in columns]) for slot in order.slots.tolist()]
    assert order.place(columns, wanted) == sum(one <= place_of(wanted) for one in stand)
    assert order.place_before(columns, wanted) == sum(one < place_of(wanted) for one in stand)


def test_nothing_has_a_place_among_nothing() -> None:
    empty = SortedSlots((OrderTerm("tie"),), np.empty(0, np.int32))
    assert empty.place([Numbers()], [1]) == empty.place_before([Numbers()], [1]) == 0
    same = empty.replaced(np.zeros(0, np.bool_), [Numbers()], np.empty(0, np.int32))
    assert same.slots.tolist() == []


def test_a_page_is_cut_out_however_far_down_its_slots_lie() -> None:
    slots = np.arange(5_000, dtype=np.int32)
    mask = np.zeros(5_000, np.bool_)
    mask[[0, 600, 4_998, 4_999]] = True
    assert cut(slots, mask, 3) == [0, 600, 4_998]
    assert cut(slots, mask, 10) == [0, 600, 4_998, 4_999]
    assert cut(slots[::-1], mask, 2) == [4_999, 4_998]
    assert cut(slots, mask & False, 2) == []
