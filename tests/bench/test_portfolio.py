from datetime import date

import pytest

from app.vocabulary import Criticality, Lifecycle
from bench.portfolio import _system
from bench.reading import FULL
from bench.words import COMMON

DAY = date(2026, 1, 1)


def _portfolio(systems: int) -> list:
    return [_system(number, "unit", DAY) for number in range(systems)]


def test_pages_under_one_and_two_filters_are_full_in_the_smallest_register_that_is_measured() -> None:
    critical = [each for each in _portfolio(250) if each.criticality == Criticality.BUSINESS_CRITICAL]
    assert len(critical) >= FULL
    assert sum(each.lifecycle == Lifecycle.IN_OPERATION for each in critical) >= FULL


def test_the_common_word_fills_a_page_and_the_number_finds_one() -> None:
    systems = _portfolio(1_000)
    assert sum(COMMON in each.description for each in systems) >= FULL
    assert sum("000500" in f"{each.name} {each.description} {each.supplier}" for each in systems) == 1


@pytest.mark.parametrize("field", ["criticality", "lifecycle", "personal_data", "kle", "supplier"])
def test_systems_differ_in_what_lists_filter_by(field: str) -> None:
    assert len({str(getattr(each, field)) for each in _portfolio(250)}) >= 4


def test_the_same_number_gives_the_same_system() -> None:
    first, second = _system(7, "unit", DAY), _system(7, "unit", DAY)
    assert (first.name, first.description, first.supplier) == (second.name, second.description, second.supplier)
