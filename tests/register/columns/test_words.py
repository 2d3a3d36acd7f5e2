"""Where parts of words occur."""

import numpy as np

from app.register.columns.words import Words


def having(words: Words, part: str, size: int) -> list[int]:
    found: list[int] = np.flatnonzero(words.having(part, size)).tolist()
    return found


def test_a_part_is_found_in_texts_that_are_sorted_in_and_in_those_that_came_since() -> None:
    texts = {slot: f"system nummer{slot} aeldre\nsystem nummer{slot} aldre" for slot in range(1_500)}
    words = Words().replaced(texts.items())
    assert not words.changed
    for part, expected in {
        "nummer1499": [1_499],
        "mmer77": [77, *range(770, 780)],
        "aeldre": list(texts),
        "aldre": list(texts),
        "findesikke": [],
    }.items():
        assert having(words, part, 1_500) == expected
    later = words.replaced([(77, "nyt navn"), (1_500, "nummer77 igen")])
    assert later.changed.keys() == {77, 1_500}
    assert having(later, "mmer77", 1_501) == [*range(770, 780), 1_500]
    assert having(later, "navn", 1_501) == [77]
    # The earlier state still says what it said.
    assert having(words, "mmer77", 1_500) == [77, *range(770, 780)]


def test_a_part_that_many_words_have_is_found_everywhere_it_occurs() -> None:
    words = Words().replaced((slot, f"ord{slot} x{slot % 7}") for slot in range(1_200))
    assert having(words, "ord", 1_200) == list(range(1_200))
    assert having(words, "x3", 1_200) == [slot for slot in range(1_200) if slot % 7 == 3]
    assert having(words, "d", 1_200) == list(range(1_200))


def test_more_than_a_thousand_changed_texts_take_the_place_of_the_old_ones() -> None:
    words = Words().replaced((slot, f"gammel{slot}") for slot in range(1_200))
    for slot in range(1_001):
        words = words.replaced([(slot, f"ny{slot} ny{slot}")])
    assert not words.changed
    assert having(words, "ny", 1_200) == list(range(1_001))
    assert having(words, "gammel", 1_200) == list(range(1_001, 1_200))
    assert having(words, "gammel5", 1_200) == []


def test_no_part_reaches_from_one_word_into_the_next() -> None:
    words = Words().replaced((slot, "ende begyndelse") for slot in range(1_001))
    assert having(words, "endebegyndelse", 1_001) == []
    assert len(having(words, "debegyn", 1_001)) == 0


def test_the_same_text_again_is_no_change() -> None:
    words = Words().replaced([(0, "a")])
    assert words.replaced([(0, "a")]) is words
    assert words.replaced([]) is words
    emptied = Words().replaced((slot, "") for slot in range(1_001))
    assert having(emptied, "a", 1_001) == []
