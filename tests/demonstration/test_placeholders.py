import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.demonstration.placeholders import render

LEAP_DAY = date(2028, 2, 29)
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
distances = st.integers(-9999, 9999)


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("{{dag}}", "29-02-2028"),
        ("{{dag-1}} {{dag+1}}", "28-02-2028 01-03-2028"),
        ("{{dag+366}}", "01-03-2029"),
        ("31-12-{{år-1}}", "31-12-2027"),
        ("XG-{{år}}-{{år}}", "XG-2028-2028"),
        ("{{ år+1 }}", "2029"),
        ("æøå;{en klamme};\r\n", "æøå;{en klamme};\r\n"),
        ("", ""),
    ],
)
def test_every_placeholder_is_filled_in_and_the_rest_stays(text: str, rendered: str) -> None:
    assert render(text, LEAP_DAY) == rendered


@pytest.mark.parametrize(
    "inside", ["uge", "uge+1", "", "År", "dage", "dag+", "dag+-1", "dag+1,5", "dag+12345", "år år", "år+1+1"]
)
def test_unknown_placeholder_is_refused_by_its_name(inside: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"{{{{{inside}}}}}")):
        render(f"{{{{år}}}} før {{{{{inside}}}}} efter", LEAP_DAY)


@given(days, distances)
def test_day_lies_the_distance_away(today: date, distance: int) -> None:
    rendered = render(f"{{{{dag{distance:+}}}}}", today)
    assert datetime.strptime(rendered, "%d-%m-%Y").date() == today + timedelta(days=distance)  # noqa: DTZ007 - a date


@given(days, st.integers(-20, 20))
def test_year_lies_the_distance_away(today: date, distance: int) -> None:
    assert render(f"{{{{år{distance:+}}}}}", today) == str(today.year + distance)
